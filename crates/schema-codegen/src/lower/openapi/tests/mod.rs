//! Tests with whole documents. The result of each is checked against the rules of the normal form.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{conform, lower};
use crate::config::Config;
use crate::read::openapi::{Dialect, Document, File};

mod acs;
mod json_schema;
mod operations;
mod types;
mod unions;

/// Creates a document with one file.
fn document(value: Value) -> Document {
    let dialect = if value.get("swagger").is_some() { Dialect::Swagger2 } else { Dialect::OpenApi3 };
    Document { dialect, files: vec![File { path: PathBuf::from("api.json"), value }] }
}

/// Lowers a valid document.
fn lowered(value: Value) -> Value {
    let lowered = lower(&document(value), None, &Config::default());
    let lowered = lowered.unwrap_or_else(|diagnostic| panic!("{diagnostic}")).document;
    assert_eq!(conform::breaches(&lowered), Vec::<String>::new(), "{lowered:#}");
    lowered
}

/// Returns the message for an invalid document.
fn diagnostic(value: Value) -> String {
    lower(&document(value), None, &Config::default()).expect_err("the document is invalid").to_string()
}

/// Creates a Swagger 2.0 document with definitions.
fn swagger(definitions: Value) -> Value {
    json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": definitions})
}

/// Creates an OpenAPI 3.0 document with schemas.
fn openapi(schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
}

/// Returns the types of a lowered document.
fn types(document: &Value) -> &Value {
    &document["components"]["schemas"]
}

/// Returns the names of the types.
fn names(document: &Value) -> Vec<&str> {
    types(document).as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// Returns the properties of a type.
fn properties<'a>(document: &'a Value, name: &str) -> &'a Value {
    &types(document)[name]["properties"]
}

/// Returns the skipped definitions, each as `name: reason`.
fn skipped(document: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = document["x-skipped"].as_array().into_iter().flatten();
    all.map(|skip| format!("{}: {}", text(&skip["name"]), text(&skip["reason"]))).collect()
}

/// Returns whether a note contains a text.
fn notes(document: &Value, text: &str) -> bool {
    let all = document["x-notes"].as_array().into_iter().flatten();
    all.filter_map(Value::as_str).any(|note| note.contains(text))
}
