//! Payloads whose type nobody knows, kept as they came.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A payload of a type that this version does not know, whole.
///
/// `Debug` shows the names of its members and not their values, any of which may be secret.
#[derive(Clone, PartialEq)]
pub struct Raw(pub Value);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Value::Object(members) => f.debug_set().entries(members.keys()).finish(),
            Value::Array(items) => f.debug_list().entries(items.iter().cloned().map(Raw)).finish(),
            other => f.write_str(kind(other)),
        }
    }
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(output)
    }
}

/// The JSON type of a value, with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
