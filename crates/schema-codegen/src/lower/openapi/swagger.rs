//! Pass: converts Swagger 2.0 to OpenAPI 3.0.
//!
//! Parameters get a `schema`, the body parameter becomes a `requestBody`, responses get a `content`, and
//! schemas get `nullable` and a discriminator object. `x-ms-pageable` and `x-ms-enum` are kept: later passes
//! read them from both dialects.

use serde_json::{Map, Value, json};

use super::api::{Api, Operation, Place, text};
use super::media::ONLY_JSON;
use super::walk;
use crate::diagnostic::Result;
use crate::read::openapi::{Dialect, Document};

/// The members of a parameter that are not part of its schema.
const OF_PARAMETER: [&str; 5] = ["name", "in", "description", "required", "allowEmptyValue"];

/// Converts a bundled Swagger 2.0 document to OpenAPI 3.0. An OpenAPI 3.0 document is not changed.
pub(super) fn convert(api: &mut Api, document: &Document) -> Result<()> {
    if api.dialect != Dialect::Swagger2 {
        return Ok(());
    }
    let consumes = document.root().value.get("consumes");
    for operation in &mut api.operations {
        parameters(operation, consumes)?;
        responses(operation)?;
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
    let mut new = Vec::new();
    for (index, value) in old.into_iter().enumerate() {
        let place = place.child(&index.to_string());
        match text(&value, "in") {
            Some("body") => {
                let consumes = operation.value.get("consumes").or(shared_consumes);
                let body = body(value, consumes, &place)?;
                operation.value.insert("requestBody".to_owned(), body);
            }
            Some("formData") => {
                return Err(place
                    .diagnostic("form parameters are not supported")
                    .help("describe the body as JSON, or remove the operation from the document"));
            }
            _ => new.push(parameter(value, &place)?),
        }
    }
    operation.value.insert("parameters".to_owned(), Value::Array(new));
    Ok(())
}

fn body(parameter: Value, consumes: Option<&Value>, place: &Place) -> Result<Value> {
    let media: Vec<&str> =
        consumes.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if !media.is_empty() && !media.iter().any(|media| super::media::is_json(media)) {
        return Err(place
            .diagnostic(format!("a body of {} is not supported: only JSON is", media.join(", ")))
            .help(ONLY_JSON));
    }
    let schema = parameter.get("schema").cloned().unwrap_or_else(|| json!({}));
    let mut body = Map::new();
    for member in ["description", "required"] {
        if let Some(value) = parameter.get(member) {
            body.insert(member.to_owned(), value.clone());
        }
    }
    body.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
    Ok(Value::Object(body))
}

fn parameter(value: Value, place: &Place) -> Result<Value> {
    let Value::Object(members) = value else {
        return Err(place.diagnostic("a parameter must be an object"));
    };
    let (mut parameter, mut schema) = (Map::new(), Map::new());
    for (key, value) in members {
        if key == "collectionFormat" {
            collection_format(&value, &mut parameter, place)?;
        } else if OF_PARAMETER.contains(&key.as_str()) || (key.starts_with("x-") && key != "x-ms-enum") {
            parameter.insert(key, value);
        } else {
            schema.insert(key, value);
        }
    }
    parameter.insert("schema".to_owned(), Value::Object(schema));
    Ok(Value::Object(parameter))
}

/// Converts the format of an array in a query: one parameter per item, or one with commas.
fn collection_format(format: &Value, parameter: &mut Map<String, Value>, place: &Place) -> Result<()> {
    let explode = match format.as_str() {
        Some("multi") => true,
        Some("csv") => false,
        _ => {
            return Err(place
                .diagnostic(format!("the collection format {format} is not supported"))
                .help("use csv or multi"));
        }
    };
    parameter.insert("explode".to_owned(), Value::Bool(explode));
    Ok(())
}

fn responses(operation: &mut Operation) -> Result<()> {
    let place = operation.place.child("responses");
    let Some(Value::Object(responses)) = operation.value.get_mut("responses") else {
        return Ok(());
    };
    for (status, response) in responses.iter_mut() {
        let place = place.child(status);
        let Some(response) = response.as_object_mut() else {
            return Err(place.diagnostic("a response must be an object"));
        };
        if let Some(schema) = response.shift_remove("schema") {
            if text(&schema, "type") == Some("file") {
                return Err(place
                    .diagnostic("a response that is a file is not supported: only JSON is")
                    .help(ONLY_JSON));
            }
            response.insert("content".to_owned(), json!({"application/json": {"schema": schema}}));
        }
    }
    Ok(())
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
