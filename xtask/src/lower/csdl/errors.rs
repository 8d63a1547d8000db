//! The error answer, which OData defines outside of every schema (OData JSON Format 4.01, section 21.1).

use serde_json::{Map, Value, json};

use super::naming::{Naming, reference};
use crate::diagnostic::Result;

/// The Rust name of the error answer.
pub(super) const ERROR_RESPONSE: &str = "ODataErrorResponse";
const ERROR: &str = "ODataError";
const DETAIL: &str = "ODataErrorDetail";

/// Writes the types of the error answer.
pub(super) fn error_schemas(naming: &mut Naming<'_>) -> Result<Map<String, Value>> {
    let texts = json!({
        "code": {"type": "string", "description": "The error, for programs."},
        "message": {"type": "string", "description": "The error, for people."},
        "target": {"type": "string", "nullable": true, "description": "What the error is about, such as a property."},
    });
    let mut properties = texts.clone();
    properties["details"] = json!({"type": "array", "items": reference(DETAIL), "nullable": true, "description": "Further errors."});
    properties["innerError"] =
        json!({"description": "What the service adds for its own people: request ids, dates, inner codes."});
    let schemas = [
        (
            ERROR_RESPONSE,
            "The answer of a request that failed.",
            json!({"error": reference(ERROR)}),
            json!(["error"]),
        ),
        (ERROR, "An error.", properties, json!(["code", "message"])),
        (DETAIL, "One of several errors.", texts, json!(["code", "message"])),
    ];
    let mut map = Map::new();
    for (name, description, properties, required) in schemas {
        naming.claim(name, "the error answer")?;
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
    Ok(map)
}
