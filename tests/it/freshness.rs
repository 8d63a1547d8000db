//! The committed code and surfaces are up to date with the schemas.

use schema_codegen::{generate, write};
use xtask::apis::{Api, COMMAND};

/// Generates the code of an API twice, compares it with the committed code, and returns the numbers of types,
/// operations and events.
#[track_caller]
fn check(name: &str) -> (usize, usize, usize) {
    let api = Api::named(name).unwrap_or_else(|error| panic!("{error}"));
    let generate = || api.input().and_then(|input| generate(&input));
    let first = generate().unwrap_or_else(|error| panic!("{error}"));
    let second = generate().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(first.files, second.files, "{} differs between two runs", api.name);
    let diff = write::difference(&api.generated_dir(), &first.files);
    let diff = diff.unwrap_or_else(|error| panic!("{error}"));
    assert!(diff.is_empty(), "{diff}\nrun `{} --api {}` and review the diff", COMMAND, api.name);
    assert!(first.files.contains_key("surface.txt"), "the surface is a generated file");
    let events = first.surface.values().filter(|value| value.contains(" event ")).count();
    (first.types, first.operations, events)
}

#[test]
fn the_code_of_ews_um_is_up_to_date() {
    assert_eq!(check("ews-um"), (57, 14, 0));
}

#[test]
fn the_code_of_graph_calls_is_up_to_date() {
    assert_eq!(check("graph-calls"), (86, 34, 0));
}

#[test]
fn the_code_of_graph_call_records_is_up_to_date() {
    assert_eq!(check("graph-call-records"), (57, 6, 0));
}

#[test]
fn the_code_of_graph_online_meetings_is_up_to_date() {
    assert_eq!(check("graph-online-meetings"), (47, 22, 0));
}

#[test]
fn the_code_of_acs_calling_is_up_to_date() {
    assert_eq!(check("acs-calling"), (141, 34, 40));
}
