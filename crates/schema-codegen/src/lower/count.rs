//! Counts the types and operations of a lowered document.

use std::fmt;

use serde_json::Value;

/// The numbers of a document in the normal form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Types of the published schema: objects, enums, and abstract types that became unions.
    pub types: usize,
    /// Of these, the objects.
    pub objects: usize,
    /// Of these, the enums.
    pub enums: usize,
    /// Of these, the abstract types that became unions.
    pub abstract_unions: usize,
    /// Unions over a concrete type and its derived types.
    pub any_unions: usize,
    /// Bodies of actions.
    pub parameters: usize,
    /// Envelopes of collections, and of responses that are not objects.
    pub envelopes: usize,
    /// Types of error responses.
    pub errors: usize,
    /// Operations.
    pub operations: usize,
    /// Skipped definitions.
    pub skipped: usize,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} types, {} operations", self.types, self.operations)
    }
}

/// Counts a document in the normal form.
pub fn count(document: &Value) -> Count {
    let mut count = Count::default();
    for schema in document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten() {
        count_schema(&mut count, schema.1);
    }
    for path in document.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let operations = path.1.as_object().into_iter().flatten();
        count.operations +=
            operations.filter(|(_, operation)| operation.get("operationId").is_some()).count();
    }
    count.skipped = document.get("x-skipped").and_then(Value::as_array).map_or(0, Vec::len);
    count
}

fn count_schema(count: &mut Count, schema: &Value) {
    let field = match schema.get("x-kind").and_then(Value::as_str) {
        Some("parameters") => &mut count.parameters,
        Some("collection" | "answer") => &mut count.envelopes,
        Some("error") => &mut count.errors,
        Some("union") => &mut count.any_unions,
        _ => {
            count.types += 1;
            if schema.get("oneOf").is_some() {
                &mut count.abstract_unions
            } else if schema.get("enum").is_some() {
                &mut count.enums
            } else {
                &mut count.objects
            }
        }
    };
    *field += 1;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_counted_by_kind() {
        let document = json!({
            "paths": {"/a": {"get": {"operationId": "a"}, "parameters": []}},
            "components": {"schemas": {
                "A": {"type": "object"}, "B": {"enum": ["b"]}, "C": {"oneOf": []},
                "AnyA": {"oneOf": [], "x-kind": "union"},
                "P": {"type": "object", "x-kind": "parameters"}, "E": {"type": "object", "x-kind": "error"},
            }},
            "x-skipped": [{"name": "x", "reason": "y"}],
        });
        let count = count(&document);
        assert_eq!(count.to_string(), "3 types, 1 operations");
        assert_eq!((count.objects, count.enums, count.abstract_unions), (1, 1, 1));
        assert_eq!((count.any_unions, count.parameters, count.errors, count.skipped), (1, 1, 1, 1));
    }

    #[test]
    fn an_empty_document_has_no_types() {
        assert_eq!(count(&json!({})), Count::default());
    }
}
