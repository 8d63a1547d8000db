//! Pass: chooses one form of each body: JSON if there is one, else text or bytes.
//!
//! A form is chosen if there is neither (`forms.rs`). Error responses have types only if they are JSON. What is
//! not chosen is ignored.

use serde_json::{Map, Value, json};

use super::api::{Api, Operation, referred, text};
use super::forms;
use super::media_type::{is_form, is_json, name};
use super::unsupported::{self, Refusal};
use crate::diagnostic::Result;

/// The form of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    /// A string in UTF-8.
    Text,
    Bytes,
}

/// Reduces the content of each body and response to one form.
pub(super) fn choose(api: &mut Api) -> Result<()> {
    let mut headers = 0;
    unsupported::each(api, |operation, api| {
        request(operation, api)?;
        responses(operation, api, &mut headers)
    })?;
    if headers > 0 {
        api.notes
            .push(format!("Headers of responses ({headers}) have no types: they are in the raw response."));
    }
    Ok(())
}

fn request(operation: &mut Operation, api: &mut Api) -> std::result::Result<(), Refusal> {
    let title = operation.title();
    let Some(body) = operation.value.get_mut("requestBody") else {
        return Ok(());
    };
    let Some(content) = body.get("content").and_then(Value::as_object).filter(|all| !all.is_empty()) else {
        operation.value.shift_remove("requestBody");
        return Ok(());
    };
    let forms: Vec<_> = content.iter().filter(|(media, _)| !is_form(media)).collect();
    if forms.is_empty() {
        forms::choose(body, api)?;
        return Ok(());
    }
    let (form, chosen) = chosen(&forms, api);
    note_untyped(&title, "request", form, &forms, api);
    // A request has one type of content, which is not a range of types.
    let content = chosen.into_iter().take(1).map(|(media, body)| match form {
        Format::Text if media.contains('*') => ("text/plain".to_owned(), body),
        Format::Bytes if media.contains('*') => ("application/octet-stream".to_owned(), body),
        _ => (media, body),
    });
    body["content"] = content.collect::<Map<_, _>>().into();
    Ok(())
}

fn responses(
    operation: &mut Operation,
    api: &mut Api,
    headers: &mut usize,
) -> std::result::Result<(), Refusal> {
    let title = operation.title();
    let mut successes: Vec<Format> = Vec::new();
    let responses = operation.value.get_mut("responses").and_then(Value::as_object_mut);
    for (status, response) in responses.into_iter().flatten() {
        *headers += response.get("headers").and_then(Value::as_object).map_or(0, Map::len);
        let Some(content) = response.get("content").and_then(Value::as_object).filter(|all| !all.is_empty())
        else {
            continue;
        };
        let forms: Vec<_> = content.iter().collect();
        let (form, chosen) = chosen(&forms, api);
        match form {
            _ if status.starts_with('2') => {
                note_untyped(&title, &format!("response {status}"), form, &forms, api);
                successes.push(form);
            }
            Format::Json => {}
            Format::Text | Format::Bytes => {
                let media: Vec<&str> = content.keys().map(String::as_str).collect();
                let media = media.join(", ");
                api.notes.push(format!("{title}: the body of the response {status} has no type ({media})."));
                response["content"] = json!({});
                continue;
            }
        }
        response["content"] = Value::Object(chosen);
    }
    if successes.iter().any(|form| *form != successes[0]) {
        let reason = "some successful responses are JSON, and others are not";
        return Err(Refusal::Unsupported(reason.to_owned()));
    }
    Ok(())
}

/// Chooses a form, and returns its content in the normal form.
fn chosen(forms: &[(&String, &Value)], api: &Api) -> (Format, Map<String, Value>) {
    let mut content = Map::new();
    let is_json = |(media, body): &&(&String, &Value)| form(media, body, api) == Format::Json;
    let exact = forms.iter().find(|(media, _)| *media == "application/json");
    if let Some((_, body)) = exact.or_else(|| forms.iter().find(is_json)) {
        let schema = body.get("schema").cloned().unwrap_or_else(|| json!({}));
        content.insert("application/json".to_owned(), json!({"schema": schema}));
        return (Format::Json, content);
    }
    let form_of = |(media, body): &(&String, &Value)| form(media, body, api);
    let first = forms.first().map_or(Format::Bytes, form_of);
    let body = match first {
        Format::Text => json!({"schema": {"type": "string"}}),
        Format::Json | Format::Bytes => json!({}),
    };
    for (media, _) in forms.iter().filter(|one| form_of(one) == first) {
        content.insert((*media).clone(), body.clone());
    }
    (first, content)
}

/// Returns the form of a body.
fn form(media: &str, body: &Value, api: &Api) -> Format {
    let schema = body.get("schema").unwrap_or(&Value::Null);
    let schema = referred(schema).and_then(|name| api.schemas.get(name)).unwrap_or(schema);
    let is_text = text(schema, "type") == Some("string") && schema.get("enum").is_none();
    let is_binary = is_text && text(schema, "format") == Some("binary");
    match name(media).as_str() {
        _ if is_json(media) => Format::Json,
        "*/*" | "application/*" if !is_text && schema.is_object() => Format::Json,
        "text/event-stream" => Format::Bytes,
        "*/*" if is_text && !is_binary => Format::Text,
        name if name.starts_with("text/") && !is_binary && (is_text || schema.is_null()) => Format::Text,
        _ => Format::Bytes,
    }
}

/// Notes a body whose schema describes more than a string, and which is nevertheless not read as JSON.
fn note_untyped(title: &str, what: &str, form: Format, forms: &[(&String, &Value)], api: &mut Api) {
    let typed = forms.iter().find(|(_, body)| {
        let schema = body.get("schema").unwrap_or(&Value::Null);
        schema.is_object() && text(schema, "type") != Some("string")
    });
    if let Some((media, _)) = typed.filter(|_| form == Format::Bytes) {
        api.notes.push(format!("{title}: the body of the {what} is {media}, and therefore bytes."));
    }
}
