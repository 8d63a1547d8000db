//! Passes: the responses of an operation, successes by status and errors as `4XX` and `5XX`.
//!
//! An operation without a successful response gets one: its only response if that is `default`, else one
//! without a body.
//!
//! progenitor supports one error type per operation and no `default` beside other responses, so
//! `default` becomes both ranges. The body of a single error status is read as that of its range, with a note
//! if they differ.

use serde_json::{Map, Value, json};

use super::api::{Api, Operation, text};
use crate::diagnostic::Result;

/// Gives every operation a successful response.
pub(super) fn complete(api: &mut Api) -> Result<()> {
    for operation in &mut api.operations {
        let (place, title) = (operation.place.child("responses"), operation.title());
        let responses = operation.value.entry("responses").or_insert_with(|| json!({}));
        let Some(responses) = responses.as_object_mut() else {
            return Err(place
                .diagnostic("`responses` must be an object")
                .help("map statuses to responses, as in `{\"204\": {\"description\": \"Done\"}}`"));
        };
        responses.retain(|status, _| !status.starts_with("x-"));
        if responses.keys().any(|status| status.starts_with('2')) {
            continue;
        }
        let is_alone = responses.len() == 1;
        let (success, what) = match responses.shift_remove("default") {
            Some(only) if is_alone => (only, "is read as its only response, `default`"),
            default => {
                responses.extend(default.map(|default| ("default".to_owned(), default)));
                (json!({"description": ""}), "has no body")
            }
        };
        responses.insert("2XX".to_owned(), success);
        api.notes.push(format!("{title} has no successful response: a success {what}."));
    }
    Ok(())
}

/// Rewrites the responses of every operation.
pub(super) fn range(api: &mut Api) -> Result<()> {
    let mut notes = Vec::new();
    for operation in &mut api.operations {
        let responses = responses(operation, &mut notes)?;
        if bodies_differ(&responses) {
            operation.value.insert("x-bodies-differ".to_owned(), json!(true));
        }
        operation.value.insert("responses".to_owned(), Value::Object(responses));
    }
    api.notes.append(&mut notes);
    Ok(())
}

fn responses(operation: &Operation, notes: &mut Vec<String>) -> Result<Map<String, Value>> {
    let place = operation.place.child("responses");
    let no_responses = Map::new();
    let stated = operation.value.get("responses").and_then(Value::as_object).unwrap_or(&no_responses);
    let (mut responses, mut errors) = (Map::new(), Map::new());
    for (status, response) in stated {
        let known =
            matches!(status.as_bytes(), [b'1'..=b'5', b'0'..=b'9', b'0'..=b'9'] | [b'1'..=b'5', b'X', b'X']);
        match status.as_str() {
            "default" => {}
            _ if !known => {
                let diagnostic = place.child(status).diagnostic(format!("{status:?} is not an HTTP status"));
                return Err(diagnostic.help("use three digits, 2XX to 5XX, or `default`"));
            }
            error if error.starts_with(['4', '5']) => {
                errors.insert(error.to_owned(), shaped(response));
            }
            success => {
                responses.insert(success.to_owned(), shaped(response));
            }
        }
    }
    for range in ["4XX", "5XX"] {
        let default = stated.get("default").map(shaped);
        let within: Vec<(&String, &Value)> =
            errors.iter().filter(|(status, _)| status[..1] == range[..1]).collect();
        let first = within.first().map(|(_, response)| (*response).clone());
        let Some(chosen) = errors.get(range).cloned().or(default).or(first) else {
            continue;
        };
        for (status, response) in within {
            if response.get("content") != chosen.get("content") {
                notes.push(format!(
                    "{}: the body of the response {status} differs from that of {range}, as which it is read.",
                    operation.id()
                ));
            }
        }
        responses.insert(range.to_owned(), chosen);
    }
    Ok(responses)
}

fn shaped(response: &Value) -> Value {
    let mut shaped = Map::new();
    let description = text(response, "description").unwrap_or_default();
    shaped.insert("description".to_owned(), json!(description.replace("\r\n", "\n").trim()));
    if let Some(content) =
        response.get("content").and_then(Value::as_object).filter(|content| !content.is_empty())
    {
        shaped.insert("content".to_owned(), Value::Object(content.clone()));
    }
    Value::Object(shaped)
}

/// Returns whether successful responses have different bodies.
fn bodies_differ(responses: &Map<String, Value>) -> bool {
    let mut bodies = responses
        .iter()
        .filter(|(status, _)| status.starts_with('2'))
        .map(|(_, response)| response.get("content"));
    let first = bodies.next();
    bodies.any(|body| Some(body) != first)
}
