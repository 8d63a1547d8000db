//! Pass: reduces every schema to the members of the normal form.
//!
//! Objects are open (`additionalProperties: false` is dropped), facets become part of descriptions, limits are
//! kept as a hint, and a reference with a description is wrapped in an `allOf`.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::api::{Api, Place, flag, reference, referred, text};
use super::facets;
use super::kind::{Kind, kind};
use crate::diagnostic::Result;

/// Normalizes types, parameters, bodies and responses.
pub(super) fn shape(api: &mut Api) -> Result<()> {
    let mut notes = Vec::new();
    let is_nullable = |(_, schema): &(&String, &Value)| flag(schema, "nullable");
    let nullable: BTreeSet<String> =
        api.schemas.iter().filter(is_nullable).map(|(name, _)| name.clone()).collect();
    for (name, schema) in &mut api.schemas {
        let place = api.places.get(name).cloned().unwrap_or_else(|| Place::new(&api.file, ""));
        *schema = match kind(schema, &place)? {
            Kind::Enum => enumeration(schema),
            Kind::Union => union(schema),
            _ => object(schema, name, &place, &nullable, &mut notes)?,
        };
    }
    for operation in &mut api.operations {
        for site in operation.sites_mut() {
            *site.schema = member(site.schema, &site.place, &nullable)?;
        }
    }
    api.notes.append(&mut notes);
    Ok(())
}

fn object(
    schema: &Value,
    name: &str,
    place: &Place,
    nullable: &BTreeSet<String>,
    notes: &mut Vec<String>,
) -> Result<Value> {
    let mut shaped = described("object", schema);
    let mut properties = Map::new();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        properties.insert(name.clone(), member(property, &place.child("properties").child(name), nullable)?);
    }
    let mut required: Vec<Value> = Vec::new();
    for wanted in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        match wanted.as_str() {
            Some(known) if properties.contains_key(known) => required.push(wanted.clone()),
            _ => notes.push(format!("{name} requires {wanted}, but does not define it: ignored.")),
        }
    }
    if flag(schema, "additionalProperties")
        || schema.get("additionalProperties").is_some_and(Value::is_object)
    {
        notes.push(format!(
            "{name} allows further members, which are kept like unknown members of other objects."
        ));
    }
    shaped.insert("properties".to_owned(), Value::Object(properties));
    if !required.is_empty() {
        shaped.insert("required".to_owned(), Value::Array(required));
    }
    copy("x-tag", schema, &mut shaped);
    Ok(Value::Object(shaped))
}

/// Normalizes an enum. It is open even without `modelAsString`, since a service may add values at any time.
fn enumeration(schema: &Value) -> Value {
    let mut shaped = Map::new();
    shaped.insert("type".to_owned(), json!("string"));
    if let Some(description) = ["description", "title"].into_iter().find_map(|member| text(schema, member)) {
        shaped.insert("description".to_owned(), json!(description.replace("\r\n", "\n").trim()));
    }
    let values: Vec<Value> = schema.get("enum").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut descriptions = Map::new();
    for stated in schema.pointer("/x-ms-enum/values").and_then(Value::as_array).into_iter().flatten() {
        if let (Some(value), Some(description)) = (text(stated, "value"), text(stated, "description"))
            && values.iter().any(|known| known == value)
        {
            descriptions.insert(value.to_owned(), json!(description.replace("\r\n", "\n").trim()));
        }
    }
    shaped.insert("enum".to_owned(), Value::Array(values));
    if !descriptions.is_empty() {
        shaped.insert("x-enum-descriptions".to_owned(), Value::Object(descriptions));
    }
    Value::Object(shaped)
}

fn union(schema: &Value) -> Value {
    let mut shaped = Map::new();
    for member in ["description", "oneOf", "discriminator", "x-base"] {
        copy(member, schema, &mut shaped);
    }
    Value::Object(shaped)
}

/// Normalizes a schema at a place where a type is used. A type in `nullable` is nullable wherever it is used.
fn member(schema: &Value, place: &Place, nullable: &BTreeSet<String>) -> Result<Value> {
    if let Some(name) = referred(schema) {
        return Ok(used_type(name, schema, nullable.contains(name)));
    }
    let kind_name = text(schema, "type").unwrap_or("string");
    let mut shaped = match kind(schema, place)? {
        Kind::Scalar => {
            let mut shaped = described(kind_name, schema);
            if let Some(format) = facets::format(kind_name, text(schema, "format")) {
                shaped.insert("format".to_owned(), json!(format));
            }
            shaped
        }
        Kind::Array => {
            let mut shaped = described("array", schema);
            let items = schema.get("items").map(|items| member(items, &place.child("items"), nullable));
            shaped.insert("items".to_owned(), items.transpose()?.unwrap_or_else(|| json!({})));
            shaped
        }
        Kind::Map => {
            let mut shaped = described("object", schema);
            let values = &schema["additionalProperties"];
            shaped.insert(
                "additionalProperties".to_owned(),
                member(values, &place.child("additionalProperties"), nullable)?,
            );
            shaped
        }
        Kind::OpenObject => {
            let mut shaped = described("object", schema);
            shaped.insert("additionalProperties".to_owned(), json!({}));
            shaped
        }
        Kind::Any => {
            let mut shaped = described("", schema);
            shaped.shift_remove("type");
            shaped
        }
        other => {
            return Err(
                place.diagnostic(format!("{other:?} has no name: an earlier pass should have named it"))
            );
        }
    };
    if flag(schema, "nullable") {
        shaped.insert("nullable".to_owned(), json!(true));
    }
    Ok(Value::Object(shaped))
}

fn used_type(name: &str, schema: &Value, is_nullable: bool) -> Value {
    let nullable = is_nullable || flag(schema, "nullable");
    let description = schema.as_object().and_then(facets::description);
    if !nullable && description.is_none() {
        return reference(name);
    }
    let mut shaped = Map::new();
    shaped.insert("allOf".to_owned(), json!([reference(name)]));
    shaped.extend(description.map(|text| ("description".to_owned(), json!(text))));
    if nullable {
        shaped.insert("nullable".to_owned(), json!(true));
    }
    Value::Object(shaped)
}

/// Returns the first members of a schema: its type, its description and its limits.
fn described(kind: &str, schema: &Value) -> Map<String, Value> {
    let mut shaped = Map::new();
    shaped.insert("type".to_owned(), json!(kind));
    let description = schema.as_object().and_then(facets::description);
    shaped.extend(description.map(|text| ("description".to_owned(), json!(text))));
    shaped.extend(facets::limits(schema).map(|limits| ("x-limits".to_owned(), limits)));
    shaped
}

fn copy(member: &str, from: &Value, to: &mut Map<String, Value>) {
    if let Some(value) = from.get(member) {
        to.insert(member.to_owned(), value.clone());
    }
}
