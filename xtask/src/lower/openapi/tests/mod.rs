//! Whole documents through all passes; each is held against the rules of the normal form.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Options, conform, lower};
use crate::read::openapi::{Dialect, Document, File};

mod acs;
mod operations;
mod types;
mod unions;

/// A document of one file.
fn document(value: Value) -> Document {
    let dialect = if value.get("swagger").is_some() { Dialect::Swagger2 } else { Dialect::OpenApi3 };
    Document { dialect, files: vec![File { path: PathBuf::from("api.json"), value }] }
}

/// Lowers what must be legal.
fn lowered(value: Value) -> Value {
    let lowered =
        lower(&document(value), &Options::default()).unwrap_or_else(|diagnostic| panic!("{diagnostic}"));
    assert_eq!(conform::breaches(&lowered), Vec::<String>::new(), "{lowered:#}");
    lowered
}

/// The message for what must not be legal.
fn diagnostic(value: Value) -> String {
    lower(&document(value), &Options::default()).expect_err("the document has a diagnostic").to_string()
}

/// Swagger 2.0 with these definitions.
fn swagger(definitions: Value) -> Value {
    json!({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, "definitions": definitions})
}

/// OpenAPI 3.0 with these schemas.
fn openapi(schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
}

/// The types of a lowered document.
fn types(document: &Value) -> &Value {
    &document["components"]["schemas"]
}

/// The names of the types.
fn names(document: &Value) -> Vec<&str> {
    types(document).as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect()
}

/// A type's properties.
fn properties<'a>(document: &'a Value, name: &str) -> &'a Value {
    &types(document)[name]["properties"]
}

/// The skipped definitions, each as `name: reason`.
fn skipped(document: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = document["x-skipped"].as_array().into_iter().flatten();
    all.map(|skip| format!("{}: {}", text(&skip["name"]), text(&skip["reason"]))).collect()
}

/// Whether a note contains a text.
fn notes(document: &Value, text: &str) -> bool {
    let all = document["x-notes"].as_array().into_iter().flatten();
    all.filter_map(Value::as_str).any(|note| note.contains(text))
}
