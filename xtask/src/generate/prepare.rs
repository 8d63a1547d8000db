//! Parts the normal form: labels for the libraries, facts for the refining.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{labels::Labels, operations};
use crate::{
    facts::{Enum, EnumValue, Facts, Kind, Member, TypeFacts, Union},
    fault::{Fault, Result},
};

/// What the libraries get, and what they don't.
#[derive(Debug)]
pub struct Prepared {
    /// JSON Schema for each type, by Rust name.
    pub schemas: BTreeMap<String, Value>,
    /// The facts for refining.
    pub facts: Facts,
}

/// Parts a normal form.
pub fn prepare(document: &Value) -> Result<Prepared> {
    let none = Map::new();
    let types = document["components"]["schemas"].as_object().unwrap_or(&none);
    let mut prepared = Prepared { schemas: BTreeMap::new(), facts: Facts::default() };
    for (name, schema) in types {
        let place = |fault: Fault| fault.at(format!("/components/schemas/{name}"));
        let (kind, rendered) = match kind_of(schema) {
            "enum" => prepare_enum(name, schema, &mut prepared.facts.notes),
            "union" => prepare_union(schema).map_err(place)?,
            "object" => prepare_object(name, schema, &mut prepared.facts.notes),
            _ => (Kind::Alias, reference_only(schema)),
        };
        let schema_name = text(&schema["x-name"]).unwrap_or(name).to_owned();
        let doc = text(&schema["description"]).unwrap_or_default().to_owned();
        prepared.facts.types.insert(name.clone(), TypeFacts { schema_name, doc, tag: tag_of(schema), kind });
        prepared.schemas.insert(name.clone(), rendered);
    }
    prepared.facts.operations = operations::facts(document)?;
    Ok(prepared)
}

fn kind_of(schema: &Value) -> &'static str {
    let is_map = schema.get("additionalProperties").is_some() && schema.get("properties").is_none();
    if schema.get("enum").is_some() {
        "enum"
    } else if schema.get("oneOf").is_some() {
        "union"
    } else if schema["type"] == "object" && !is_map {
        "object"
    } else {
        "alias"
    }
}

fn prepare_enum(name: &str, schema: &Value, notes: &mut Vec<String>) -> (Kind, Value) {
    let mut labels = Labels::default();
    let values: Vec<_> = strings(&schema["enum"])
        .map(|wire| {
            let (label, changed) = labels.variant(wire);
            if changed {
                notes.push(format!("the value {wire:?} of {name} is {label}: another value has that name"));
            }
            let doc = text(&schema["x-enum-descriptions"][wire]).unwrap_or_default().to_owned();
            EnumValue { label, wire: wire.to_owned(), doc }
        })
        .collect();
    let rendered = json!({"type": "string", "enum": values.iter().map(|v| &v.label).collect::<Vec<_>>()});
    let flag = |name: &str| schema[name] == true;
    (Kind::Enum(Enum { values, fold: flag("x-enum-fold"), flags: flag("x-enum-flags") }), rendered)
}

fn prepare_union(schema: &Value) -> Result<(Kind, Value)> {
    let discriminator = &schema["discriminator"];
    let tag = text(&discriminator["propertyName"]).ok_or_else(|| {
        Fault::new("a choice of types without a discriminator is not supported")
            .help("name the member that tells the types apart in `discriminator`")
    })?;
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let arms =
        mapping.filter_map(|(value, target)| Some((value.clone(), target_name(text(target)?).to_owned())));
    let arms: Vec<_> = arms.collect();
    let base = text(&schema["x-base"]).map(|target| target_name(target).to_owned());
    let union = Union { tag: tag.to_owned(), arms, base };
    Ok((Kind::Union(union), json!({"oneOf": reference_only(&schema["oneOf"])})))
}

fn prepare_object(name: &str, schema: &Value, notes: &mut Vec<String>) -> (Kind, Value) {
    let required: Vec<_> = strings(&schema["required"]).collect();
    let mut labels = Labels::default();
    let mut members = Vec::new();
    let mut properties = Map::new();
    for (wire, property) in schema["properties"].as_object().into_iter().flatten() {
        let (label, changed) = labels.member(wire);
        if changed {
            notes.push(format!("the member {wire} of {name} is {label}: another member has that name"));
        }
        properties.insert(label.clone(), reference_only(property));
        members.push(Member {
            label,
            wire: wire.clone(),
            doc: text(&property["description"]).unwrap_or_default().to_owned(),
            // The server makes keys, and the place in a union decides the tag.
            required: required.contains(&wire.as_str())
                && property["x-server-made"] != true
                && schema["x-tag"]["property"] != wire.as_str(),
            secret: property["x-secret"] == true,
        });
    }
    // Closed, or typify makes a map of an object without members; refining opens it again.
    let rendered = json!({"type": "object", "properties": properties, "additionalProperties": false});
    (Kind::Object(members), rendered)
}

/// The tag that the type writes, unless it is one of its members.
fn tag_of(schema: &Value) -> Option<(String, String)> {
    let (property, value) = (text(&schema["x-tag"]["property"])?, text(&schema["x-tag"]["value"])?);
    let is_member = schema["properties"].get(property).is_some();
    (!is_member).then(|| (property.to_owned(), value.to_owned()))
}

/// A type as typify needs it: what, but not why or whether.
fn reference_only(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(reference_only).collect(),
        Value::Object(members) => {
            if let Some(target) = members.get("$ref") {
                return json!({"$ref": target});
            }
            if let Some(Value::Array(only)) = members.get("allOf") {
                return only.first().map(reference_only).unwrap_or_default();
            }
            let kept = ["type", "format", "items", "additionalProperties"];
            let kept = members.iter().filter(|(name, _)| kept.contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), reference_only(value))).collect()
        }
        other => other.clone(),
    }
}

/// The last part of a reference, which is the type's name.
fn target_name(reference: &str) -> &str {
    reference.rsplit('/').next().unwrap_or(reference)
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}
