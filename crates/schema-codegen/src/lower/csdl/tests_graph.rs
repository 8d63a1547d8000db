//! Lowering our schema of the calls API of Microsoft Graph.

use std::collections::BTreeSet;
use std::env;
use std::path::{Path, PathBuf};

use super::*;
use crate::lower::count::count;
use crate::read::csdl;

fn own_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schemas/graph-calls").join(name)
}

fn own_config() -> Config {
    Config::read(&own_file("api.toml")).unwrap_or_else(|diagnostic| panic!("{diagnostic}"))
}

fn read(path: &Path) -> Csdl {
    match csdl::read(path) {
        Ok(csdl) => csdl,
        Err(diagnostic) => panic!("{diagnostic}"),
    }
}

fn lowered(csdl: &Csdl, roots: Roots) -> Value {
    let capabilities = read(&own_file("capabilities.csdl.xml"));
    match lower(csdl, Some(&capabilities), &own_config(), roots) {
        Ok(form) => form.document,
        Err(diagnostic) => panic!("{diagnostic}"),
    }
}

fn check_calls(document: &Value) {
    let numbers = count(document);
    assert_eq!(numbers.to_string(), "86 types, 34 operations");
    assert_eq!((numbers.objects, numbers.enums, numbers.abstract_unions, numbers.any_unions), (62, 18, 6, 3));
    assert_eq!((numbers.parameters, numbers.envelopes, numbers.errors), (19, 3, 3));
    assert!(document["x-notes"].to_string().contains("operationStatus is declared in upper camel case"));
    serde_json::from_value::<openapiv3::OpenAPI>(document.clone()).expect("an OpenAPI document");
    check_references(document);
}

/// Checks that every reference has a target.
fn check_references(document: &Value) {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(map) => {
                if let Some(target) = map.get("$ref").and_then(Value::as_str) {
                    assert!(
                        document.pointer(target.trim_start_matches('#')).is_some(),
                        "{target} has no target"
                    );
                }
                open.extend(map.values());
            }
            _ => {}
        }
    }
}

/// Checks that every type was either emitted or skipped.
fn check_accounted(csdl: &Csdl, document: &Value) {
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let emitted: BTreeSet<&str> = schemas.values().filter_map(|schema| schema["x-name"].as_str()).collect();
    let entries = document["x-skipped"].as_array().expect("a list");
    let skipped: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["name"].as_str()).collect();
    assert_eq!(entries.len(), skipped.len());
    for def in &csdl.types {
        let name = def.name.replace("microsoft.graph.", "");
        assert!(emitted.contains(name.as_str()) != skipped.contains(name.as_str()), "{name}");
    }
}

#[test]
fn our_schema_has_86_types() {
    let csdl = read(&own_file("calls.csdl.xml"));
    let document = lowered(&csdl, Roots::Configured);
    check_calls(&document);
    check_accounted(&csdl, &document);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["AnyCommsOperation"]["oneOf"].as_array().map(Vec::len), Some(13));
    assert_eq!(schemas["AnyIdentity"]["oneOf"].as_array().map(Vec::len), Some(8));
    assert_eq!(schemas["AppHostedMediaConfig"]["properties"]["blob"]["x-secret"], true);
    assert_eq!(schemas["ParticipantJoiningResponse"]["oneOf"].as_array().map(Vec::len), Some(3));
    // Not the union: responses have the type of the requested operation.
    let response = "/paths/~1communications~1calls~1{call-id}~1playPrompt/post/responses/200/content/application~1json/schema/$ref";
    assert_eq!(document.pointer(response), Some(&json!("#/components/schemas/PlayPromptOperation")));
}

#[test]
fn a_schema_with_any_line_missing_is_lowered_or_refused() {
    let text = crate::read::read_text(&own_file("calls.csdl.xml")).expect("our schema");
    let lines: Vec<&str> = text.lines().collect();
    // Testing every line would take long in an unoptimized build; a stride of 7 covers all kinds of lines.
    for missing in (0..lines.len()).step_by(7) {
        let kept: Vec<&str> =
            lines.iter().enumerate().filter(|(at, _)| *at != missing).map(|(_, line)| *line).collect();
        if let Ok(csdl) = csdl::parse(Path::new("cut.csdl"), &kept.join("\n")) {
            let outcome = lower(&csdl, None, &own_config(), Roots::Configured);
            assert!(outcome.is_ok() || outcome.is_err_and(|diagnostic| diagnostic.file.is_some()));
        }
    }
}
