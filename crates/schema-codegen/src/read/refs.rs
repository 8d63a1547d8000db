//! Walks the references in an OpenAPI document.
//!
//! A `$ref` inside an example, a default or an extension is data and not a reference. A property that is
//! *named* `example` or `default` is not data. The walk therefore tracks which objects map names to
//! definitions.

use serde_json::Value;

use crate::diagnostic::Result;

/// Members whose values are data.
const DATA: [&str; 4] = ["default", "enum", "example", "examples"];

/// Members whose values map names to definitions.
const NAME_MAPS: [&str; 14] = [
    "callbacks",
    "content",
    "definitions",
    "encoding",
    "headers",
    "links",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
];

/// Returns `None` if the value of a member is data, else whether it maps names to definitions.
///
/// `names` is whether the object with the member maps names to definitions.
pub fn child(names: bool, key: &str) -> Option<bool> {
    if names {
        return Some(false);
    }
    if key.starts_with("x-") || DATA.contains(&key) {
        return None;
    }
    Some(NAME_MAPS.contains(&key))
}

/// Returns whether a value of a discriminator's mapping is a reference, and not the name of a schema.
pub fn is_reference(mapped: &str) -> bool {
    mapped.contains(['#', '/'])
}

/// Escapes a step of a JSON pointer.
pub fn push(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Calls `visit` with every reference and its JSON pointer.
pub fn each(value: &Value, visit: &mut dyn FnMut(&str, &str) -> Result<()>) -> Result<()> {
    walk(value, false, "", visit)
}

fn walk(
    value: &Value,
    names: bool,
    pointer: &str,
    visit: &mut dyn FnMut(&str, &str) -> Result<()>,
) -> Result<()> {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let here = push(pointer, key);
                match (key.as_str(), member) {
                    ("$ref", Value::String(reference)) if !names => visit(&here, reference)?,
                    ("mapping", Value::Object(mapping)) if !names => walk_mapping(mapping, &here, visit)?,
                    _ => {
                        if let Some(names) = child(names, key) {
                            walk(member, names, &here, visit)?;
                        }
                    }
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, false, &push(pointer, &index.to_string()), visit)?;
            }
        }
        _ => {}
    }
    Ok(())
}

fn walk_mapping(
    mapping: &serde_json::Map<String, Value>,
    pointer: &str,
    visit: &mut dyn FnMut(&str, &str) -> Result<()>,
) -> Result<()> {
    for (tag, target) in mapping {
        if let Some(target) = target.as_str().filter(|target| is_reference(target)) {
            visit(&push(pointer, tag), target)?;
        }
    }
    Ok(())
}

/// Calls `change` with every reference, to rewrite it.
pub fn each_mut(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    walk_mut(value, false, change);
}

fn walk_mut(value: &mut Value, names: bool, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter_mut() {
                match (key.as_str(), member) {
                    ("$ref", Value::String(reference)) if !names => change(reference),
                    ("mapping", Value::Object(mapping)) if !names => {
                        for target in mapping.values_mut() {
                            if let Value::String(target) = target {
                                change(target);
                            }
                        }
                    }
                    (key, member) => {
                        if let Some(names) = child(names, key) {
                            walk_mut(member, names, change);
                        }
                    }
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk_mut(item, false, change)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn examples_and_extensions_are_not_searched_for_references() {
        let document = json!({
            "definitions": {
                "default": {"$ref": "#/definitions/A"},
                "A": {"example": {"$ref": "no"}, "x-ms-examples": {"$ref": "no"}, "default": {"$ref": "no"}},
                "x-y": {"properties": {"enum": {"$ref": "#/definitions/A"}, "$ref": {"type": "string"}}}
            },
            "allOf": [{"discriminator": {"mapping": {"a/b": "#/definitions/A", "c": "A"}}}]
        });
        let mut found = Vec::new();
        each(&document, &mut |pointer, reference| {
            found.push(format!("{pointer} -> {reference}"));
            Ok(())
        })
        .expect("the visitor never fails");
        assert_eq!(
            found,
            [
                "/definitions/default/$ref -> #/definitions/A",
                "/definitions/x-y/properties/enum/$ref -> #/definitions/A",
                "/allOf/0/discriminator/mapping/a~1b -> #/definitions/A",
            ]
        );
    }
}
