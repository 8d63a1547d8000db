//! Pass: converts Swagger 2.0 to OpenAPI 3.0.
//!
//! Parameters get a `schema`, the body and the fields of a form become a `requestBody`, responses get a
//! `content`, and schemas get `nullable` and a discriminator object. `x-ms-pageable` and `x-ms-enum` are kept: later passes
//! read them from both dialects.

use serde_json::{Map, Value, json};

use super::api::{Api, Operation, Place, flag, text};
use super::media_type::{ENCODED, MULTIPART, is_json};
use super::walk;
use crate::diagnostic::Result;
use crate::read::openapi::{Dialect, Document};

/// The members of a parameter that are not part of its schema.
const OF_PARAMETER: [&str; 6] =
    ["name", "in", "description", "required", "allowEmptyValue", "collectionFormat"];

/// Converts a bundled Swagger 2.0 document to OpenAPI 3.0. An OpenAPI 3.0 document is not changed.
pub(super) fn convert(api: &mut Api, document: &Document) -> Result<()> {
    if api.dialect != Dialect::Swagger2 {
        return Ok(());
    }
    let root = &document.root().value;
    for operation in &mut api.operations {
        parameters(operation, root.get("consumes"))?;
        responses(operation, root.get("produces"))?;
        for site in operation.sites_mut() {
            schema(site.schema, &site.place)?;
        }
    }
    for (name, value) in &mut api.schemas {
        let place = api.places.get(name).cloned().unwrap_or_else(|| Place::new(&api.file, ""));
        schema(value, &place)?;
    }
    Ok(())
}

fn parameters(operation: &mut Operation, shared_consumes: Option<&Value>) -> Result<()> {
    let place = operation.place.child("parameters");
    let Some(Value::Array(old)) = operation.value.shift_remove("parameters") else {
        return Ok(());
    };
    let consumed = media(operation.value.get("consumes").or(shared_consumes));
    let (mut new, mut fields) = (Vec::new(), Vec::new());
    for (index, value) in old.into_iter().enumerate() {
        let place = place.child(&index.to_string());
        match text(&value, "in") {
            Some("body") => {
                operation.value.insert("requestBody".to_owned(), body(&value, &consumed));
            }
            Some("formData") => fields.push(value),
            _ => new.push(parameter(value, &place)?),
        }
    }
    if !fields.is_empty() {
        operation.value.insert("requestBody".to_owned(), form(&fields, &consumed));
    }
    operation.value.insert("parameters".to_owned(), Value::Array(new));
    Ok(())
}

/// Returns the media types in a list; JSON if there are none.
fn media(list: Option<&Value>) -> Vec<String> {
    let media = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let media: Vec<String> = media.map(str::to_owned).collect();
    if media.is_empty() { vec!["application/json".to_owned()] } else { media }
}

/// Returns the same content for each media type.
fn content(media: &[String], schema: &Value) -> Value {
    media.iter().map(|media| (media.clone(), json!({"schema": schema}))).collect::<Map<_, _>>().into()
}

fn body(parameter: &Value, consumed: &[String]) -> Value {
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
    let mut body = Map::new();
    for member in ["description", "required"] {
        if let Some(value) = parameter.get(member) {
            body.insert(member.to_owned(), value.clone());
        }
    }
    body.insert("content".to_owned(), content(consumed, &schema));
    Value::Object(body)
}

