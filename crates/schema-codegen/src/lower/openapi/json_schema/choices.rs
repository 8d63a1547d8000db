//! `oneOf` and `anyOf` without a choice: one of null and a schema is that schema, and alternatives that only limit
//! values are no types.

use serde_json::{Map, Value, json};

use super::{absorb, is_untyped};

/// Removes the alternatives that are null, and choices between less than two types.
pub(super) fn reduce(members: &mut Map<String, Value>) {
    for keyword in ["oneOf", "anyOf"] {
        let Some(Value::Array(mut arms)) = members.get(keyword).cloned() else { continue };
        members.shift_remove(keyword);
        let count = arms.len();
        arms.retain(|arm| !is_null(arm));
        if arms.len() < count {
            members.insert("nullable".to_owned(), json!(true));
        }
        // A choice between required members, for example.
        let is_typed = |arm: &Value| !arm.as_object().is_some_and(|arm| is_untyped(arm) && !arm.is_empty());
        if arms.is_empty() || (!is_untyped(members) && !arms.iter().any(is_typed)) {
            continue;
        }
        match arms.as_mut_slice() {
            [Value::Object(only)] if is_untyped(members) => {
                absorb(members, std::mem::take(only));
                members.shift_remove("discriminator");
            }
            [only] => {
                let sum = members.entry("allOf").or_insert_with(|| json!([]));
                if let Value::Array(parts) = sum {
                    parts.push(only.take());
                }
            }
            _ => _ = members.insert(keyword.to_owned(), Value::Array(arms)),
        }
    }
}

/// Returns whether a converted schema allows only null.
fn is_null(arm: &Value) -> bool {
    arm.as_object().is_some_and(|arm| is_untyped(arm) && arm.get("nullable") == Some(&Value::Bool(true)))
}
