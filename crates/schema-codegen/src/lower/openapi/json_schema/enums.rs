//! `const` becomes an enum with one value. An enum of strings is a type; of other values, it is documentation.

use serde_json::{Map, Value, json};

use super::super::api::Place;
use super::Report;

/// Rewrites the values of an enum.
pub(super) fn values(members: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    if let Some(value) = members.shift_remove("const") {
        members.entry("enum").or_insert_with(|| json!([value]));
    }
    let Some(Value::Array(stated)) = members.get("enum").cloned() else { return };
    if stated.contains(&Value::Null) {
        members.insert("nullable".to_owned(), json!(true));
    }
    let mut values: Vec<Value> = Vec::new();
    for value in stated.iter().filter(|value| !value.is_null()) {
        if values.contains(value) {
            report.note(place, &format!("the enum has the value {value} more than once"));
        } else {
            values.push(value.clone());
        }
    }
    if values.is_empty() {
        if stated.is_empty() {
            report.note(place, "the enum has no values, so it is ignored");
        }
        members.shift_remove("enum");
        return;
    }
    let kind = members.get("type").and_then(Value::as_str).or_else(|| common(&values)).map(str::to_owned);
    if kind.as_deref() == Some("string") && !values.iter().all(Value::is_string) {
        report.note(place, "an enum of strings has other values, which are read as their text");
        for value in values.iter_mut().filter(|value| !value.is_string()) {
            *value = Value::String(value.to_string());
        }
    } else if kind.as_deref().is_none_or(|kind| matches!(kind, "integer" | "number" | "boolean")) {
        let what = kind.as_deref().map_or("is any JSON".to_owned(), |kind| format!("has the type {kind}"));
        report.note(
            place,
            &format!("an enum of other values than strings {what}, with the values as documentation"),
        );
    }
    members.extend(kind.map(|kind| ("type".to_owned(), Value::String(kind))));
    members.insert("enum".to_owned(), Value::Array(values));
}

/// Returns the type of all values, if they have the same.
fn common(values: &[Value]) -> Option<&'static str> {
    let all = |is: fn(&Value) -> bool| values.iter().all(is);
    if all(Value::is_string) {
        Some("string")
    } else if all(|value| value.is_i64() || value.is_u64()) {
        Some("integer")
    } else if all(Value::is_number) {
        Some("number")
    } else if all(Value::is_boolean) {
        Some("boolean")
    } else {
        None
    }
}
