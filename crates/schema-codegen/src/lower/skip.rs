//! The list of what was skipped, in the normal form.

use serde_json::{Value, json};

use crate::output::Skipped;

/// Returns the entry of `x-skipped`.
pub(super) fn entry(skipped: &Skipped) -> Value {
    let mut entry = json!({"name": skipped.name, "reason": skipped.reason});
    if skipped.unsupported {
        entry["unsupported"] = json!(true);
    }
    entry
}

/// Returns the entries of a document.
pub fn entries(document: &Value) -> impl Iterator<Item = Skipped> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    document["x-skipped"].as_array().into_iter().flatten().map(move |entry| Skipped {
        name: text(&entry["name"]),
        reason: text(&entry["reason"]),
        unsupported: entry["unsupported"] == true,
    })
}

/// Returns the name of an operation in the list, such as `GET /users/{id} (getUser)`.
pub(super) fn operation_name(method: &str, path: &str, id: &str) -> String {
    let request = format!("{} {path}", method.to_uppercase());
    if id.is_empty() { request } else { format!("{request} ({id})") }
}

/// Returns the name of a parameter in the list.
pub(super) fn parameter_name(operation: &str, parameter: &str) -> String {
    format!("{operation}, parameter {parameter}")
}

/// Moves an operation from the paths of a document to the list.
pub fn operation(document: &mut Value, path: &str, method: &str, reason: &str) {
    let Some(item) = document["paths"].get_mut(path).and_then(Value::as_object_mut) else { return };
    let Some(operation) = item.shift_remove(method) else { return };
    let is_empty = item.is_empty();
    if let Some(paths) = document["paths"].as_object_mut().filter(|_| is_empty) {
        paths.shift_remove(path);
    }
    let id = operation["operationId"].as_str().unwrap_or_default();
    add(document, &Skipped::unsupported(operation_name(method, path, id), reason));
}

/// Adds an entry to the list of a document.
pub(super) fn add(document: &mut Value, skipped: &Skipped) {
    if let Some(list) = document["x-skipped"].as_array_mut() {
        list.push(entry(skipped));
    }
}
