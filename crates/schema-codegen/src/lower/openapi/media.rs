//! Pass: keeps the JSON form of bodies and responses.
//!
//! Other forms beside it are ignored. A body without a JSON form is an error.

use serde_json::{Map, Value, json};

use super::api::{Api, Place};
use crate::diagnostic::Result;

/// The help for a body without a JSON form.
pub(super) const ONLY_JSON: &str = "describe its JSON form, or remove the operation from the document";

/// Returns whether a media type is JSON, such as `application/problem+json`.
pub(super) fn is_json(media: &str) -> bool {
    let name = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.ends_with("/json") || name.ends_with("+json")
}

/// Reduces the content of each body and response to `application/json`.
pub(super) fn choose_json(api: &mut Api) -> Result<()> {
    let mut headers = 0;
    for operation in &mut api.operations {
        let place = operation.place.clone();
        if let Some(body) = operation.value.get_mut("requestBody") {
            choose(body, &place.child("requestBody"))?;
        }
        if let Some(Value::Object(responses)) = operation.value.get_mut("responses") {
            for (status, response) in responses.iter_mut() {
                headers += response.get("headers").and_then(Value::as_object).map_or(0, Map::len);
                choose(response, &place.child("responses").child(status))?;
            }
        }
    }
    if headers > 0 {
        api.notes
            .push(format!("Headers of responses ({headers}) have no types: they are in the raw response."));
    }
    Ok(())
}

fn choose(holder: &mut Value, place: &Place) -> Result<()> {
    let Some(content) = holder.get("content").and_then(Value::as_object) else {
        return Ok(());
    };
    if content.is_empty() {
        return Ok(());
    }
    let exact = content.get_key_value("application/json");
    let Some((_, body)) = exact.or_else(|| content.iter().find(|(media, _)| is_json(media))) else {
        let media: Vec<&str> = content.keys().map(String::as_str).collect();
        return Err(place
            .diagnostic(format!("a body of {} is not supported: only JSON is", media.join(", ")))
            .help(ONLY_JSON));
    };
    let schema = body.get("schema").cloned().unwrap_or_else(|| json!({}));
    holder["content"] = json!({"application/json": {"schema": schema}});
    Ok(())
}
