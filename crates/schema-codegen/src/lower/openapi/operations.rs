//! Pass: reduces every operation to the members of the normal form. Another pass does the responses.

use serde_json::{Map, Value, json};

use super::api::{Api, flag, text};

/// The sentence in the description of an operation that the service completes later.
const LONG_RUNNING: &str =
    "The service may complete the operation after its response. The client does not wait for that.";

/// Normalizes the texts, the body and the hints of every operation.
pub(super) fn shape(api: &mut Api) {
    for operation in &mut api.operations {
        let value = &operation.value;
        let mut shaped = Map::new();
        for member in ["operationId", "summary", "description"] {
            if let Some(text) = value.get(member).and_then(Value::as_str) {
                shaped.insert(member.to_owned(), json!(text.replace("\r\n", "\n").trim()));
            }
        }
        if value.get("x-ms-long-running-operation").and_then(Value::as_bool) == Some(true) {
            let description = shaped.get("description").and_then(Value::as_str).unwrap_or_default();
            let description = format!("{description}\n\n{LONG_RUNNING}");
            shaped.insert("description".to_owned(), json!(description.trim()));
        }
        shaped.extend(value.get("parameters").map(|all| ("parameters".to_owned(), all.clone())));
        if let Some(body) = value.get("requestBody") {
            shaped.insert("requestBody".to_owned(), request_body(body));
        }
        for member in ["responses", "x-supplied"] {
            shaped.extend(value.get(member).map(|member_value| (member.to_owned(), member_value.clone())));
        }
        if let Some(paging) = value.get("x-ms-pageable").and_then(pageable) {
            shaped.insert("x-pageable".to_owned(), paging);
        }
        operation.value = shaped;
    }
}

fn request_body(body: &Value) -> Value {
    let mut shaped = Map::new();
    if let Some(description) = text(body, "description") {
        shaped.insert("description".to_owned(), json!(description.replace("\r\n", "\n").trim()));
    }
    shaped.insert("content".to_owned(), body.get("content").cloned().unwrap_or_else(|| json!({})));
    shaped.insert("required".to_owned(), json!(flag(body, "required")));
    Value::Object(shaped)
}

/// Returns the paging of an operation, unless there is only one page.
fn pageable(paging: &Value) -> Option<Value> {
    let next = text(paging, "nextLinkName")?;
    Some(json!({"items": text(paging, "itemName").unwrap_or("value"), "next": next}))
}
