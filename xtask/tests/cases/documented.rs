//! The published schemas and the documented payloads, which are not in the repository.
//!
//! Without the environment variable `DOCUMENTED_EXAMPLES` the tests are listed as ignored.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::Trial;
use schema_codegen::codegen::{self, Input};
use schema_codegen::config::Config;
use schema_codegen::diff::{self, ApiReport, Breaks, Change, Step};
use schema_codegen::lower::openapi::conform;
use schema_codegen::lower::{Roots, count};
use schema_codegen::read::csdl::{self, Csdl, TypeKind};
use schema_codegen::surface::Surface;
use schema_codegen::{lower, resolve};
use serde_json::Value;
use xtask::apis::{self, Api};
use xtask::{check, documented};

/// A test: its name, and what it does with the folder of the documented originals.
type Test = (&'static str, fn(&Path));

const TESTS: [Test; 8] = [
    ("every_operation_with_a_body_occurs_in_a_payload", every_operation_with_a_body_occurs_in_a_payload),
    ("published_schemas_have_the_facts_of_ours", published_schemas_have_the_facts_of_ours),
    ("call_automation_becomes_a_normal_form", call_automation_becomes_a_normal_form),
    ("graph_calls_have_86_types", graph_calls_have_86_types),
    ("the_whole_of_graph_is_lowered", the_whole_of_graph_is_lowered),
    ("the_whole_of_graph_only_adds_to_the_calls", the_whole_of_graph_only_adds_to_the_calls),
    ("three_versions_of_exchange_web_services_differ", three_versions_of_exchange_web_services_differ),
    ("two_versions_of_the_common_types_differ", two_versions_of_the_common_types_differ),
];

/// Returns the tests.
pub fn tests() -> Vec<Trial> {
    let folder = documented::folder();
    let tests = TESTS.iter().map(|(name, run)| {
        let test = |folder: PathBuf| {
            move || {
                run(&folder);
                Ok(())
            }
        };
        let name = format!("documented::{name}");
        match &folder {
            Some(folder) => Trial::test(name, test(folder.clone())),
            None => Trial::test(name, || Err(SKIPPED.into())).with_kind(SKIPPED).with_ignored_flag(true),
        }
    });
    tests.collect()
}

const SKIPPED: &str = "skipped: DOCUMENTED_EXAMPLES is not set";

fn api(name: &str) -> &'static Api {
    Api::named(name).expect("one of our APIs")
}

/// Returns the published schema of an API.
fn published(api: &Api, folder: &Path) -> PathBuf {
    folder.join("upstream").join(api.config.published.as_ref().expect("it is published"))
}

/// Returns the facts of a schema file, with the configuration of an API.
fn facts(name: &str, schema: &Path, roots: Roots) -> Surface {
    codegen::facts(&api(name).input_for(schema, roots)).expect("the schema can be read").surface
}

/// Returns the normal form of a schema file.
fn normal_form(input: &Input) -> Value {
    codegen::normal_form(input).expect("the schema can be lowered").expect("it is a JSON protocol")
}

fn graph(folder: &Path) -> PathBuf {
    published(api("graph-calls"), folder)
}

fn every_operation_with_a_body_occurs_in_a_payload(folder: &Path) {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["examples", "--coverage", "--json", "--html"])
        .arg(dir.path().join("page.html"))
        .env("DOCUMENTED_EXAMPLES", folder)
        .output()
        .expect("the program was built");
    let coverage: Value = serde_json::from_slice(&output.stdout).expect("the output is JSON");
    let mut documented = 0;
    for api in coverage["apis"].as_array().expect("a list") {
        let counts = api["counts"].as_array().expect("a list");
        let operations = counts.iter().find(|count| count["what"] == "operations").expect("a count");
        // The folder has payloads of three of the APIs.
        if operations["documented"] != 0 {
            assert_eq!(operations["documented"], operations["total"], "{}", api["api"]);
            documented += 1;
        }
    }
    assert_eq!(documented, 3);
}

fn published_schemas_have_the_facts_of_ours(folder: &Path) {
    for api in apis::all().expect("valid configurations") {
        let ours = api.input().and_then(|input| codegen::facts(&input)).expect("our schema can be read");
        let verdict = check::published(api, &published(api, folder), ours.surface);
        let verdict = verdict.expect("the published schema can be read");
        assert!(verdict.is_good(), "{}: {verdict}\n{:#?}", api.name, verdict.open);
    }
}

fn call_automation_becomes_a_normal_form(folder: &Path) {
    let api = api("acs-calling");
    let mut published = normal_form(&api.input_for(&published(api, folder), Roots::Configured));
    assert_eq!(conform::breaches(&published), Vec::<String>::new());
    assert_eq!(count::count(&published).operations, 34);
    assert_eq!(events(&published).len(), 40);
    let ours = normal_form(&api.input().expect("our schema is locked"));
    assert_eq!(names(&ours), names(&published));
    assert_eq!(events(&ours), events(&published));
    let module = resolve::json::resolve(&mut published, &Config::default(), &mut Vec::new());
    assert_eq!(module.expect("the document can be resolved").operations.len(), 34);
}

fn graph_calls_have_86_types(folder: &Path) {
    let csdl = csdl::read(&graph(folder)).expect("the schema can be read");
    let document = lowered(&csdl, Roots::Configured);
    assert_eq!(count::count(&document).to_string(), "86 types, 34 operations");
    check_accounted(&csdl, &document);
    let api = api("graph-calls");
    let ours = csdl::read(&api.schema_dir().join("calls.csdl.xml")).expect("our schema can be read");
    assert_eq!(names(&document), names(&lowered(&ours, Roots::Configured)));
}

