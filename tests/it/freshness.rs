//! The committed code and surfaces are what the schemas say: a schema that moves is seen here first.

use xtask::apis::{APIS, Api};
use xtask::codegen::{self, Request};
use xtask::progress::Progress;
use xtask::write;

/// Generates the code of an API twice, compares it with the committed code, and returns its numbers of types,
/// operations and events.
#[track_caller]
fn check(api: &'static Api) -> (usize, usize, usize) {
    let generate = || codegen::generate(&Request::own(api), &Progress::start());
    let output = generate().unwrap_or_else(|fault| panic!("{fault}"));
    let again = generate().unwrap_or_else(|fault| panic!("{fault}"));
    assert_eq!(output.files, again.files, "{} differs between two runs", api.name);
    let diff = write::difference(&api.crate_dir().join("src/generated"), &output.files);
    let diff = diff.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(diff.is_empty(), "{diff}\nrun `{} --api {}` and review the diff", codegen::COMMAND, api.name);
    assert!(output.files.contains_key("surface.txt"), "the surface is one of the files");
    let events = output.surface.values().filter(|value| value.contains(" event ")).count();
    (output.types, output.operations, events)
}

#[test]
fn ews_um_is_fresh() {
    assert_eq!(check(&APIS[0]), (57, 14, 0));
}

#[test]
fn graph_calls_is_fresh() {
    assert_eq!(check(&APIS[1]), (86, 34, 0));
}

#[test]
fn acs_calling_is_fresh() {
    assert_eq!(check(&APIS[2]), (141, 34, 40));
}
