//! Every JSON payload decodes to the type that it should be, encodes to the same value, and so do its mutants.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use call_wire::json::RegisteredType;
use conformance::digest;
use conformance::mutants::{How, mutants};
use conformance::payloads::{self, Payload};
use conformance::schema::Schema;
use serde_json::Value;

/// The types of an API, by their schema's names.
fn types(api: &str) -> BTreeMap<&'static str, RegisteredType> {
    let types = match api {
        "graph-calls" => graph_calls::TYPES,
        _ => acs_calling::TYPES,
    };
    types.iter().map(|entry| (entry.name(), *entry)).collect()
}

/// What checking some payloads found.
#[derive(Default)]
struct Tally {
    payloads: usize,
    mutants: usize,
    faults: Vec<String>,
    untyped: Vec<String>,
}

impl Tally {
    fn check(
        &mut self,
        payload: &Payload,
        schema: &Schema,
        types: &BTreeMap<&str, RegisteredType>,
    ) -> Option<String> {
        let Some(type_name) = &payload.type_name else {
            self.untyped.push(payload.name.clone());
            return None;
        };
        self.payloads += 1;
        let Some(entry) = types.get(type_name.as_str()) else {
            self.faults.push(format!("{}: the crate has no type {type_name}", payload.name));
            return None;
        };
        let places = schema.places(type_name, &payload.value);
        for mutant in mutants(&payload.value, &places) {
            self.mutants += 1;
            let outcome = match mutant.how {
                How::Survive => survives(entry, &mutant.payload),
                How::Fail => fails(entry, &mutant.payload, &mutant.pointer),
            };
            if let Err(fault) = outcome {
                self.faults.push(format!("{} changed at {:?}: {fault}", payload.name, mutant.pointer));
            }
        }
        match survives(entry, &payload.value) {
            Ok(shown) => Some(shown),
            Err(fault) => {
                self.faults.push(format!("{}: {fault}", payload.name));
                None
            }
        }
    }

    fn assert_good(&self, what: &str) {
        println!("{what}: {} payloads, {} mutants", self.payloads, self.mutants);
        let faults = &self.faults[..self.faults.len().min(20)];
        assert!(self.faults.is_empty(), "{} faults, the first:\n{}", self.faults.len(), faults.join("\n"));
    }
}

/// Decodes, encodes, compares; what it gives is the typed value as text.
fn survives(entry: &RegisteredType, payload: &Value) -> Result<String, String> {
    let typed = entry.decode(payload).map_err(|error| error.to_string())?;
    let written = typed.to_value().map_err(|error| error.to_string())?;
    if written != *payload {
        return Err(format!("not equal\n  came    {payload}\n  written {written}"));
    }
    let (lenient, issues) = entry.decode_lenient(payload).map_err(|error| error.to_string())?;
    if !issues.is_empty() || lenient.to_value().ok().as_ref() != Some(payload) {
        return Err(format!("leniently not the same: {issues:?}"));
    }
    Ok(format!("{typed:#?}"))
}

/// A wrong type must be an error at its place, and lenient decoding must pass over it alone.
fn fails(entry: &RegisteredType, payload: &Value, pointer: &str) -> Result<String, String> {
    match entry.decode(payload) {
        Ok(typed) => return Err(format!("a wrong type passed: {typed:?}")),
        Err(error) if error.path() != pointer => return Err(format!("the path is {:?}", error.path())),
        Err(_) => {}
    }
    let (lenient, issues) = entry.decode_lenient(payload).map_err(|error| error.to_string())?;
    let paths: Vec<_> = issues.iter().map(|issue| issue.path.as_str()).collect();
    if paths != [pointer] {
        return Err(format!("lenient decoding tells {paths:?}"));
    }
    let written = lenient.to_value().map_err(|error| error.to_string())?;
    if written != *payload {
        return Err(format!("leniently not equal\n  came    {payload}\n  written {written}"));
    }
    Ok(String::new())
}

#[track_caller]
fn check_ours(api: &str) {
    let (schema, types) = (Schema::of(api), types(api));
    let mut tally = Tally::default();
    for payload in payloads::ours(api, &schema) {
        if let Some(typed) = tally.check(&payload, &schema, &types) {
            let name = payload.name.replace(['/', '#'], "__");
            insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots", omit_expression => true }, {
                insta::assert_snapshot!(name, typed);
            });
        }
    }
    assert!(tally.untyped.is_empty(), "no type for {:?}", tally.untyped);
    tally.assert_good(api);
}

