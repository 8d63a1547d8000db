//! progenitor renders the client.

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_json::{Map, Value, json};
use syn::Item;

use super::{client_names, guarded, operations, prepare::Prepared};
use crate::{
    facts::Kind,
    fault::{Fault, Result},
};

/// Renders one method for each operation of a normal form; `None` if it has no operation.
pub fn render(document: &Value, prepared: &Prepared) -> Result<Option<syn::File>> {
    let has_operations = document["paths"].as_object().is_some_and(|paths| !paths.is_empty());
    if !has_operations {
        return Ok(None);
    }
    let mut document = for_progenitor(document, prepared);
    let renamed = client_names::evade(&mut document);
    let document: OpenAPI = serde_json::from_value(document)
        .map_err(|error| Fault::new(format!("the normal form is no OpenAPI 3.0 document: {error}")))?;
    // The positional style: the builder style makes three times as much text.
    let settings = GenerationSettings::new().with_interface(InterfaceStyle::Positional).clone();
    let mut file = guarded("progenitor", || {
        let tokens = Generator::new(&settings).generate_tokens(&document);
        let tokens = tokens.map_err(|error| Fault::new(format!("progenitor: {error}")))?;
        syn::parse2::<syn::File>(tokens)
            .map_err(|error| Fault::new(format!("progenitor's output is no Rust file: {error}")))
    })?;
    client_names::restore(&mut file, &renamed);
    // Its types are typify's, which are rendered on their own.
    file.items.retain(|item| !matches!(item, Item::Mod(_)));
    Ok(Some(file))
}

/// The document with labels for names, and with one body for all answers of success, as progenitor wants it.
fn for_progenitor(document: &Value, prepared: &Prepared) -> Value {
    let mut document = json!({
        "openapi": document["openapi"], "info": document["info"], "paths": document["paths"],
    });
    document["components"] = json!({"schemas": named_schemas(&document["paths"], prepared)});
    for item in document["paths"].as_object_mut().into_iter().flatten().map(|(_, item)| item) {
        for operation in item.as_object_mut().into_iter().flatten().map(|(_, operation)| operation) {
            if let Some(responses) = operation.get_mut("responses") {
                unify_success(responses);
            }
        }
    }
    document
}

/// The types that operations name. Of objects and unions, which typify renders, the names are all that is needed.
fn named_schemas(paths: &Value, prepared: &Prepared) -> Map<String, Value> {
    let mut schemas = Map::new();
    let mut wanted = references(paths);
    while let Some(name) = wanted.pop() {
        let Some(schema) = prepared.schemas.get(&name).filter(|_| !schemas.contains_key(&name)) else {
            continue;
        };
        let kind = prepared.facts.types.get(&name).map(|facts| &facts.kind);
        let schema = match kind {
            Some(Kind::Object(_) | Kind::Union(_)) => {
                json!({"type": "object", "properties": {}, "additionalProperties": false})
            }
            _ => schema.clone(),
        };
        wanted.extend(references(&schema));
        schemas.insert(name, schema);
    }
    schemas
}

/// The names of the types that references lead to.
fn references(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(members) => {
            let own =
                members.get("$ref").and_then(Value::as_str).and_then(|target| target.rsplit('/').next());
            own.map(str::to_owned).into_iter().chain(members.values().flat_map(references)).collect()
        }
        _ => Vec::new(),
    }
}

/// Different bodies of success become any JSON, since progenitor has one type for success. That there may be none is
/// among the facts.
fn unify_success(responses: &mut Value) {
    let mut bodies = operations::success_bodies(responses);
    if bodies.len() < 2 {
        return;
    }
    bodies.retain(|body| !body.is_null());
    let body = match bodies.as_slice() {
        [only] => only.clone(),
        _ => json!({"application/json": {"schema": {}}}),
    };
    for (status, response) in responses.as_object_mut().into_iter().flatten() {
        if status.starts_with('2') {
            response["content"] = body.clone();
        }
    }
}
