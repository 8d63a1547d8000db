//! Pass: separates the parameters that the caller sets from those that the client supplies.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::api::{Api, Operation, Place, flag, text};
use crate::diagnostic::Result;

/// The parameters that the client supplies: the API version, and the headers of repeatable requests.
const SUPPLIED: [(&str, &str); 3] = [
    ("query", "api-version"),
    ("header", "Repeatability-Request-ID"),
    ("header", "Repeatability-First-Sent"),
];

/// Refuses operations without an ID, or with the ID of another operation.
pub(super) fn check_names(api: &Api) -> Result<()> {
    let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
    for operation in &api.operations {
        let id = operation.id();
        if id.is_empty() {
            return Err(operation
                .place
                .diagnostic("the operation has no `operationId`")
                .help("add one: it becomes the name of the client's method"));
        }
        if let Some(other) = seen.insert(id, &operation.place) {
            return Err(operation
                .place
                .diagnostic(format!("the operation at {} has the operationId {id}, too", other.pointer))
                .help("change one of them: the ID becomes the name of the client's method"));
        }
    }
    Ok(())
}

/// Normalizes the parameters, the body and the hints of every operation. Another pass does the responses.
pub(super) fn shape(api: &mut Api) -> Result<()> {
    for operation in &mut api.operations {
        let (parameters, supplied) = parameters(operation)?;
        let mut shaped = Map::new();
        for member in ["operationId", "summary", "description"] {
            if let Some(text) = operation.value.get(member).and_then(Value::as_str) {
                shaped.insert(member.to_owned(), json!(text.replace("\r\n", "\n").trim()));
            }
        }
        shaped.insert("parameters".to_owned(), Value::Array(parameters));
        if let Some(body) = operation.value.get("requestBody") {
            shaped.insert("requestBody".to_owned(), request_body(body));
        }
        if let Some(responses) = operation.value.get("responses") {
            shaped.insert("responses".to_owned(), responses.clone());
        }
        if !supplied.is_empty() {
            shaped.insert("x-supplied".to_owned(), Value::Array(supplied));
        }
        if let Some(paging) = operation.value.get("x-ms-pageable").and_then(pageable) {
            shaped.insert("x-pageable".to_owned(), paging);
        }
        operation.value = shaped;
    }
    Ok(())
}

/// Returns the parameters that the caller sets, and the names of those that the client supplies.
fn parameters(operation: &Operation) -> Result<(Vec<Value>, Vec<Value>)> {
    let place = operation.place.child("parameters");
    let (mut given, mut supplied) = (Vec::new(), Vec::new());
    let mut in_path: Vec<&str> = Vec::new();
    for (index, parameter) in
        operation.value.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        let (Some(name), Some(kind)) = (text(parameter, "name"), text(parameter, "in")) else {
            return Err(place.diagnostic(format!("parameter {} must have a `name` and an `in`", index + 1)));
        };
        let place = place.child(name);
        let is_supplied = SUPPLIED
            .iter()
            .any(|(other_kind, other)| *other_kind == kind && other.eq_ignore_ascii_case(name));
        match kind {
            _ if is_supplied => supplied.push(json!(name)),
            "path" | "query" | "header" => {
                if kind == "path" {
                    in_path.push(name);
                }
                if given.iter().any(|other: &Value| other["name"] == name && other["in"] == kind) {
                    return Err(place
                        .diagnostic(format!("the {kind} has two parameters {name}"))
                        .help("remove one of them"));
                }
                given.push(one(parameter, name, kind, &place)?);
            }
            other => {
                return Err(place
                    .diagnostic(format!("a parameter in {other} is not supported"))
                    .help("use path, query or header, or remove the parameter"));
            }
        }
    }
    check_template(operation, &in_path)?;
    Ok((given, supplied))
}

fn one(parameter: &Value, name: &str, kind: &str, place: &Place) -> Result<Value> {
    let Some(schema) = parameter.get("schema") else {
        return Err(place
            .diagnostic("a parameter without a `schema` is not supported")
            .help("add its type as `schema`"));
    };
    let mut shaped = Map::new();
    shaped.insert("name".to_owned(), json!(name));
    shaped.insert("in".to_owned(), json!(kind));
    if let Some(description) = text(parameter, "description") {
        shaped.insert("description".to_owned(), json!(description.replace("\r\n", "\n").trim()));
    }
    if kind == "path" || flag(parameter, "required") {
        shaped.insert("required".to_owned(), json!(true));
    }
    if let Some(explode) = parameter.get("explode").filter(|explode| explode.is_boolean()) {
        shaped.insert("explode".to_owned(), explode.clone());
    }
    if let Some(style) = text(parameter, "style").filter(|style| !["simple", "form"].contains(style)) {
        return Err(place
            .diagnostic(format!("the style {style} of a parameter is not supported"))
            .help("use simple or form"));
    }
    shaped.insert("schema".to_owned(), schema.clone());
    Ok(Value::Object(shaped))
}

/// Checks that the names in the path's braces are those of the path parameters.
fn check_template(operation: &Operation, parameters: &[&str]) -> Result<()> {
    let path = &operation.path;
    let mut named = Vec::new();
    let mut rest = path.as_str();
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            return Err(operation
                .place
                .diagnostic(format!("the path {path} has an unclosed brace"))
                .help("close it after the name of the parameter"));
        };
        named.push(name);
        rest = after;
    }
    if !path.starts_with('/') || rest.contains('}') {
        return Err(operation.place.diagnostic(format!(
            "{path:?} is not a valid path: it must start with a slash and close its braces"
        )));
    }
    if let Some(missing) = named.iter().find(|name| !parameters.contains(name)) {
        return Err(operation
            .place
            .diagnostic(format!("the path {path} contains {missing}, which is not a path parameter"))
            .help("add the parameter with `\"in\": \"path\"`, or remove it from the path"));
    }
    match parameters.iter().find(|name| !named.contains(name)) {
        Some(extra) => Err(operation
            .place
            .diagnostic(format!("the path {path} does not contain the path parameter {extra}"))
            .help("add its name in braces to the path, or remove the parameter")),
        None => Ok(()),
    }
}

fn request_body(body: &Value) -> Value {
    let mut shaped = Map::new();
    if let Some(description) = text(body, "description") {
        shaped.insert("description".to_owned(), json!(description.replace("\r\n", "\n").trim()));
    }
    shaped.insert("content".to_owned(), body.get("content").cloned().unwrap_or_else(|| json!({})));
    shaped.insert("required".to_owned(), json!(flag(body, "required")));
    Value::Object(shaped)
}

/// Returns the paging of an operation, unless there is only one page.
fn pageable(paging: &Value) -> Option<Value> {
    let next = text(paging, "nextLinkName")?;
    Some(json!({"items": text(paging, "itemName").unwrap_or("value"), "next": next}))
}
