//! What progenitor does not render of an operation, and what it would render wrongly.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::{
    facts::{OperationFacts, Route},
    fault::{Fault, Result},
};

/// The facts of every operation in a normal form.
///
/// # Errors
///
/// A parameter whose value the client could not write as the schema says.
pub fn facts(document: &Value) -> Result<BTreeMap<Route, OperationFacts>> {
    let mut facts = BTreeMap::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            check_parameters(document, operation).map_err(|fault| {
                let place = format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1"));
                fault.at(place)
            })?;
            facts.insert((method.to_uppercase(), shape(path)), of_operation(operation));
        }
    }
    Ok(facts)
}

/// The different bodies of the answers of success; null for none.
pub fn success_bodies(responses: &Value) -> Vec<Value> {
    let mut bodies: Vec<Value> = Vec::new();
    for (status, response) in responses.as_object().into_iter().flatten() {
        if status.starts_with('2') && !bodies.contains(&response["content"]) {
            bodies.push(response["content"].clone());
        }
    }
    bodies
}

fn of_operation(operation: &Value) -> OperationFacts {
    let supplied = || operation["x-supplied"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let named = |name: &'static str| supplied().find(move |other| other.eq_ignore_ascii_case(name));
    let bodies = success_bodies(&operation["responses"]);
    OperationFacts {
        version_parameter: named("api-version").map(str::to_owned),
        is_repeatable: named("Repeatability-Request-ID").is_some(),
        may_be_empty: bodies.len() > 1 && bodies.contains(&Value::Null),
    }
}

/// A path with `{}` for each parameter, and one slash where there are several, as progenitor has it.
fn shape(path: &str) -> String {
    let mut shape = String::new();
    let mut is_name = false;
    for c in path.chars() {
        match c {
            '{' => is_name = true,
            '}' => {
                is_name = false;
                shape.push_str("{}");
            }
            '/' if shape.ends_with('/') => {}
            c if !is_name => shape.push(c),
            _ => {}
        }
    }
    shape
}

fn check_parameters(document: &Value, operation: &Value) -> Result<()> {
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let (place, name) = (&parameter["in"], &parameter["name"]);
        let what = match kind(document, &parameter["schema"]) {
            Kind::Object if place != "query" => "an object",
            Kind::List if place == "path" => "a list",
            Kind::List if place == "query" && parameter["explode"] == false => "a list in one value",
            _ => continue,
        };
        let (place, name) = (place.as_str().unwrap_or_default(), name.as_str().unwrap_or_default());
        let id = operation["operationId"].as_str().unwrap_or_default();
        return Err(Fault::new(format!("{what} as the {place} parameter {name} of {id} is not supported"))
            .help("take the parameter out of the document, or describe it as a string"));
    }
    Ok(())
}

/// What matters of a parameter's type.
enum Kind {
    Object,
    List,
    Scalar,
}

fn kind(document: &Value, schema: &Value) -> Kind {
    let mut schema = schema;
    // The normal form has no references in a circle.
    while let Some(reference) = schema["$ref"].as_str().or_else(|| schema["allOf"][0]["$ref"].as_str()) {
        schema = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
    }
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

    fn of(operation: Value) -> Result<OperationFacts> {
        let document = json!({
            "paths": {"/a/{x}:b//{y}/c": {"post": operation}},
            "components": {"schemas": {
                "List": {"type": "array", "items": {"type": "string"}},
                "Object": {"type": "object", "properties": {}},
                "Union": {"oneOf": []},
            }},
        });
        let mut facts = facts(&document)?;
        Ok(facts.remove(&("POST".to_owned(), "/a/{}:b/{}/c".to_owned())).expect("the operation"))
    }

    #[test]
    fn what_the_client_supplies() {
        let facts = of(json!({"x-supplied": ["Api-Version", "repeatability-request-id"]})).expect("facts");
        assert_eq!(facts.version_parameter.as_deref(), Some("Api-Version"));
        assert!(facts.is_repeatable && !facts.may_be_empty);
    }

    #[test]
    fn an_answer_that_may_be_empty() {
        let body = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": name}}}});
        let may_be_empty =
            |responses: Value| of(json!({"responses": responses})).expect("facts").may_be_empty;
        assert!(may_be_empty(json!({"200": body("a"), "204": {}})));
        assert!(!may_be_empty(json!({"200": body("a"), "202": body("b"), "4XX": {}})));
        assert!(!may_be_empty(json!({"200": {}, "204": {}})));
    }

    #[test]
    fn parameters_that_cannot_be_written() {
        let parameter = |place: &str, schema: Value, explode: bool| {
            let one = json!({"name": "p", "in": place, "schema": schema, "explode": explode});
            of(json!({"operationId": "Do", "parameters": [one]}))
        };
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        for (place, schema, explode) in [
            ("path", reference("List"), true),
            ("path", reference("Object"), true),
            ("header", reference("Union"), true),
            ("query", json!({"allOf": [reference("List")]}), false),
        ] {
            let fault = parameter(place, schema, explode).expect_err(place);
            assert!(fault.what.contains("Do") && fault.what.contains("parameter p"), "{fault}");
        }
        for (place, schema) in [
            ("path", json!({"type": "string"})),
            ("header", reference("List")),
            ("query", reference("Object")),
            ("query", reference("List")),
        ] {
            assert!(parameter(place, schema, true).is_ok());
        }
    }
}