fn the_whole_of_graph_is_lowered(folder: &Path) {
    let csdl = csdl::read(&graph(folder)).expect("the schema can be read");
    let document = lowered(&csdl, Roots::All);
    let is_empty = |kind: &TypeKind| matches!(kind, TypeKind::Enum(values) if values.members.is_empty());
    let empty = csdl.types.iter().filter(|def| is_empty(&def.kind)).count();
    let count = count::count(&document);
    assert_eq!((count.types, count.operations), (csdl.types.len() - empty, 34));
    let name = &document["components"]["schemas"]["CallRecordsUserIdentity"]["x-name"];
    assert_eq!(name, "callRecords.userIdentity");
    check_accounted(&csdl, &document);
    check_references(&document);
}

fn the_whole_of_graph_only_adds_to_the_calls(folder: &Path) {
    let surface = |roots| facts("graph-calls", &graph(folder), roots);
    let (report, counts) = compared("graph-calls", &surface(Roots::Configured), &surface(Roots::All));
    assert_eq!(counts[1..], [0, 0, 0], "{:?}", report.differences.first());
    assert!(counts[0] > 3000, "{counts:?}");
    assert_eq!(report.step(), Step::Minor);
}

fn three_versions_of_exchange_web_services_differ(folder: &Path) {
    let at = |version: &str| {
        let path = folder.join("upstream/ews").join(version).join("messages.xsd");
        facts("ews-um", &path, Roots::All)
    };
    let (sp2, exchange_2013, v2018) = (at("Exchange2010_SP2"), at("Exchange2013"), at("V2018_01_08"));
    let (report, counts) = compared("ews-um", &sp2, &exchange_2013);
    assert_eq!((counts, report.step()), ([10, 10, 2, 0], Step::Major));
    let has = |report: &ApiReport, key: &str, breaks: Breaks| {
        assert!(report.differences.iter().any(|one| one.key == key && one.breaks == breaks), "{key}");
    };
    has(&report, "value phone_call.ExchangeVersionType.Exchange2013", Breaks::Nobody);
    let (report, counts) = compared("ews-um", &exchange_2013, &v2018);
    assert_eq!((counts, report.step()), ([2083, 9, 10, 0], Step::Major));
    has(&report, "type phone_call.RequestServerVersion.@Version", Breaks::Writers);
    // It is part of a request.
    has(&report, "type phone_call.FindItemType.QueryString", Breaks::Writers);
}

fn two_versions_of_the_common_types_differ(folder: &Path) {
    let at = |version: &str| {
        let path = folder.join("upstream/acs/Common/stable").join(version).join("common.json");
        facts("acs-calling", &path, Roots::All)
    };
    let (report, counts) = compared("acs-calling", &at("2023-11-15"), &at("2025-06-30"));
    assert_eq!((counts, report.step()), ([5, 0, 0, 0], Step::Minor));
}

/// Returns the differences of two surfaces, and how many are additions, removals, changes and renamings.
fn compared(api: &str, old: &Surface, new: &Surface) -> (ApiReport, [usize; 4]) {
    let report =
        ApiReport { api: api.to_owned(), differences: diff::compare(old, new), ..ApiReport::default() };
    let counts = [Change::Added, Change::Removed, Change::Changed, Change::Renamed];
    let counts = counts.map(|change| report.count(change));
    (report, counts)
}

/// Lowers a CSDL schema with the capability annotations of our own.
fn lowered(csdl: &Csdl, roots: Roots) -> Value {
    let capabilities = csdl::read(&api("graph-calls").schema_dir().join("capabilities.csdl.xml"));
    let capabilities = capabilities.expect("our annotations can be read");
    let form = lower::csdl::lower(csdl, Some(&capabilities), &api("graph-calls").config, roots);
    form.expect("the schema can be lowered").document
}

/// Checks that every type was either emitted or skipped.
fn check_accounted(csdl: &Csdl, document: &Value) {
    let schemas = document["components"]["schemas"].as_object().expect("an object");
    let emitted: BTreeSet<&str> = schemas.values().filter_map(|schema| schema["x-name"].as_str()).collect();
    let entries = document["x-skipped"].as_array().expect("a list");
    let skipped: BTreeSet<&str> = entries.iter().filter_map(|entry| entry["name"].as_str()).collect();
    for def in &csdl.types {
        let name = def.name.replace("microsoft.graph.", "");
        assert!(emitted.contains(name.as_str()) != skipped.contains(name.as_str()), "{name}");
    }
}

/// Checks that every reference has a target.
fn check_references(document: &Value) {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        if let Some(target) = value["$ref"].as_str() {
            assert!(document.pointer(target.trim_start_matches('#')).is_some(), "{target} has no target");
        }
        match value {
            Value::Array(items) => open.extend(items),
            Value::Object(members) => open.extend(members.values()),
            _ => {}
        }
    }
}

/// Returns the names of the types in a normal form.
fn names(document: &Value) -> BTreeSet<&str> {
    let schemas = document["components"]["schemas"].as_object().expect("an object");
    schemas.keys().map(String::as_str).collect()
}

/// Returns the names of the event types in a normal form.
fn events(document: &Value) -> BTreeSet<&str> {
    let schemas = document["components"]["schemas"].as_object().expect("an object");
    schemas.values().filter_map(|schema| schema["x-event"].as_str()).collect()
}
