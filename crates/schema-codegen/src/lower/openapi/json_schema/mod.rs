//! Pass: converts the schemas of OpenAPI 3.1, which are JSON Schema 2020-12, to those of OpenAPI 3.0.
//!
//! All documents pass it, since many documents of version 3.0 use keywords of 3.1. A schema without a counterpart
//! becomes any JSON, with a note. A keyword that only limits values is ignored, and a note counts it.

mod choices;
mod enums;
mod sums;
mod types;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::api::{Api, Place};
use super::walk;

/// Keywords that describe a schema, and do not determine the type of its values.
const ANNOTATIONS: [&str; 12] = [
    "default",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
    "xml",
];

/// Keywords that only limit values, and have no counterpart in OpenAPI 3.0. Later passes do not see them.
const LIMITING: [&str; 12] = [
    "contains",
    "dependentRequired",
    "dependentSchemas",
    "else",
    "if",
    "maxContains",
    "minContains",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// Keywords about the document, and containers of definitions that references name.
const ORGANIZING: [&str; 8] =
    ["$anchor", "$comment", "$defs", "$dynamicAnchor", "$id", "$schema", "$vocabulary", "definitions"];

/// What the conversion reports.
#[derive(Default)]
struct Report {
    notes: Vec<String>,
    /// How often each keyword was ignored.
    ignored: BTreeMap<String, usize>,
}

impl Report {
    fn note(&mut self, place: &Place, what: &str) {
        self.notes.push(format!("{}: {what}.", place.pointer));
    }

    fn ignore(&mut self, keyword: &str) {
        *self.ignored.entry(keyword.to_owned()).or_default() += 1;
    }
}

/// Converts all schemas.
pub(super) fn convert(api: &mut Api) {
    let mut report = Report::default();
    for (name, value) in &mut api.schemas {
        let place = api.places.get(name).cloned().unwrap_or_else(|| Place::new(&api.file, ""));
        schema(value, &place, &mut report);
    }
    for operation in &mut api.operations {
        for site in operation.sites_mut() {
            schema(site.schema, &site.place, &mut report);
        }
    }
    if !report.ignored.is_empty() {
        let counts: Vec<String> =
            report.ignored.iter().map(|(keyword, count)| format!("{keyword} ({count})")).collect();
        report.notes.push(format!("These keywords are ignored: {}.", counts.join(", ")));
    }
    api.notes.append(&mut report.notes);
}

/// Converts a schema and those in it.
fn schema(value: &mut Value, place: &Place, report: &mut Report) {
    if let Value::Bool(_) | Value::Null = value {
        if *value != Value::Bool(true) {
            report.note(place, &format!("the schema {value} is read as any JSON"));
        }
        *value = json!({});
    }
    let Some(members) = value.as_object_mut() else { return };
    tidy(members, report);
    types::arrays_and_maps(members, place, report);
    for part in walk::parts_mut(members, place) {
        schema(part.schema, &part.place, report);
    }
    sums::merge(members);
    choices::reduce(members);
    types::one(members, place, report);
    enums::values(members, place, report);
    bounds(members);
}

/// Removes what no pass reads, and what has the wrong form without harm.
fn tidy(members: &mut Map<String, Value>, report: &mut Report) {
    for keyword in LIMITING {
        if members.shift_remove(keyword).is_some() {
            report.ignore(keyword);
        }
    }
    for keyword in ORGANIZING {
        members.shift_remove(keyword);
    }
    // An empty value in YAML is null.
    let may_be_null = |keyword: &str| keyword.starts_with("x-") || ["const", "default"].contains(&keyword);
    members.retain(|keyword, value| !value.is_null() || may_be_null(keyword));
    for keyword in ["description", "title"] {
        match members.get_mut(keyword) {
            None | Some(Value::String(_)) => {}
            Some(other @ (Value::Number(_) | Value::Bool(_))) => *other = Value::String(other.to_string()),
            Some(_) => {
                members.shift_remove(keyword);
                report.ignore(keyword);
            }
        }
    }
    // In early drafts of JSON Schema, a property states whether it is required.
    if members.get("required").is_some_and(Value::is_boolean) {
        members.shift_remove("required");
        report.ignore("required");
    }
    if members.get("contentEncoding").is_some_and(|encoding| encoding == "base64") {
        members.entry("format").or_insert_with(|| json!("byte"));
    }
}

/// Converts exclusive bounds that are numbers to bounds with a flag.
fn bounds(members: &mut Map<String, Value>) {
    for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        if let Some(value) = members.get(exclusive).filter(|value| value.is_number()).cloned() {
            members.insert(bound.to_owned(), value);
            members.insert(exclusive.to_owned(), json!(true));
        }
    }
}

/// Reduces a schema to any JSON, with its description.
fn make_any(members: &mut Map<String, Value>) {
    members.retain(|keyword, _| ANNOTATIONS.contains(&keyword.as_str()) || keyword.starts_with("x-"));
    members.shift_remove("discriminator");
}

/// Adds the members of an inline schema that a schema consists of. The schema's own members count.
fn absorb(members: &mut Map<String, Value>, inner: Map<String, Value>) {
    let own = std::mem::replace(members, inner);
    for (keyword, value) in own {
        match (members.get_mut(&keyword), value) {
            (Some(Value::Array(all)), Value::Array(more)) if keyword == "required" => all.extend(more),
            (_, value) => _ = members.insert(keyword, value),
        }
    }
}

/// Returns whether a schema says nothing about the type of its values.
fn is_untyped(members: &Map<String, Value>) -> bool {
    const TYPING: [&str; 11] = [
        "$ref",
        "additionalProperties",
        "allOf",
        "anyOf",
        "const",
        "enum",
        "items",
        "oneOf",
        "patternProperties",
        "properties",
        "type",
    ];
    !TYPING.iter().any(|keyword| members.contains_key(*keyword))
}
