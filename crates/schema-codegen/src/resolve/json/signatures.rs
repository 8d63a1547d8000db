//! Validates the operations with progenitor.
//!
//! Its model of an operation is private (`OperationMethod`, `process_operation`), and its
//! public API returns the rendered client, the types of the schemas, and errors. The rendered client is not
//! used, since all of it follows from the normal form. An operation that progenitor refuses is skipped.

use std::collections::BTreeMap;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Value, json};

use super::operations::{all, success_bodies};
use crate::diagnostic::{Diagnostic, Result, catch_panic};
use crate::resolve::model::{Argument, Operation, Place};

/// An operation that progenitor refuses.
#[derive(Debug)]
pub(super) struct Refused {
    pub path: String,
    pub verb: String,
    pub reason: String,
}

/// Returns the operations of a document that progenitor refuses. `operations` are the same operations in
/// resolved form and in the same order.
///
/// # Errors
///
/// Returns a diagnostic if progenitor refuses the document without operations.
pub(super) fn refused(
    document: &Value,
    operations: &[Operation],
    schemas: &BTreeMap<String, Value>,
) -> Result<Vec<Refused>> {
    let all: Vec<_> = all(document).zip(operations).collect();
    let schemas = outlines(schemas);
    let mut refused = Vec::new();
    if check(document, &all, &schemas).is_err() {
        check(document, &[], &schemas)?;
        search(document, &all, &schemas, &mut refused);
    }
    Ok(refused)
}

/// Returns the types without the members of objects: progenitor renders every type, but uses only their kinds.
/// typify has validated the members.
fn outlines(schemas: &BTreeMap<String, Value>) -> Value {
    let outlines = schemas.iter().map(|(name, schema)| {
        let outline = match schema.get("properties") {
            Some(_) => json!({"type": "object", "additionalProperties": false}),
            None => schema.clone(),
        };
        (name.clone(), outline)
    });
    outlines.collect()
}

/// An operation: its path, its method and its members; and its resolved form.
type Pair<'d> = ((&'d str, &'d str, &'d Value), &'d Operation);

/// Adds the operations that progenitor refuses. It names none of them, so they are found by halving the list.
fn search(document: &Value, operations: &[Pair<'_>], schemas: &Value, refused: &mut Vec<Refused>) {
    let Err(diagnostic) = check(document, operations, schemas) else { return };
    if let [((path, verb, _), _)] = operations {
        let reason = format!("its validation failed: {}", diagnostic.what);
        refused.push(Refused { path: (*path).to_owned(), verb: (*verb).to_owned(), reason });
        return;
    }
    let (first, second) = operations.split_at(operations.len() / 2);
    search(document, first, schemas, refused);
    search(document, second, schemas, refused);
}

/// Checks operations with progenitor.
fn check(document: &Value, operations: &[Pair<'_>], schemas: &Value) -> Result<()> {
    let mut paths = json!({});
    for ((_, verb, operation), resolved) in operations {
        let (path, _) = resolved.path_with(|argument| format!("{{{}}}", argument.label));
        paths[path][*verb] = signature(operation, resolved);
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

/// Returns an operation for progenitor: with Rust names, with one body for all successful responses, and
/// without bodies that are not JSON. The bodies of errors are omitted, since progenitor panics if they have
/// different types. The client keeps them as they are.
fn signature(operation: &Value, resolved: &Operation) -> Value {
    let mut operation = operation.clone();
    let is_json = |content: &Value| content.get("application/json").is_some();
    if let Some(members) = operation.as_object_mut()
        && members.get("requestBody").is_some_and(|body| !is_json(&body["content"]))
    {
        members.shift_remove("requestBody");
    }
    let responses = operation["responses"].as_object_mut().into_iter().flatten();
    for (status, response) in responses {
        let has_type = status.starts_with('2') && response.get("content").is_none_or(is_json);
        if let Some(response) = response.as_object_mut().filter(|_| !has_type) {
            response.shift_remove("content");
        }
    }
    if let Some(responses) = operation["responses"].as_object_mut()
        && responses.keys().any(|status| status.starts_with('2'))
    {
        // progenitor regards statuses such as 101 and 304 as further successes.
        responses.retain(|status, _| !status.starts_with(['1', '3']));
    }
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
        // It does not support separators, which are in the generated code.
        if let Some(members) = parameter.as_object_mut() {
            members.shift_remove("style");
        }
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
