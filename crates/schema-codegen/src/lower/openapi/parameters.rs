//! Pass: separates the parameters that the caller sets from those that the client supplies.
//!
//! An operation with a required parameter that is not supported is skipped. An optional one is skipped alone.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::api::{Api, Operation, Place, flag, text};
use super::unsupported::{self, Refusal};
use crate::diagnostic::Result;
use crate::lower::skip;
use crate::output::Skipped;

/// The parameters that the client supplies: the API version, and the headers of repeatable requests.
const SUPPLIED: [(&str, &str); 3] = [
    ("query", "api-version"),
    ("header", "Repeatability-Request-ID"),
    ("header", "Repeatability-First-Sent"),
];

/// The headers that are not parameters, because other parts of a document describe them.
const NOT_PARAMETERS: [&str; 3] = ["Accept", "Authorization", "Content-Type"];

/// Normalizes the parameters of every operation, except for their schemas.
pub(super) fn normalize(api: &mut Api) -> Result<()> {
    unsupported::each(api, |operation, _| remove_query(operation))?;
    let mut seen = BTreeSet::new();
    unsupported::each(api, |operation, api| {
        if !seen.insert((operation.path.clone(), operation.method.clone())) {
            return Err(Refusal::Unsupported("another operation differs only in the query".to_owned()));
        }
        let (parameters, supplied) = parameters(operation, &mut api.skipped)?;
        operation.value.insert("parameters".to_owned(), Value::Array(parameters));
        if !supplied.is_empty() {
            operation.value.insert("x-supplied".to_owned(), Value::Array(supplied));
        }
        Ok(())
    })
}

/// Removes the query from a path if it consists of parameters, as in `/search?q={q}`.
fn remove_query(operation: &mut Operation) -> std::result::Result<(), Refusal> {
    let Some((path, query)) = operation.path.split_once('?') else {
        return Ok(());
    };
    let parameters = operation.value.get("parameters").and_then(Value::as_array);
    let is_parameter = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or_default();
        let mut declared = parameters.into_iter().flatten();
        value.starts_with('{')
            && declared.any(|one| text(one, "in") == Some("query") && text(one, "name") == Some(name))
    };
    if !query.split('&').all(is_parameter) {
        return Err(Refusal::Unsupported("its path contains a query".to_owned()));
    }
    operation.path = path.to_owned();
    Ok(())
}

/// Returns the parameters that the caller sets, and the names of those that the client supplies.
fn parameters(
    operation: &Operation,
    skipped: &mut Vec<Skipped>,
) -> std::result::Result<(Vec<Value>, Vec<Value>), Refusal> {
    let place = operation.place.child("parameters");
    let (mut given, mut supplied): (Vec<Value>, _) = (Vec::new(), Vec::new());
    let mut in_path: Vec<&str> = Vec::new();
    for (index, parameter) in
        operation.value.get("parameters").and_then(Value::as_array).into_iter().flatten().enumerate()
    {
        let (Some(name), Some(kind)) = (text(parameter, "name"), text(parameter, "in")) else {
            let what = format!("parameter {} must have a `name` and an `in`", index + 1);
            return Err(place.diagnostic(what).into());
        };
        let place = place.child(name);
        let is_supplied = SUPPLIED
            .iter()
            .any(|(other_kind, other)| *other_kind == kind && other.eq_ignore_ascii_case(name));
        if is_supplied {
            supplied.push(json!(name));
            continue;
        }
        if kind == "header" && NOT_PARAMETERS.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            continue;
        }
        if kind == "path" {
            in_path.push(name);
        }
        if given.iter().any(|other| other["name"] == name && other["in"] == kind) {
            return Err(place
                .diagnostic(format!("the {kind} has two parameters {name}"))
                .help("remove one of them")
                .into());
        }
        match one(parameter, name, kind, &place) {
            Ok(parameter) => given.push(parameter),
            Err(Refusal::Unsupported(reason)) if kind != "path" && !flag(parameter, "required") => {
                let name = skip::parameter_name(&operation.title(), name);
                skipped.push(Skipped::unsupported(name, reason));
            }
            Err(Refusal::Unsupported(reason)) => {
                return Err(Refusal::Unsupported(format!("its parameter {name}: {reason}")));
            }
            Err(invalid) => return Err(invalid),
        }
    }
    check_template(operation, &in_path)?;
    Ok((given, supplied))
}

fn one(parameter: &Value, name: &str, kind: &str, place: &Place) -> std::result::Result<Value, Refusal> {
    let unsupported = |reason: &str| Err(Refusal::Unsupported(reason.to_owned()));
    match kind {
        "path" | "query" | "header" => {}
        "cookie" => return unsupported("a parameter in a cookie"),
        other => {
            return Err(place
                .diagnostic(format!("a parameter cannot be in {other:?}"))
                .help("use path, query, header or cookie")
                .into());
        }
    }
    let Some(schema) = parameter.get("schema") else {
        return match parameter.get("content") {
            Some(_) => unsupported("a parameter with a `content`, such as JSON"),
            None => unsupported("a parameter without a `schema`"),
        };
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
    let explode = parameter.get("explode").and_then(Value::as_bool);
    match (kind, text(parameter, "style")) {
        (_, None) | ("query", Some("form")) | ("path" | "header", Some("simple")) => {
            shaped.extend(explode.map(|explode| ("explode".to_owned(), json!(explode))));
        }
        // With `explode`, they are like `form`.
        ("query", Some(style @ ("spaceDelimited" | "pipeDelimited"))) => {
            let explode = explode.unwrap_or_default();
            shaped.insert("explode".to_owned(), json!(explode));
            if !explode {
                shaped.insert("style".to_owned(), json!(style));
            }
        }
        (_, Some(style)) => return unsupported(&format!("the style {style}")),
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
