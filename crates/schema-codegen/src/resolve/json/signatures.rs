//! Validates the operations with progenitor.
//!
//! Its model of an operation is private (`OperationMethod`, `process_operation`), and its
//! public API returns the rendered client, the types of the schemas, and errors. The rendered client is not
//! used, since all of it follows from the normal form. A document that progenitor refuses is refused with its
//! error.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Value, json};

use super::operations::{all, success_bodies};
use crate::diagnostic::{Diagnostic, Result, catch_panic};
use crate::resolve::model::{Argument, Operation, Place};

/// Checks the operations of a document. `operations` are the same operations in resolved form and in the same
/// order.
///
/// # Errors
///
/// Returns a diagnostic if progenitor refuses the document.
pub(super) fn check(
    document: &Value,
    operations: &[Operation],
    schemas: &BTreeMap<String, Value>,
) -> Result<()> {
    let mut paths = json!({});
    for ((_, verb, operation), resolved) in all(document).zip(operations) {
        let (path, _) = resolved.path_with(|argument| format!("{{{}}}", argument.label));
        paths[path][verb] = signature(operation, resolved);
    }
    let document = json!({
        "openapi": document["openapi"], "info": document["info"], "paths": paths,
        "components": {"schemas": schemas},
    });
    let document: OpenAPI = serde_json::from_value(document).map_err(|error| {
        Diagnostic::new(format!("the normal form is not a valid OpenAPI 3.0 document: {error}"))
    })?;
    let settings = GenerationSettings::new().with_interface(InterfaceStyle::Positional).clone();
    catch_panic("progenitor", || {
        let verdict = Generator::new(&settings).generate_tokens(&document);
        verdict.map(drop).map_err(|error| Diagnostic::new(format!("progenitor: {error}")))
    })
}

/// Returns an operation for progenitor: with Rust names, and with one body for all successful responses.
fn signature(operation: &Value, resolved: &Operation) -> Value {
    let mut operation = operation.clone();
    operation["operationId"] = resolved.name.as_str().into();
    let bodies = success_bodies(&operation).into_iter().filter(|body| !body.is_null());
    let body = match bodies.collect::<Vec<_>>().as_slice() {
        [] => None,
        [only] => Some((*only).clone()),
        _ => Some(json!({"application/json": {"schema": {}}})),
    };
    for (status, response) in operation["responses"].as_object_mut().into_iter().flatten() {
        if let Some(body) = body.as_ref().filter(|_| status.starts_with('2')) {
            response["content"] = body.clone();
        }
    }
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(argument) = resolved.arguments.iter().find(|argument| is_of(argument, parameter)) {
            parameter["name"] = argument.label.as_str().into();
        }
    }
    operation
}

fn is_of(argument: &Argument, parameter: &Value) -> bool {
    let place = match argument.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => return false,
    };
    parameter["in"] == place && parameter["name"] == argument.wire.as_str()
}
