//! Enum values that the schema does not define.

use serde_json::Value;

use crate::answer::Answer;
use crate::request::Request;

/// The preference of clients that can read unknown values.
const PREFERENCE: &str = "include-unknown-enum-members";

/// The value that other clients see instead.
const SENTINEL: &str = "unknownFutureValue";

/// Replaces the types of endpoints in a response with a value that the schema does not define.
pub(super) fn replace(request: &Request, answer: Answer) -> Answer {
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else { return answer };
    let prefers = request.headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut prefers = prefers.flat_map(|value| value.split(',')).map(str::trim);
    let value = if prefers.any(|one| one.eq_ignore_ascii_case(PREFERENCE)) { "addedLater" } else { SENTINEL };
    set(&mut body, value);
    Answer { body: body.to_string().into(), ..answer }
}

fn set(body: &mut Value, value: &str) {
    match body {
        Value::Array(items) => items.iter_mut().for_each(|item| set(item, value)),
        Value::Object(members) => {
            for (name, member) in members {
                if name == "endpointType" {
                    *member = value.into();
                } else {
                    set(member, value);
                }
            }
        }
        _ => {}
    }
}
