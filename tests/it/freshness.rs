//! The committed code and surfaces are up to date with the schemas.

use schema_codegen::apis::{APIS, Api};
use schema_codegen::codegen::{self, Request};
use schema_codegen::progress::Progress;
use schema_codegen::write;

/// Generates the code of an API twice, compares it with the committed code, and returns the numbers of types,
/// operations and events.
#[track_caller]
fn check(api: &'static Api) -> (usize, usize, usize) {
    let generate = || codegen::generate(&Request::own(api), &Progress::start());
    let first = generate().unwrap_or_else(|error| panic!("{error}"));
    let second = generate().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(first.files, second.files, "{} differs between two runs", api.name);
    let diff = write::difference(&api.crate_dir().join("src/generated"), &first.files);
    let diff = diff.unwrap_or_else(|error| panic!("{error}"));
    assert!(diff.is_empty(), "{diff}\nrun `{} --api {}` and review the diff", codegen::COMMAND, api.name);
    assert!(first.files.contains_key("surface.txt"), "the surface is a generated file");
    let events = first.surface.values().filter(|value| value.contains(" event ")).count();
    (first.types, first.operations, events)
}

#[test]
fn the_code_of_ews_um_is_up_to_date() {
    assert_eq!(check(&APIS[0]), (57, 14, 0));
}

#[test]
fn the_code_of_graph_calls_is_up_to_date() {
    assert_eq!(check(&APIS[1]), (86, 34, 0));
}

#[test]
fn the_code_of_acs_calling_is_up_to_date() {
    assert_eq!(check(&APIS[2]), (141, 34, 40));
}
