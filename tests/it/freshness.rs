//! The committed code and surfaces are what the schemas say: a schema that moves is seen here first.

use xtask::apis::{APIS, Api};
use xtask::codegen::{self, Request};
use xtask::progress::Progress;
use xtask::write;

/// A whole API: every generated file, and the surface among them.
#[track_caller]
fn is_fresh(api: &'static Api) {
    let product = codegen::generate(&Request::own(api), &Progress::start());
    let product = product.unwrap_or_else(|fault| panic!("{fault}"));
    let diff = write::difference(&api.crate_dir().join("src/generated"), &product.files);
    let diff = diff.unwrap_or_else(|fault| panic!("{fault}"));
    assert!(diff.is_empty(), "{diff}\nrun `{} --api {}` and review the diff", codegen::COMMAND, api.name);
    assert!(product.files.contains_key("surface.txt"), "the surface is one of the files");
}

#[test]
fn ews_um_is_fresh() {
    is_fresh(&APIS[0]);
}

#[test]
fn graph_calls_is_fresh() {
    is_fresh(&APIS[1]);
}

#[test]
fn acs_calling_is_fresh() {
    is_fresh(&APIS[2]);
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    for api in APIS {
        let files = || codegen::generate(&Request::own(api), &Progress::start()).map(|product| product.files);
        assert_eq!(files(), files(), "{}", api.name);
    }
}

/// What the three schemas hold, in numbers that do not move by accident.
#[test]
fn nothing_is_lost_on_the_way() {
    let counts = APIS.iter().map(|api| {
        let product = codegen::generate(&Request::own(api), &Progress::start());
        let product = product.unwrap_or_else(|fault| panic!("{fault}"));
        let events = product.surface.values().filter(|value| value.contains(" event ")).count();
        (api.name, product.types, product.operations, events)
    });
    let expected = [("ews-um", 57, 14, 0), ("graph-calls", 86, 34, 0), ("acs-calling", 141, 34, 40)];
    assert_eq!(counts.collect::<Vec<_>>(), expected);
}
