//! Forms as the bodies of requests: encoded like a query, with types, or in several parts, without types.

use serde_json::{Map, Value, json};

use super::api::{Api, referred, text};
use super::media_type::{ENCODED, MULTIPART, name};
use super::unsupported::Refusal;

/// Reduces the content of a body that has only forms to one form.
pub(super) fn choose(body: &mut Value, api: &Api) -> Result<(), Refusal> {
    let no_content = Map::new();
    let content = body.get("content").and_then(Value::as_object).unwrap_or(&no_content);
    let form = |wanted: &str| content.iter().find(|(media, _)| name(media) == wanted).map(|(_, form)| form);
    if let Some(form) = form(MULTIPART).filter(|_| form(ENCODED).is_none_or(|form| encoding(form).is_some()))
    {
        let fields = fields(form, api);
        let description = text(body, "description").unwrap_or_default();
        body["description"] = json!(format!("{description}\n\n{fields}").trim());
        body["content"] = json!({MULTIPART: {}});
        return Ok(());
    }
    let Some(form) = form(ENCODED) else {
        let media: Vec<&str> = content.keys().map(String::as_str).collect();
        return Err(Refusal::Unsupported(format!("its body is {}", media.join(" or "))));
    };
    if let Some(field) = encoding(form) {
        return Err(Refusal::Unsupported(format!("the field {field} of its form has an encoding")));
    }
    body["content"] = json!({ENCODED: {"schema": form.get("schema").cloned().unwrap_or_else(|| json!({}))}});
    Ok(())
}

/// Returns a field with an encoding of its own. Without one, a list is one field for each item.
fn encoding(form: &Value) -> Option<&str> {
    let is_plain = |encoding: &Value| {
        text(encoding, "style").is_none_or(|style| style == "form")
            && encoding.get("explode").is_none_or(|explode| *explode == true)
    };
    let encodings = form.get("encoding").and_then(Value::as_object)?;
    encodings.iter().find(|(_, encoding)| !is_plain(encoding)).map(|(field, _)| field.as_str())
}

/// Returns a sentence with the names of the fields, which have no types.
fn fields(form: &Value, api: &Api) -> String {
    let schema = form.get("schema").unwrap_or(&Value::Null);
    let schema = referred(schema).and_then(|name| api.schemas.get(name)).unwrap_or(schema);
    let properties = schema.get("properties").and_then(Value::as_object);
    let names: Vec<String> = properties.into_iter().flatten().map(|(name, _)| format!("`{name}`")).collect();
    if names.is_empty() { String::new() } else { format!("The fields are {}.", names.join(", ")) }
}
