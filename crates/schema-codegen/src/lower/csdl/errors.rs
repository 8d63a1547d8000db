//! The error response, which OData defines outside of the schemas (OData JSON Format 4.01, section 21.1).

use serde_json::{Map, Value, json};

use super::naming::reference;

/// The Rust name of the error response.
pub(super) const ERROR_RESPONSE: &str = "ODataErrorResponse";
const ERROR: &str = "ODataError";
const DETAIL: &str = "ODataErrorDetail";

/// The Rust names of its types.
pub(super) const NAMES: [&str; 3] = [ERROR_RESPONSE, ERROR, DETAIL];

/// Returns the types of the error response.
pub(super) fn error_schemas() -> Map<String, Value> {
    let texts = json!({
        "code": {"type": "string", "description": "The error code."},
        "message": {"type": "string", "description": "The error message for people."},
        "target": {"type": "string", "nullable": true, "description": "The target of the error, such as a property."},
    });
    let mut properties = texts.clone();
    properties["details"] = json!({"type": "array", "items": reference(DETAIL), "nullable": true, "description": "Further errors."});
    properties["innerError"] = json!({"description": "Details of the service for debugging, such as request IDs, dates and inner codes."});
    let schemas = [
        (
            ERROR_RESPONSE,
            "The response to a failed request.",
            json!({"error": reference(ERROR)}),
            json!(["error"]),
        ),
        (ERROR, "An error.", properties, json!(["code", "message"])),
        (DETAIL, "One of several errors.", texts, json!(["code", "message"])),
    ];
    let mut map = Map::new();
    for (name, description, properties, required) in schemas {
        let schema = json!({
            "type": "object",
            "description": description,
            "properties": properties,
            "required": required,
            "x-name": name,
            "x-kind": "error",
        });
        map.insert(name.to_owned(), schema);
    }
    map
}
