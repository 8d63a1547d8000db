//! Every JSON payload decodes to the type that it should be, encodes to the same value, and so do its mutants.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use call_wire::json::RegisteredType;
use conformance::digest;
use conformance::mutants::{How, mutants};
use conformance::payloads::{self, Payload};
use conformance::schema::Schema;
use libtest_mimic::Trial;
use serde_json::Value;

use crate::case;

/// The types of an API, by their schema's names.
fn types(api: &str) -> BTreeMap<&'static str, RegisteredType> {
    let types = match api {
        "graph-calls" => graph_calls::TYPES,
        _ => acs_calling::TYPES,
    };
    types.iter().map(|entry| (entry.name(), *entry)).collect()
}

/// What the payloads of an API are checked with.
struct Api {
    schema: Schema,
    types: BTreeMap<&'static str, RegisteredType>,
}

impl Api {
    fn new(name: &str) -> Arc<Self> {
        Arc::new(Self { schema: Schema::of(name), types: types(name) })
    }

    /// Checks a payload and its mutants, and returns the typed value as text.
    fn check(&self, payload: &Payload) -> Result<String, String> {
        let type_name =
            payload.type_name.as_ref().ok_or("no operation, event or notification has this type")?;
        let entry = self.types.get(type_name.as_str()).ok_or(format!("the crate has no type {type_name}"))?;
        let typed = survives(entry, &payload.value)?;
        for mutant in mutants(&payload.value, &self.schema.places(type_name, &payload.value)) {
            let outcome = match mutant.how {
                How::Survive => survives(entry, &mutant.payload).map(drop),
                How::Fail => fails(entry, &mutant.payload, &mutant.pointer),
            };
            outcome.map_err(|error| format!("changed at {:?}: {error}", mutant.pointer))?;
        }
        Ok(typed)
    }
}

/// Decodes, encodes and compares a payload, and returns the typed value as text.
fn survives(entry: &RegisteredType, payload: &Value) -> Result<String, String> {
    let typed = entry.decode(payload).map_err(|error| error.to_string())?;
    let written = typed.to_value().map_err(|error| error.to_string())?;
    if written != *payload {
        return Err(format!("not equal\n  read    {payload}\n  written {written}"));
    }
    let (lenient, issues) = entry.decode_lenient(payload).map_err(|error| error.to_string())?;
    if !issues.is_empty() || lenient.to_value().ok().as_ref() != Some(payload) {
        return Err(format!("lenient decoding differs: {issues:?}"));
    }
    Ok(format!("{typed:#?}"))
}

/// Checks that a wrong type is an error at its place, and that lenient decoding skips only that member.
fn fails(entry: &RegisteredType, payload: &Value, pointer: &str) -> Result<(), String> {
    match entry.decode(payload) {
        Ok(typed) => return Err(format!("a wrong type passed: {typed:?}")),
        Err(error) if error.path() != pointer => return Err(format!("the path is {:?}", error.path())),
        Err(_) => {}
    }
    let (lenient, issues) = entry.decode_lenient(payload).map_err(|error| error.to_string())?;
    let paths: Vec<_> = issues.iter().map(|issue| issue.path.as_str()).collect();
    if paths != [pointer] {
        return Err(format!("lenient decoding reports {paths:?}"));
    }
    let written = lenient.to_value().map_err(|error| error.to_string())?;
    if written != *payload {
        return Err(format!("leniently not equal\n  read    {payload}\n  written {written}"));
    }
    Ok(())
}

/// The payloads in `tests/examples`, whose snapshots show the typed values.
pub fn our_payloads() -> Vec<Trial> {
    let ours = ["graph-calls", "acs-calling"].into_iter().flat_map(|name| {
        let api = Api::new(name);
        let payloads = payloads::ours(name, &api.schema);
        payloads.into_iter().map(move |payload| {
            let api = Arc::clone(&api);
            case(format!("json_payloads::{}", payload.name), move || {
                let typed = api.check(&payload)?;
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots", omit_expression => true }, {
                    insta::assert_snapshot!(snapshot_name(&payload), typed);
                });
                Ok(())
            })
        })
    });
    ours.collect()
}

