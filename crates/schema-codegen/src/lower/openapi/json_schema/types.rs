//! `type` becomes the name of one type, and `nullable` states whether null is allowed.

use serde_json::{Map, Value, json};

use super::super::api::Place;
use super::{Report, make_any};

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Reduces a list of types to one type, and `nullable`. Several types become any JSON.
pub(super) fn one(members: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    let Some(stated) = members.get("type") else { return };
    let mut names: Vec<&str> = match stated {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let allows_null = names.contains(&"null");
    names.retain(|name| *name != "null");
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    let only = match names.as_slice() {
        [only] if TYPES.contains(only) => Some((*only).to_owned()),
        // Another pass reads the bodies of this type.
        ["file"] => return,
        [] | ["any"] => None,
        [unknown] => {
            report.note(place, &format!("the type {unknown:?} is not known, so it is any JSON"));
            None
        }
        several => {
            report.note(place, &format!("it has several types ({}), so it is any JSON", several.join(", ")));
            None
        }
    };
    match only {
        Some(name) => _ = members.insert("type".to_owned(), Value::String(name)),
        None => make_any(members),
    }
    if allows_null {
        members.insert("nullable".to_owned(), json!(true));
    }
}

/// Gives an array one schema for its items, and a map one schema for its values.
pub(super) fn arrays_and_maps(members: &mut Map<String, Value>, place: &Place, report: &mut Report) {
    let is_tuple =
        members.shift_remove("prefixItems").is_some() || members.get("items").is_some_and(Value::is_array);
    if is_tuple {
        report.note(place, "its items have different schemas, so each is any JSON");
        members.insert("items".to_owned(), json!({}));
    }
    let Some(Value::Object(patterns)) = members.shift_remove("patternProperties") else { return };
    if members.contains_key("properties") || members.get("additionalProperties").is_some_and(Value::is_object)
    {
        report.ignore("patternProperties");
        return;
    }
    let mut schemas: Vec<Value> = patterns.into_iter().map(|(_, schema)| schema).collect();
    schemas.dedup();
    let schema = match schemas.len() {
        1 => schemas.swap_remove(0),
        _ => {
            report.note(place, "its members have different schemas, so each is any JSON");
            json!({})
        }
    };
    members.insert("additionalProperties".to_owned(), schema);
}
