//! Resolves the operations of a normal form, with the Rust types of their arguments and responses.

use serde_json::Value;

use super::values::Values;
use super::{limits, text};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::labels::Labels;
use crate::resolve::model::{Argument, BYTES, Format, MULTIPART, Operation, Place, Success, ValueType};

/// Resolves every operation, in the order of the document.
///
/// # Errors
///
/// Returns a diagnostic for an operation without a successful response.
pub(super) fn resolve(document: &Value, values: &mut Values) -> Result<Vec<Operation>> {
    let mut names = Labels::default();
    let mut operations = Vec::new();
    for (path, verb, operation) in all(document) {
        let one = resolve_one(path, verb, operation, names.function(id(operation), "operation"), values);
        operations.push(one.map_err(|diagnostic| {
            diagnostic.at(format!("/paths/{}/{verb}", path.replace('~', "~0").replace('/', "~1")))
        })?);
    }
    Ok(operations)
}

/// Returns the operations with their paths and methods. The paths have the order of the document, the methods
/// this one.
pub(super) fn all(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let items = document["paths"].as_object().into_iter().flatten();
    items.flat_map(|(path, item)| {
        METHODS.into_iter().filter_map(move |method| Some((path.as_str(), method, item.get(method)?)))
    })
}

/// Returns the distinct bodies of the successful responses; null for no body.
pub(super) fn success_bodies(operation: &Value) -> Vec<&Value> {
    let mut bodies: Vec<&Value> = Vec::new();
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if status.starts_with('2') && !bodies.contains(&&response["content"]) {
            bodies.push(&response["content"]);
        }
    }
    bodies
}

fn id(operation: &Value) -> &str {
    text(&operation["operationId"]).unwrap_or_default()
}

fn resolve_one(
    path: &str,
    verb: &str,
    operation: &Value,
    name: String,
    values: &mut Values,
) -> Result<Operation> {
    let supplied = || super::strings(&operation["x-supplied"]);
    let named = |name: &'static str| supplied().find(move |other| other.eq_ignore_ascii_case(name));
    let bodies = success_bodies(operation);
    if bodies.is_empty() {
        return Err(Diagnostic::new(format!("{} has no successful response", id(operation)))
            .help("add one to `responses`, such as `\"204\": {\"description\": \"Done\"}`"));
    }
    let held: Vec<&Value> = bodies.iter().copied().filter(|body| !body.is_null()).collect();
    let response_format = held.first().map_or(Format::Json, |content| format(content));
    let response = match (held.as_slice(), &response_format) {
        ([], _) => None,
        ([only, ..], Format::Text(_) | Format::Bytes(_)) => Some(body_type(only, values)?),
        ([only], _) => Some(body_type(only, values)?),
        // Different bodies are read as arbitrary JSON.
        _ => Some(values.value_type(&serde_json::json!({}))?),
    };
    Ok(Operation {
        name,
        doc: doc(operation),
        verb: verb.to_uppercase(),
        path: path.to_owned(),
        arguments: arguments(path, operation, values)?,
        requires_body: operation["requestBody"]["required"] == true && operation["x-optional-body"] != true,
        successes: successes(operation, values)?,
        may_be_empty: bodies.len() > 1 && held.len() < bodies.len(),
        body_format: format(&operation["requestBody"]["content"]),
        response,
        response_format,
        version_parameter: named("api-version").map(str::to_owned),
        is_repeatable: named("Repeatability-Request-ID").is_some(),
        namespace: text(&operation["x-namespace"]).map(str::to_owned),
    })
}

/// Returns the successful responses. The range `2XX` stands for 200.
fn successes(operation: &Value, values: &mut Values) -> Result<Vec<Success>> {
    let responses = operation["responses"].as_object().into_iter().flatten();
    let successes = responses.filter(|(status, _)| status.starts_with('2')).map(|(status, response)| {
        let content = &response["content"];
        let body = if content.is_null() { None } else { Some(body_type(content, values)?) };
        Ok(Success { status: status.parse().unwrap_or(200), body })
    });
    successes.collect()
}

/// Returns the format of a body.
fn format(content: &Value) -> Format {
    let forms = || content.as_object().into_iter().flatten();
    let media: Vec<&str> = forms().map(|(media, _)| media.as_str()).collect();
    let has_schema = forms().next().is_some_and(|(_, form)| form.get("schema").is_some());
    match media.as_slice() {
        [] | ["application/json"] => Format::Json,
        ["application/x-www-form-urlencoded"] => Format::Form,
        ["multipart/form-data"] if !has_schema => Format::Multipart,
        media if has_schema => Format::Text(media.join(", ")),
        media => Format::Bytes(media.join(", ")),
    }
}

/// Returns the schema of a body. If there are several media types, it is that of the first one.
fn schema_of(content: &Value) -> &Value {
    let first = content.as_object().and_then(|forms| forms.values().next());
    first.map_or(&Value::Null, |form| &form["schema"])
}

/// Returns the type of a body.
fn body_type(content: &Value, values: &mut Values) -> Result<ValueType> {
    match format(content) {
        Format::Json | Format::Form => values.whole_type(schema_of(content)),
        Format::Text(_) => Ok(ValueType::Text),
        Format::Bytes(_) => Ok(ValueType::Wire(BYTES.to_owned())),
        Format::Multipart => Ok(ValueType::Wire(MULTIPART.to_owned())),
    }
}