/// The documented originals, whose snapshots are digests.
pub fn documented_payloads(shared: &Path) -> Vec<Trial> {
    let (graph, acs) = (Api::new("graph-calls"), Api::new("acs-calling"));
    let pages =
        payloads::graph_pages(shared, &graph.schema).into_iter().map(|payload| (Arc::clone(&graph), payload));
    let examples =
        payloads::azure_examples(shared, &acs.schema).into_iter().map(|payload| (Arc::clone(&acs), payload));
    let (typed, untyped): (Vec<_>, Vec<_>) =
        pages.chain(examples).partition(|(_, payload)| payload.type_name.is_some());
    let untyped: Vec<_> = untyped.into_iter().map(|(_, payload)| payload.name).collect();
    let mut findings = untyped;
    findings.extend(unknown_members_of_templates(shared, &graph.schema));

    let mut trials: Vec<_> = typed.into_iter().map(|(api, payload)| {
        case(format!("json_payloads::documented::{}", payload.name), move || {
            let typed = api.check(&payload)?;
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots/documented", omit_expression => true }, {
                insta::assert_snapshot!(snapshot_name(&payload), digest::by_path(&typed));
            });
            Ok(())
        })
    }).collect();
    trials
        .push(case("json_payloads::documented::exceptions".to_owned(), move || check_exceptions(&findings)));
    trials
}

fn snapshot_name(payload: &Payload) -> String {
    payload.name.replace(['/', '#'], "__")
}

/// The members of templates that their types do not have.
fn unknown_members_of_templates(shared: &Path, schema: &Schema) -> Vec<String> {
    let mut findings = Vec::new();
    for template in payloads::graph_templates(shared) {
        let type_name = template.type_name.as_deref().unwrap_or_default();
        if schema.has(type_name) {
            unknown_members(schema, type_name, &template.value, &template.name, &mut findings);
        } else {
            findings.push(format!("{}: no type {type_name}", template.name));
        }
    }
    findings
}

fn unknown_members(schema: &Schema, type_name: &str, value: &Value, file: &str, findings: &mut Vec<String>) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| unknown_members(schema, type_name, item, file, findings));
    }
    let (Some(members), Some(known)) = (value.as_object(), schema.members(type_name)) else { return };
    for (name, value) in members.iter().filter(|(name, _)| !name.starts_with('@')) {
        if !known.contains_key(name) {
            findings.push(format!("{file}: {type_name} has no member {name}"));
        } else if let Some(inner) = schema.type_of_member(type_name, name) {
            let tag = value["@odata.type"].as_str().and_then(|tag| tag.rsplit('.').next());
            let inner = tag.filter(|tag| schema.has(tag)).unwrap_or(inner);
            unknown_members(schema, inner, value, file, findings);
        }
    }
}

/// Checks that `exceptions.json` covers every deviation of the documents, each exception with its reason, and nothing
/// else.
fn check_exceptions(findings: &[String]) -> Result<(), String> {
    let list: Vec<Value> = serde_json::from_str(include_str!("../exceptions.json")).expect("is JSON");
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let exceptions: Vec<_> = list.iter().map(|one| text(one, "where")).collect();
    let is_covered = |finding: &&String| exceptions.iter().any(|part| finding.contains(part));
    let uncovered: Vec<_> = findings.iter().filter(|finding| !is_covered(finding)).collect();
    if !uncovered.is_empty() {
        return Err(format!("deviations that no exception covers: {uncovered:#?}"));
    }
    let is_needed = |part: &&String| findings.iter().any(|finding| finding.contains(*part));
    let unneeded: Vec<_> = exceptions.iter().filter(|part| !is_needed(part)).collect();
    if !unneeded.is_empty() {
        return Err(format!("exceptions that are not needed: {unneeded:#?}"));
    }
    match list.iter().find(|one| text(one, "reason").len() <= 20) {
        Some(one) => Err(format!("an exception without a reason: {one}")),
        None => Ok(()),
    }
}