/// Returns the body that consists of the fields of a form.
fn form(fields: &[Value], consumed: &[String]) -> Value {
    let has_file = fields.iter().any(|field| text(field, "type") == Some("file"));
    let is_encoded = !has_file && !consumed.iter().any(|media| media == MULTIPART);
    let media = if is_encoded { ENCODED } else { MULTIPART };
    let named = fields.iter().filter_map(|field| Some((text(field, "name")?, field)));
    let properties: Map<String, Value> = named
        .map(|(name, field)| {
            let members = field.as_object().into_iter().flatten();
            let kept = members.filter(|(key, _)| key.as_str() == "description" || !is_of_parameter(key));
            let mut schema: Map<String, Value> =
                kept.map(|(key, value)| (key.clone(), value.clone())).collect();
            if text(field, "type") == Some("file") {
                schema.extend([("type".to_owned(), json!("string")), ("format".to_owned(), json!("binary"))]);
            }
            (name.to_owned(), Value::Object(schema))
        })
        .collect();
    let required =
        fields.iter().filter(|field| flag(field, "required")).filter_map(|field| text(field, "name"));
    let required: Vec<&str> = required.collect();
    json!({
        "content": {media: {"schema": {"type": "object", "properties": properties, "required": required}}},
        "required": !required.is_empty(),
    })
}

/// Returns whether a member of a parameter is not part of its schema.
fn is_of_parameter(key: &str) -> bool {
    OF_PARAMETER.contains(&key) || (key.starts_with("x-") && key != "x-ms-enum")
}

fn parameter(value: Value, place: &Place) -> Result<Value> {
    let Value::Object(members) = value else {
        return Err(place.diagnostic("a parameter must be an object"));
    };
    let mut parameter = list_style(&members);
    let mut schema = Map::new();
    for (key, value) in members {
        if is_of_parameter(&key) {
            parameter.insert(key, value);
        } else {
            schema.insert(key, value);
        }
    }
    parameter.shift_remove("collectionFormat");
    parameter.insert("schema".to_owned(), Value::Object(schema));
    Ok(Value::Object(parameter))
}

/// Converts the format of a list in a query: one parameter for each item, or one with a separator.
fn list_style(parameter: &Map<String, Value>) -> Map<String, Value> {
    let member = |name: &str| parameter.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut style = Map::new();
    if member("in") == "query" && member("type") == "array" {
        let format = member("collectionFormat");
        style.insert("explode".to_owned(), json!(format == "multi"));
        match format {
            "" | "csv" | "multi" => {}
            "ssv" => drop(style.insert("style".to_owned(), json!("spaceDelimited"))),
            "pipes" => drop(style.insert("style".to_owned(), json!("pipeDelimited"))),
            other => drop(style.insert("style".to_owned(), json!(other))),
        }
    }
    style
}

fn responses(operation: &mut Operation, shared_produces: Option<&Value>) -> Result<()> {
    let place = operation.place.child("responses");
    let produced = media(operation.value.get("produces").or(shared_produces));
    let Some(Value::Object(responses)) = operation.value.get_mut("responses") else {
        return Ok(());
    };
    for (status, response) in responses.iter_mut().filter(|(status, _)| !status.starts_with("x-")) {
        let place = place.child(status);
        let Some(response) = response.as_object_mut() else {
            return Err(place.diagnostic("a response must be an object"));
        };
        if let Some(schema) = response.shift_remove("schema") {
            let content = if text(&schema, "type") == Some("file") {
                file(&produced)
            } else {
                content(&produced, &schema)
            };
            response.insert("content".to_owned(), content);
        }
    }
    Ok(())
}

/// Returns the content of a response that is a file.
fn file(produced: &[String]) -> Value {
    let mut media: Vec<String> = produced.iter().filter(|media| !is_json(media)).cloned().collect();
    if media.is_empty() {
        media.push("application/octet-stream".to_owned());
    }
    content(&media, &json!({"type": "string", "format": "binary"}))
}

/// Converts a schema at any depth.
fn schema(value: &mut Value, place: &Place) -> Result<()> {
    let Some(members) = value.as_object_mut() else {
        return Ok(());
    };
    if let Some(nullable) = members.shift_remove("x-nullable") {
        members.insert("nullable".to_owned(), nullable);
    }
    if let Some(Value::String(name)) = members.get("discriminator") {
        let discriminator = json!({"propertyName": name});
        members.insert("discriminator".to_owned(), discriminator);
    }
    for part in walk::parts_mut(members, place) {
        schema(part.schema, &part.place)?;
    }
    Ok(())
}
