//! Each kind of change of a schema, on each format, and what `schema diff` reports about it.
//!
//! `tests/changes` contains a schema of each format. A case replaces texts in it, and compares the schema
//! before and after, in both directions: if one direction adds something, the other removes it.

mod csdl;
mod openapi;
mod xsd;

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use schema_codegen::config::Config;
use schema_codegen::surface::Surface;
use schema_codegen::{Input, codegen, diff};

/// The kinds of changes.
const KINDS: [&str; 32] = [
    "type",
    "enum",
    "union",
    "element",
    "event",
    "optional_member",
    "required_member_that_is_only_sent",
    "required_member_that_is_only_received",
    "required_member_that_is_both",
    "member_that_becomes_required",
    "member_with_another_type",
    "member_that_becomes_a_list",
    "member_that_may_be_null",
    "member_with_other_letters",
    "enum_value",
    "arm_of_a_union",
    "tag_of_a_union",
    "operation",
    "operation_that_moves",
    "optional_parameter",
    "required_parameter",
    "parameter_in_the_path",
    "parameter_that_becomes_required",
    "parameter_with_another_type",
    "parameter_that_the_client_supplies",
    "body",
    "body_with_another_type",
    "body_in_another_format",
    "error_status",
    "success_with_another_body",
    "response_with_another_type",
    "paging",
];

/// A kind of change in a format.
enum Case {
    /// Texts are replaced, each of which occurs once.
    Edit {
        replace: &'static [(&'static str, &'static str)],
        /// The differences from the schema to the edited one: `change breaks step key (use)`.
        forth: &'static [&'static str],
        /// The differences from the edited schema to the original one.
        back: &'static [&'static str],
    },
    /// The format has no such change, for this reason.
    Absent(&'static str),
}

/// A format: its name, the schema, the configuration, and a case for each kind.
struct Format {
    name: &'static str,
    schema: &'static str,
    config: &'static str,
    cases: &'static [(&'static str, Case)],
}

const FORMATS: &[Format] = &[
    Format {
        name: "openapi",
        schema: "schema.json",
        config: "openapi.events = { prefix = 'Call.', member = 'event-id' }",
        cases: openapi::CASES,
    },
    Format {
        name: "csdl",
        schema: "schema.csdl.xml",
        config: "csdl = { paths = ['store/things'], types = ['n.thing'], bare = ['n.entity'] }",
        cases: csdl::CASES,
    },
    Format { name: "xsd", schema: "schema.xsd", config: "", cases: xsd::CASES },
];

/// Returns a test for each kind of change on each format, and one that no kind is missing.
pub fn tests() -> Vec<Trial> {
    let mut tests = Vec::new();
    for format in FORMATS {
        let name = format!("changes::{}::has_every_kind", format.name);
        tests.push(Trial::test(name, move || every_kind(format.cases)));
        for (kind, case) in format.cases {
            if let Case::Edit { replace, forth, back } = case {
                let name = format!("changes::{}::{kind}", format.name);
                tests.push(Trial::test(name, move || check(format, replace, forth, back)));
            }
        }
    }
    tests
}

fn every_kind(cases: &[(&str, Case)]) -> Result<(), Failed> {
    let kinds: Vec<&str> = cases.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, KINDS);
    for (kind, case) in cases {
        if let Case::Absent(reason) = case {
            assert!(!reason.is_empty(), "no reason is given for {kind}");
        }
    }
    Ok(())
}

fn check(format: &Format, replace: &[(&str, &str)], forth: &[&str], back: &[&str]) -> Result<(), Failed> {
    let file = format.schema;
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes").join(file);
    let mut text = fs::read_to_string(&schema)?;
    for (from, to) in replace {
        if text.matches(from).count() != 1 {
            return Err(format!("{file} must contain the text once: {from}").into());
        }
        text = text.replace(from, to);
    }
    let dir = tempfile::tempdir()?;
    let edited = dir.path().join(file);
    fs::write(&edited, text)?;
    let config = Config::parse(Path::new("api.toml"), format.config)?;
    let surface =
        |schema| codegen::facts(&Input::of(config.clone()).schema(schema)).map(|facts| facts.surface);
    let (old, new) = (surface(&schema)?, surface(&edited)?);
    let found = (differences(&old, &new), differences(&new, &old));
    if found.0 == forth && found.1 == back {
        return Ok(());
    }
    Err(format!("found:\nforth: {:#?}\nback: {:#?}\nexpected:\n{forth:#?}\n{back:#?}", found.0, found.1)
        .into())
}

fn differences(old: &Surface, new: &Surface) -> Vec<String> {
    let lines = diff::compare(old, new).into_iter().map(|one| {
        let name = one.renamed.as_ref().map(|name| format!(" -> {name}")).unwrap_or_default();
        let only = one.only.map(|only| format!(" ({})", only.word())).unwrap_or_default();
        let (change, breaks, step) = (one.change.word(), one.breaks.word(), one.step.word());
        format!("{change} {breaks} {step} {}{name}{only}", one.key)
    });
    lines.collect()
}
