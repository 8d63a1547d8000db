//! Checks the rules of the normal form, for tests.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::api::SCHEMAS;

const HINTS: [&str; 9] = [
    "x-name",
    "x-limits",
    "x-tag",
    "x-event",
    "x-base",
    "x-secret",
    "x-enum-descriptions",
    "description",
    "nullable",
];

/// Returns every way in which a document breaks a rule.
pub fn breaches(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    for (name, schema) in &schemas {
        definition(name, schema, &schemas, &mut found);
    }
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            self::operation(&format!("{method} {path}"), operation, &schemas, &mut found);
        }
    }
    if let Err(error) = serde_json::from_value::<openapiv3::OpenAPI>(document.clone()) {
        found.push(format!("openapiv3 refuses the document: {error}"));
    }
    found
}

fn definition(name: &str, schema: &Value, schemas: &Map<String, Value>, found: &mut Vec<String>) {
    let members: Vec<&str> = schema.as_object().into_iter().flatten().map(|(key, _)| key.as_str()).collect();
    if syn::parse_str::<syn::Ident>(name).is_err() {
        found.push(format!("{name} is not a Rust name"));
    }
    if !schema["x-name"].is_string() {
        found.push(format!("{name} has no x-name"));
    }
    let allowed: &[&str] = if members.contains(&"oneOf") {
        union(name, schema, schemas, found);
        &["oneOf", "discriminator"]
    } else if members.contains(&"enum") {
        &["type", "enum"]
    } else {
        object(name, schema, schemas, found);
        &["type", "properties", "required"]
    };
    let odd = members.iter().filter(|member| !allowed.contains(member) && !HINTS.contains(member));
    found.extend(odd.map(|member| format!("{name} has {member}")));
}

fn object(name: &str, schema: &Value, schemas: &Map<String, Value>, found: &mut Vec<String>) {
    let (Some("object"), Some(properties)) = (schema["type"].as_str(), schema["properties"].as_object())
    else {
        found.push(format!("{name} is neither object, enum nor union"));
        return;
    };
    for (property, schema) in properties {
        member(&format!("{name}.{property}"), schema, schemas, found);
    }
    for required in schema["required"].as_array().into_iter().flatten() {
        if !required.as_str().is_some_and(|required| properties.contains_key(required)) {
            found.push(format!("{name} requires {required}"));
        }
    }
}

fn union(name: &str, schema: &Value, schemas: &Map<String, Value>, found: &mut Vec<String>) {
    let arms: BTreeSet<&str> =
        schema["oneOf"].as_array().into_iter().flatten().filter_map(|arm| arm["$ref"].as_str()).collect();
    let property = &schema["discriminator"]["propertyName"];
    let mapping = schema["discriminator"]["mapping"].as_object().cloned().unwrap_or_default();
    if arms.is_empty() || !property.is_string() || mapping.is_empty() {
        found.push(format!("{name} has no oneOf, discriminator or mapping"));
    }
    for (tag, target) in &mapping {
        if !target.as_str().is_some_and(|target| arms.contains(target)) {
            found.push(format!("{name}: the tag {tag} has no arm"));
        }
    }
    for arm in arms {
        let target = arm.strip_prefix(SCHEMAS).and_then(|arm| schemas.get(arm)).unwrap_or(&Value::Null);
        if target["type"] != "object" {
            found.push(format!("{name}: {arm} is not an object"));
        }
        if schema["x-base"] != arm && target["x-tag"]["property"] != *property {
            found.push(format!("{name}: {arm} has no x-tag"));
        }
    }
}

/// A schema where a type is used.
fn member(place: &str, schema: &Value, schemas: &Map<String, Value>, found: &mut Vec<String>) {
    let Some(members) = schema.as_object() else {
        found.push(format!("{place} is not a schema"));
        return;
    };
    let refers = |schema: &Value| {
        let name = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix(SCHEMAS));
        name.is_some_and(|name| schemas.contains_key(name))
            && schema.as_object().is_some_and(|all| all.len() == 1)
    };
    let allowed: &[&str] = if members.contains_key("$ref") {
        if !refers(schema) {
            found.push(format!("{place} is not a reference to a type"));
        }
        &["$ref"]
    } else if let Some(parts) = schema["allOf"].as_array() {
        if parts.len() != 1 || !refers(&parts[0]) || members.len() == 1 {
            found.push(format!("{place} has an allOf with more than a reference"));
        }
        &["allOf"]
    } else {
        match (schema["type"].as_str(), schema["format"].as_str()) {
            (None, None) => &[],
            (Some("string"), None | Some("date-time" | "duration" | "uuid"))
            | (Some("integer"), Some("int32" | "int64"))
            | (Some("number"), Some("double" | "float"))
            | (Some("boolean"), None) => &["type", "format"],
            (Some("array"), None) => {
                member(&format!("{place}[]"), &schema["items"], schemas, found);
                &["type", "items"]
            }
            (Some("object"), None) => {
                member(&format!("{place}{{}}"), &schema["additionalProperties"], schemas, found);
                &["type", "additionalProperties"]
            }
            other => {
                found.push(format!("{place} has the type {other:?}"));
                &["type", "format"]
            }
        }
    };
    let odd = members.keys().filter(|key| !allowed.contains(&key.as_str()) && !HINTS.contains(&key.as_str()));
    found.extend(odd.map(|key| format!("{place} has {key}")));
}

fn operation(place: &str, operation: &Value, schemas: &Map<String, Value>, found: &mut Vec<String>) {
    if !operation["operationId"].is_string() {
        found.push(format!("{place} has no operationId"));
    }
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        member(&format!("{place} {}", parameter["name"]), &parameter["schema"], schemas, found);
        let (kind, style) = (parameter["in"].as_str(), parameter["style"].as_str());
        let is_styled = kind == Some("query") && parameter["explode"] == false;
        match (kind, style) {
            (Some("path" | "query" | "header"), None) => {}
            (_, Some("spaceDelimited" | "pipeDelimited")) if is_styled => {}
            other => found.push(format!("{place} has a parameter {other:?}")),
        }
    }
    let body = &operation["requestBody"];
    if !body.is_null() {
        if body["content"].as_object().is_none_or(|content| content.len() != 1) {
            found.push(format!("{place} does not have one body"));
        }
        self::body(place, &body["content"], schemas, found);
    }
    let responses = operation["responses"].as_object().into_iter().flatten();
    if !responses.clone().any(|(status, _)| status.starts_with('2')) {
        found.push(format!("{place} has no successful response"));
    }
    for (status, response) in responses {
        let error = status == "4XX" || status == "5XX";
        if !error && !status.starts_with(['1', '2', '3']) {
            found.push(format!("{place} has a response {status}"));
        }
        if let Some(content) = response.get("content") {
            self::body(&format!("{place} {status}"), content, schemas, found);
        }
    }
}

/// The content of a body: a type as JSON or as a form, text, or bytes.
fn body(place: &str, content: &Value, schemas: &Map<String, Value>, found: &mut Vec<String>) {
    const TYPED: [&str; 2] = ["application/json", "application/x-www-form-urlencoded"];
    let text = serde_json::json!({"schema": {"type": "string"}});
    let bytes = serde_json::json!({});
    for (media, content) in content.as_object().into_iter().flatten() {
        if TYPED.contains(&media.as_str()) {
            member(place, &content["schema"], schemas, found);
        } else if *content != text && *content != bytes {
            found.push(format!("{place} has {media} that is neither text nor bytes"));
        }
    }
}
