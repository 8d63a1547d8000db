//! The kind of a schema, by its members. All passes use this function, so that they agree.

use serde_json::{Map, Value};

use super::api::Place;
use crate::diagnostic::Result;

/// The kinds of schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A reference to a type.
    Reference,
    /// An object with declared members.
    Object,
    /// An object without declared members.
    OpenObject,
    /// A map: an object whose member names are data.
    Map,
    /// An enum of strings.
    Enum,
    /// A union.
    Union,
    /// An `allOf`.
    Sum,
    Array,
    Scalar,
    /// Any JSON.
    Any,
}

impl Kind {
    /// Returns whether such a schema has a name in the normal form.
    pub fn is_named(self) -> bool {
        matches!(self, Self::Object | Self::OpenObject | Self::Enum | Self::Union | Self::Sum)
    }
}

/// Returns the kind of a schema, or a diagnostic if it is not supported.
pub(super) fn kind(schema: &Value, place: &Place) -> Result<Kind> {
    let Value::Object(members) = schema else {
        return Err(place.diagnostic("a schema must be an object"));
    };
    if members.get("$ref").is_some_and(Value::is_string) {
        return Ok(Kind::Reference);
    }
    check_members(members, place)?;
    if members.contains_key("oneOf") || members.contains_key("anyOf") {
        return Ok(Kind::Union);
    }
    if members.contains_key("allOf") {
        return Ok(Kind::Sum);
    }
    match members.get("type") {
        None => Ok(untyped(members)),
        Some(Value::String(kind)) => match kind.as_str() {
            "object" => Ok(object(members)),
            "array" => Ok(Kind::Array),
            "string" if members.contains_key("enum") => Ok(Kind::Enum),
            "string" | "integer" | "number" | "boolean" => Ok(Kind::Scalar),
            other => Err(place
                .diagnostic(format!("the type {other:?} is not supported"))
                .help("use object, array, string, integer, number or boolean")),
        },
        Some(other) => Err(place
            .diagnostic(format!("`type` must be the name of one type, not {other}"))
            .help("use `nullable` for a type that may also be null")),
    }
}

/// Checks the form of the members, since an invalid one would be ignored silently.
fn check_members(members: &Map<String, Value>, place: &Place) -> Result<()> {
    for (member, value) in members {
        let (form, is) = match member.as_str() {
            "properties" | "discriminator" => ("an object", value.is_object()),
            "allOf" | "anyOf" | "enum" | "oneOf" | "required" => ("an array", value.is_array()),
            "additionalProperties" => ("a schema, true or false", value.is_object() || value.is_boolean()),
            "description" | "format" => ("a string", value.is_string()),
            _ => continue,
        };
        if !is {
            return Err(place
                .child(member)
                .diagnostic(format!("`{member}` must be {form}"))
                .help("correct this member; see Schema Object in the OpenAPI Specification"));
        }
    }
    Ok(())
}

fn object(members: &Map<String, Value>) -> Kind {
    let has = |name: &str| members.get(name).and_then(Value::as_object).is_some_and(|all| !all.is_empty());
    match (has("properties"), has("additionalProperties")) {
        (true, _) => Kind::Object,
        (false, true) => Kind::Map,
        (false, false) => Kind::OpenObject,
    }
}

/// Returns the type, which authors may omit if other members imply it.
fn untyped(members: &Map<String, Value>) -> Kind {
    let texts = members.get("enum").and_then(Value::as_array);
    if texts.is_some_and(|texts| texts.iter().all(|text| text.is_string() || text.is_null())) {
        Kind::Enum
    } else if members.contains_key("properties") || members.contains_key("additionalProperties") {
        object(members)
    } else if members.contains_key("items") {
        Kind::Array
    } else {
        Kind::Any
    }
}
