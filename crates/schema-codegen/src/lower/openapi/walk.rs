//! Lists the schemas inside a schema, for all passes.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value};

use super::api::Place;

/// A schema inside another.
pub(super) struct Part<'a> {
    pub role: Role,
    /// The suffix to the name of the owner for an inline type.
    pub name: String,
    pub place: Place,
    pub schema: &'a mut Value,
}

/// The role of a schema inside another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A property, the items of an array, the values of a map.
    Member,
    /// A part of an `allOf`: its members are members of the owner.
    Base,
    /// A part of a `oneOf` or `anyOf`.
    Arm,
}

/// Returns the schemas directly inside a schema.
pub(super) fn parts_mut<'a>(schema: &'a mut Map<String, Value>, place: &Place) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for (key, value) in schema.iter_mut() {
        let here = place.child(key);
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                parts.extend(properties.iter_mut().map(|(name, schema)| Part {
                    role: Role::Member,
                    name: name.to_upper_camel_case(),
                    place: here.child(name),
                    schema,
                }));
            }
            ("items", schema) => parts.push(member("Item", here, schema)),
            ("additionalProperties", schema @ Value::Object(_)) => parts.push(member("Value", here, schema)),
            ("allOf", Value::Array(list)) => parts.extend(listed(Role::Base, &here, list)),
            ("oneOf" | "anyOf", Value::Array(list)) => parts.extend(listed(Role::Arm, &here, list)),
            _ => {}
        }
    }
    parts
}

fn member<'a>(name: &str, place: Place, schema: &'a mut Value) -> Part<'a> {
    Part { role: Role::Member, name: name.to_owned(), place, schema }
}

fn listed<'a>(role: Role, place: &Place, list: &'a mut [Value]) -> Vec<Part<'a>> {
    let parts = list.iter_mut().enumerate();
    parts
        .map(|(index, schema)| Part {
            role,
            name: (index + 1).to_string(),
            place: place.child(&index.to_string()),
            schema,
        })
        .collect()
}
