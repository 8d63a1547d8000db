//! The JSON payloads: each decodes to its type and encodes to the same value, and so do its mutants.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use call_wire::json::RegisteredType;
use conformance::mutants::{Expected, mutants};
use conformance::payloads::{self, Payload};
use conformance::schema::Schema;
use conformance::{digest, text};
use libtest_mimic::Trial;
use serde_json::Value;

use crate::{assert_snapshot, case};

/// Returns the types of an API by their names in the schema.
fn types(api: &str) -> BTreeMap<&'static str, RegisteredType> {
    let types = match api {
        "graph-calls" => graph_calls::TYPES,
        "graph-call-records" => graph_call_records::TYPES,
        "graph-online-meetings" => graph_online_meetings::TYPES,
        _ => acs_calling::TYPES,
    };
    types.iter().map(|entry| (entry.name(), *entry)).collect()
}

/// The schema and the types of an API.
struct Api {
    schema: Schema,
    types: BTreeMap<&'static str, RegisteredType>,
}

impl Api {
    fn new(name: &str) -> Arc<Self> {
        Arc::new(Self { schema: Schema::of(name), types: types(name) })
    }

    /// Checks a payload and its mutants, and returns the `Debug` output of the typed value.
    fn check(&self, payload: &Payload) -> Result<String, String> {
        let type_name =
            payload.type_name.as_ref().ok_or("no operation, event or notification has this type")?;
        let entry = self.types.get(type_name.as_str()).ok_or(format!("the crate has no type {type_name}"))?;
        let debug = check_round_trip(entry, &payload.value)?;
        for mutant in mutants(&payload.value, &self.schema.places(type_name, &payload.value)) {
            let result = match mutant.expected {
                Expected::RoundTrip => check_round_trip(entry, &mutant.payload).map(drop),
                Expected::Error => check_error(entry, &mutant.payload, &mutant.pointer),
            };
            result.map_err(|error| format!("mutant at {:?}: {error}", mutant.pointer))?;
        }
        Ok(debug)
    }
}

/// Checks that a payload decodes and encodes to the same value, and returns the `Debug` output of the typed value.
fn check_round_trip(entry: &RegisteredType, payload: &Value) -> Result<String, String> {
    let typed = entry.decode(payload).map_err(|error| error.to_string())?;
    let encoded = typed.to_value().map_err(|error| error.to_string())?;
    if encoded != *payload {
        return Err(format!("decoded {payload}\n  encoded {encoded}"));
    }
    let (lenient, issues) = entry.decode_lenient(payload).map_err(|error| error.to_string())?;
    if !issues.is_empty() || lenient.to_value().ok().as_ref() != Some(payload) {
        return Err(format!("lenient decoding differs: {issues:?}"));
    }
    Ok(format!("{typed:#?}"))
}

/// Checks that a value of a wrong type is an error with its path, and the only issue of lenient decoding.
fn check_error(entry: &RegisteredType, payload: &Value, pointer: &str) -> Result<(), String> {
    match entry.decode(payload) {
        Ok(typed) => return Err(format!("a wrong type is accepted: {typed:?}")),
        Err(error) if error.path() != pointer => return Err(format!("the path is {:?}", error.path())),
        Err(_) => {}
    }
    let (lenient, issues) = entry.decode_lenient(payload).map_err(|error| error.to_string())?;
    let paths: Vec<_> = issues.iter().map(|issue| issue.path.as_str()).collect();
    if paths != [pointer] {
        return Err(format!("lenient decoding reports {paths:?}"));
    }
    let encoded = lenient.to_value().map_err(|error| error.to_string())?;
    if encoded != *payload {
        return Err(format!("leniently decoded {payload}\n  encoded {encoded}"));
    }
    Ok(())
}

/// The payloads in `tests/examples`, whose snapshots show the typed values.
pub fn our_payloads() -> Vec<Trial> {
    let trials = ["graph-calls", "graph-call-records", "graph-online-meetings", "acs-calling"]
        .into_iter()
        .flat_map(|name| {
            let api = Api::new(name);
            let payloads = payloads::from_examples(name, &api.schema);
            payloads.into_iter().map(move |payload| {
                let api = Arc::clone(&api);
                case(format!("json_payloads::{}", payload.name), move || {
                    assert_snapshot("../snapshots", &payload.name, &api.check(&payload)?);
                    Ok(())
                })
            })
        });
    trials.collect()
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
    let mut deviations: Vec<_> = untyped.into_iter().map(|(_, payload)| payload.name).collect();
    deviations.extend(unknown_members_of_templates(shared, &graph.schema));

    let trials = typed.into_iter().map(|(api, payload)| {
        case(format!("json_payloads::documented::{}", payload.name), move || {
            let digests = digest::by_path(&api.check(&payload)?);
            assert_snapshot("../snapshots/documented", &payload.name, &digests);
            Ok(())
        })
    });
    let mut trials: Vec<_> = trials.collect();
    trials.push(case("json_payloads::documented::exceptions".to_owned(), move || {
        check_exceptions(&deviations)
    }));
    trials
}

/// Returns the members of templates that their types do not have.
fn unknown_members_of_templates(shared: &Path, schema: &Schema) -> Vec<String> {
    let mut deviations = Vec::new();
    for template in payloads::graph_templates(shared) {
        let type_name = template.type_name.as_deref().unwrap_or_default();
        if schema.has_type(type_name) {
            unknown_members(schema, type_name, &template.value, &template.name, &mut deviations);
        } else {
            deviations.push(format!("{}: no type {type_name}", template.name));
        }
    }
    deviations
}

fn unknown_members(
    schema: &Schema,
    type_name: &str,
    value: &Value,
    file: &str,
    deviations: &mut Vec<String>,
) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| unknown_members(schema, type_name, item, file, deviations));
    }
    let (Some(members), Some(known)) = (value.as_object(), schema.members(type_name)) else { return };
    for (name, value) in members.iter().filter(|(name, _)| !name.starts_with('@')) {
        if !known.contains_key(name) {
            deviations.push(format!("{file}: {type_name} has no member {name}"));
        } else if let Some(inner) = schema.type_of_member(type_name, name) {
            let tag = value["@odata.type"].as_str().and_then(|tag| tag.rsplit('.').next());
            let inner = tag.filter(|tag| schema.has_type(tag)).unwrap_or(inner);
            unknown_members(schema, inner, value, file, deviations);
        }
    }
}

/// Checks that `exceptions.json` covers every deviation of the documents, and that each exception is needed and has a
/// reason.
fn check_exceptions(deviations: &[String]) -> Result<(), String> {
    let list: Vec<Value> =
        serde_json::from_str(include_str!("../exceptions.json")).expect("the list is JSON");
    let exceptions: Vec<_> = list.iter().map(|exception| text(&exception["where"])).collect();
    let is_covered = |deviation: &&String| exceptions.iter().any(|part| deviation.contains(part));
    let uncovered: Vec<_> = deviations.iter().filter(|deviation| !is_covered(deviation)).collect();
    if !uncovered.is_empty() {
        return Err(format!("deviations that no exception covers: {uncovered:#?}"));
    }
    let is_needed = |part: &&str| deviations.iter().any(|deviation| deviation.contains(part));
    let unneeded: Vec<_> = exceptions.iter().filter(|part| !is_needed(part)).collect();
    if !unneeded.is_empty() {
        return Err(format!("exceptions that are not needed: {unneeded:#?}"));
    }
    match list.iter().find(|exception| text(&exception["reason"]).len() <= 20) {
        Some(exception) => Err(format!("an exception without a reason: {exception}")),
        None => Ok(()),
    }
}
