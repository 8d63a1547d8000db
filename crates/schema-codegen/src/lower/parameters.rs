//! Pass: skips parameters and forms of the normal form whose values a client cannot write into a request.
//!
//! An operation with a required parameter of this kind is skipped. An optional one is skipped alone.

use serde_json::Value;

use super::skip;
use crate::output::Skipped;

/// Skips the operations and parameters of a document that are not supported.
pub fn skip_unsupported(document: &mut Value) {
    for (path, method) in nested_forms(document) {
        skip::operation(document, &path, &method, "its body is a form with nested lists or objects");
    }
    for found in unsupported(document) {
        if found.required {
            let reason = format!("its parameter {}: {}", found.name, found.reason);
            skip::operation(document, &found.path, &found.method, &reason);
            continue;
        }
        let item = document["paths"].get_mut(&found.path);
        let Some(operation) = item.and_then(|item| item.get_mut(&found.method)) else { continue };
        let id = operation["operationId"].as_str().unwrap_or_default();
        let name = skip::operation_name(&found.method, &found.path, id);
        if let Some(parameters) = operation["parameters"].as_array_mut() {
            parameters.retain(|one| one["name"] != found.name.as_str() || one["in"] != found.place.as_str());
        }
        let name = skip::parameter_name(&name, &found.name);
        skip::add(document, &Skipped::unsupported(name, found.reason));
    }
}

/// Returns the paths and methods of the operations whose form is not flat.
fn nested_forms(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let content = operation["requestBody"]["content"].get("application/x-www-form-urlencoded");
            if content.is_some_and(|content| !is_flat_form(document, &content["schema"])) {
                found.push((path.clone(), method.clone()));
            }
        }
    }
    found
}

/// Returns whether a form consists of scalars and lists of scalars.
fn is_flat_form(document: &Value, schema: &Value) -> bool {
    let schema = target(document, schema);
    let is_flat = |member: &Value| {
        let member = target(document, member);
        match kind(member) {
            Kind::Scalar => true,
            Kind::List => matches!(kind(target(document, &member["items"])), Kind::Scalar),
            Kind::Object => false,
        }
    };
    let members = schema["properties"].as_object().into_iter().flatten().map(|(_, member)| member);
    schema["type"] == "object" && members.chain(schema.get("additionalProperties")).all(is_flat)
}

/// A parameter that is not supported.
struct Unsupported {
    path: String,
    method: String,
    name: String,
    place: String,
    required: bool,
    reason: &'static str,
}

fn unsupported(document: &Value) -> Vec<Unsupported> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                if let Some(reason) = reason(document, parameter) {
                    found.push(Unsupported {
                        path: path.clone(),
                        method: method.clone(),
                        name: text(&parameter["name"]),
                        place: text(&parameter["in"]),
                        required: parameter["required"] == true,
                        reason,
                    });
                }
            }
        }
    }
    found
}

/// Returns why a parameter is not supported, or `None` if it is.
fn reason(document: &Value, parameter: &Value) -> Option<&'static str> {
    let schema = target(document, &parameter["schema"]);
    let is_scalar = |schema: &Value| matches!(kind(target(document, schema)), Kind::Scalar);
    match (kind(schema), parameter["in"].as_str()) {
        (Kind::Scalar, _) => None,
        (Kind::Object, Some("query")) if parameter["explode"] == false => Some("an object in one value"),
        (Kind::Object, Some("query")) => {
            let members = schema["properties"].as_object().into_iter().flatten();
            let values = schema.get("additionalProperties").into_iter();
            let mut all = members.map(|(_, member)| member).chain(values);
            let is_flat = schema.get("oneOf").is_none() && all.all(is_scalar);
            (!is_flat).then_some("an object with lists or objects")
        }
        (Kind::Object, _) => Some("an object that is not in the query"),
        (Kind::List, Some("path")) => Some("a list in the path"),
        (Kind::List, _) => (!is_scalar(&schema["items"])).then_some("a list of lists or objects"),
    }
}

/// The kind of a parameter's type.
enum Kind {
    Object,
    List,
    Scalar,
}

/// Returns the schema that a schema refers to, or the schema itself.
fn target<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let mut schema = schema;
    // The references of the normal form have no cycles.
    while let Some(reference) = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str()) {
        schema = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    }
    schema
}

fn kind(schema: &Value) -> Kind {
    match schema["type"].as_str() {
        Some("array") => Kind::List,
        Some("object") => Kind::Object,
        None if schema.get("oneOf").is_some() => Kind::Object,
        _ => Kind::Scalar,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Returns what is skipped of an operation with one parameter.
    fn skipped(place: &str, schema: Value, explode: bool, required: bool) -> Vec<String> {
        let parameter =
            json!({"name": "p", "in": place, "schema": schema, "explode": explode, "required": required});
        let mut document = json!({
            "paths": {"/a": {"post": {"operationId": "Do", "parameters": [parameter]}}},
            "components": {"schemas": {
                "List": {"type": "array", "items": {"type": "string"}},
                "Lists": {"type": "array", "items": {"$ref": "#/components/schemas/List"}},
                "Object": {"type": "object", "properties": {"a": {"type": "string"}}},
                "Deep": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/List"}}},
                "Union": {"oneOf": []},
            }},
            "x-skipped": [],
        });
        skip_unsupported(&mut document);
        let has_operation = document["paths"].get("/a").is_some();
        let entries = skip::entries(&document).map(|entry| {
            assert!(entry.unsupported);
            assert_eq!(has_operation, !required);
            format!("{}: {}", entry.name, entry.reason)
        });
        entries.collect()
    }

    fn reference(name: &str) -> Value {
        json!({"$ref": format!("#/components/schemas/{name}")})
    }

    #[test]
    fn an_operation_with_a_required_parameter_that_cannot_be_written_is_skipped() {
        for (place, schema, explode, reason) in [
            ("path", reference("List"), true, "a list in the path"),
            ("path", reference("Object"), true, "an object that is not in the query"),
            ("header", reference("Union"), true, "an object that is not in the query"),
            ("query", json!({"allOf": [reference("Lists")]}), true, "a list of lists or objects"),
            ("query", reference("Deep"), true, "an object with lists or objects"),
            ("query", reference("Object"), false, "an object in one value"),
        ] {
            let expected = format!("POST /a (Do): its parameter p: {reason}");
            assert_eq!(skipped(place, schema, explode, true), [expected]);
        }
    }

    #[test]
    fn an_optional_parameter_that_cannot_be_written_is_skipped_alone() {
        let expected = "POST /a (Do), parameter p: an object with lists or objects";
        assert_eq!(skipped("query", reference("Union"), true, false), [expected]);
    }

    #[test]
    fn parameters_that_can_be_written_are_kept() {
        for (place, schema, explode) in [
            ("path", json!({"type": "string"}), true),
            ("header", reference("List"), true),
            ("query", reference("Object"), true),
            ("query", reference("List"), true),
            ("query", reference("List"), false),
        ] {
            assert_eq!(skipped(place, schema, explode, true), [""; 0]);
        }
    }
}