#[test]
fn our_graph_payloads() {
    check_ours("graph-calls");
}

#[test]
fn our_acs_payloads() {
    check_ours("acs-calling");
}

/// The documented originals, where the environment names them; without them there is nothing to say.
#[test]
fn documented_payloads() {
    let Some(shared) = payloads::documented() else { return };
    let mut exceptions = Exceptions::read();
    for (api, what) in [("graph-calls", "Graph pages"), ("acs-calling", "Azure examples")] {
        let (schema, types) = (Schema::of(api), types(api));
        let payloads = match api {
            "graph-calls" => payloads::graph_pages(&shared, &schema),
            _ => payloads::azure_examples(&shared, &schema),
        };
        let mut tally = Tally::default();
        for payload in &payloads {
            if let Some(typed) = tally.check(payload, &schema, &types) {
                let name = payload.name.replace(['/', '#'], "__");
                insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots/documented", omit_expression => true }, {
                    insta::assert_snapshot!(name, digest::by_path(&typed));
                });
            }
        }
        tally.faults.extend(
            tally
                .untyped
                .iter()
                .filter(|name| !exceptions.cover(name))
                .map(|name| format!("{name}: no operation, event or notification says its type")),
        );
        let files: BTreeSet<_> = payloads.iter().map(|payload| payload.name.split('#').next()).collect();
        println!(
            "{what}: {} files with a body, {} of their bodies excepted",
            files.len(),
            tally.untyped.len()
        );
        tally.assert_good(what);
    }
    check_templates(&shared, &mut exceptions);
    exceptions.assert_all_needed();
}

/// A template names members; each must be one that its type has.
fn check_templates(shared: &Path, exceptions: &mut Exceptions) {
    let schema = Schema::of("graph-calls");
    let mut faults = Vec::new();
    let templates = payloads::graph_templates(shared);
    for template in &templates {
        let type_name = template.type_name.as_deref().unwrap_or_default();
        if schema.has(type_name) {
            unknown_members(&schema, type_name, &template.value, &template.name, &mut faults);
        } else {
            faults.push(format!("{}: no type {type_name}", template.name));
        }
    }
    faults.retain(|fault| !exceptions.cover(fault));
    println!("templates: {} files", templates.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn unknown_members(schema: &Schema, type_name: &str, value: &Value, file: &str, faults: &mut Vec<String>) {
    if let Value::Array(items) = value {
        items.iter().for_each(|item| unknown_members(schema, type_name, item, file, faults));
    }
    let (Some(members), Some(known)) = (value.as_object(), schema.members(type_name)) else { return };
    for (name, value) in members.iter().filter(|(name, _)| !name.starts_with('@')) {
        if !known.contains_key(name) {
            faults.push(format!("{file}: {type_name} has no member {name}"));
        } else if let Some(inner) = schema.type_of_member(type_name, name) {
            let tag = value["@odata.type"].as_str().and_then(|tag| tag.rsplit('.').next());
            let inner = tag.filter(|tag| schema.has(tag)).unwrap_or(inner);
            unknown_members(schema, inner, value, file, faults);
        }
    }
}

/// Known deviations of the documents, each with its reason.
struct Exceptions(Vec<(String, String, bool)>);

impl Exceptions {
    fn read() -> Self {
        let text = include_str!("../exceptions.json");
        let list: Vec<Value> = serde_json::from_str(text).expect("is JSON");
        let list = list.into_iter().map(|one| {
            let text = |name: &str| one[name].as_str().expect("a text").to_owned();
            assert!(text("reason").len() > 20, "a reason is a sentence: {one}");
            (text("where"), text("reason"), false)
        });
        Self(list.collect())
    }

    /// Whether an exception covers a finding.
    fn cover(&mut self, finding: &str) -> bool {
        let found = self.0.iter_mut().find(|(part, _, _)| finding.contains(part.as_str()));
        found.map(|(_, _, used)| *used = true).is_some()
    }

    fn assert_all_needed(&self) {
        println!("{} exceptions", self.0.len());
        let unused: Vec<_> = self.0.iter().filter(|(_, _, used)| !used).map(|(part, _, _)| part).collect();
        assert!(unused.is_empty(), "exceptions that are not needed: {unused:?}");
    }
}