/// Returns the documentation of an operation: the summary as a sentence, and the description.
fn doc(operation: &Value) -> String {
    let summary = text(&operation["summary"]).unwrap_or_default().trim_end_matches(['.', ',']);
    let summary = if summary.is_empty() { String::new() } else { format!("{summary}.") };
    let parts = [summary.as_str(), text(&operation["description"]).unwrap_or_default()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// Returns the separator of a list that is one value in the query.
fn separator(parameter: &Value) -> Option<char> {
    let is_joined = parameter["in"] == "query" && parameter["explode"] == false;
    is_joined.then(|| match text(&parameter["style"]) {
        Some("spaceDelimited") => ' ',
        Some("pipeDelimited") => '|',
        _ => ',',
    })
}

/// Resolves the arguments: those of the path in its order, then those of the query and the headers by name,
/// then the body.
fn arguments(path: &str, operation: &Value, values: &mut Values) -> Result<Vec<Argument>> {
    let mut labels = Labels::default();
    let body = &operation["requestBody"];
    let body_label = labels.function("body", "");
    let mut arguments = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let [wire, place] =
            [&parameter["name"], &parameter["in"]].map(|value| text(value).unwrap_or_default());
        arguments.push(Argument {
            label: labels.function(wire, place),
            doc: text(&parameter["description"]).unwrap_or_default().to_owned(),
            place: match place {
                "path" => Place::Path,
                "query" => Place::Query,
                _ => Place::Header,
            },
            wire: wire.to_owned(),
            ty: values.value_type(&parameter["schema"])?,
            required: place == "path" || parameter["required"] == true,
            separator: separator(parameter),
            limits: limits::of(&parameter["schema"]),
        });
    }
    if !body.is_null() {
        arguments.push(Argument {
            label: body_label,
            doc: text(&body["description"]).unwrap_or_default().to_owned(),
            place: Place::Body,
            wire: String::new(),
            ty: body_type(&body["content"], values)?,
            required: true,
            separator: None,
            limits: limits::of(schema_of(&body["content"])),
        });
    }
    let at = |argument: &Argument| match argument.place {
        Place::Path => path.find(&format!("{{{}}}", argument.wire)),
        _ => None,
    };
    arguments.sort_by(|a, b| (a.place, at(a), &a.wire).cmp(&(b.place, at(b), &b.wire)));
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use serde_json::json;

    use super::*;

    fn of(operation: Value) -> Result<Operation> {
        let mut operation = operation;
        for (name, value) in [("operationId", json!("Do")), ("responses", json!({"204": {}}))] {
            if operation[name].is_null() {
                operation[name] = value;
            }
        }
        let document = json!({
            "paths": {"/a/{x}:b/{y}/c": {"post": operation}},
            "components": {"schemas": {
                "List": {"type": "array", "items": {"type": "string"}},
                "Object": {"type": "object", "properties": {}},
                "Union": {"oneOf": []},
            }},
        });
        let schemas = ["List", "Object", "A", "B"].map(|name| {
            (name.to_owned(), json!({"type": "object", "properties": {}, "additionalProperties": false}))
        });
        let mut values = Values::new(&BTreeMap::from(schemas), BTreeSet::new())?;
        Ok(resolve(&document, &mut values)?.remove(0))
    }

    #[test]
    fn arguments_are_ordered_and_have_unique_names() {
        let one = |name: &str, place: &str| json!({"name": name, "in": place, "schema": {"type": "string"}});
        let operation = of(json!({
            "parameters": [one("body", "query"), one("type", "header"), one("y", "path"), one("x", "query"),
                one("a", "query"), one("x", "path")],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}},
        }));
        let operation = operation.expect("resolved");
        let (path, values) = operation.path_with(|argument| format!("<{}>", argument.label));
        assert_eq!((path.as_str(), values.len()), ("/a/<x_path>:b/<y>/c", 2));
        let arguments = operation.arguments;
        let labels: Vec<_> = arguments.iter().map(|argument| argument.label.as_str()).collect();
        assert_eq!(labels, ["x_path", "y", "a", "body_query", "x", "type_", "body"]);
        assert_eq!(arguments[6].ty, ValueType::Named("A".to_owned()));
    }

    #[test]
    fn supplied_parameters_are_not_arguments() {
        let operation =
            of(json!({"x-supplied": ["Api-Version", "repeatability-request-id"]})).expect("resolved");
        assert_eq!(operation.version_parameter.as_deref(), Some("Api-Version"));
        assert!(operation.is_repeatable && !operation.may_be_empty);
    }

    #[test]
    fn a_response_may_be_empty() {
        let body = |name: &str| {
            let schema = json!({"$ref": format!("#/components/schemas/{name}")});
            json!({"content": {"application/json": {"schema": schema}}})
        };
        let may_be_empty =
            |responses: Value| of(json!({"responses": responses})).expect("resolved").may_be_empty;
        assert!(may_be_empty(json!({"200": body("A"), "204": {}})));
        assert!(!may_be_empty(json!({"200": body("A"), "202": body("B"), "4XX": {}})));
        assert!(!may_be_empty(json!({"200": {}, "204": {}})));
        assert!(of(json!({"responses": {"4XX": {}}})).is_err());
    }
}
