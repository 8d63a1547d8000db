//! `allOf` without a sum: parts that only describe belong to the schema itself, and so does a single inline part. A
//! reference beside members becomes a part of an `allOf`.

use serde_json::{Map, Value, json};

use super::{absorb, is_untyped};

/// Merges the parts of an `allOf` that are no types of their own.
pub(super) fn merge(members: &mut Map<String, Value>) {
    refer(members);
    // A later pass refuses another form.
    let Some(Value::Array(parts)) = members.get("allOf").cloned() else { return };
    members.shift_remove("allOf");
    let is_sum = |part: &Value| {
        !part.as_object().is_some_and(|part| is_untyped(part) && !part.contains_key("required"))
    };
    let (mut parts, said): (Vec<Value>, Vec<Value>) = parts.into_iter().partition(is_sum);
    for (keyword, value) in said.into_iter().filter_map(into_members).flatten() {
        members.entry(keyword).or_insert(value);
    }
    match parts.as_mut_slice() {
        [] => {}
        [Value::Object(only)] if is_untyped(members) && !only.contains_key("$ref") => {
            absorb(members, std::mem::take(only));
        }
        _ => _ = members.insert("allOf".to_owned(), Value::Array(parts)),
    }
}

/// Turns a reference beside members into a part of an `allOf`.
fn refer(members: &mut Map<String, Value>) {
    let has =
        |keyword: &str| members.get(keyword).is_some_and(|value| *value != json!({}) && *value != json!([]));
    if !members.contains_key("$ref") || !["allOf", "properties", "required"].into_iter().any(has) {
        return;
    }
    if let Some(target) = members.shift_remove("$ref") {
        let mut parts = vec![json!({"$ref": target})];
        if let Some(Value::Array(others)) = members.shift_remove("allOf") {
            parts.extend(others);
        }
        members.insert("allOf".to_owned(), Value::Array(parts));
    }
}

fn into_members(part: Value) -> Option<Map<String, Value>> {
    match part {
        Value::Object(members) => Some(members),
        _ => None,
    }
}
