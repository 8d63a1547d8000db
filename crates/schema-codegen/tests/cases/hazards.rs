//! Small schemas that break generators, and the code that is expected for each, file by file.
//!
//! `hazards/NAME` contains one hazard as `schema.json` (Swagger or OpenAPI), `schema.csdl.xml`,
//! `schema.xsd` and `schema.wsdl`, as far as the formats have it. `SCHEMA.renames.json` beside a schema is optional.
//! `expected/FORMAT` contains the expected files, and `report.txt` with the notes for the maintainer.
//! `tests/it/hazards_compile` compiles all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use schema_codegen::apis::{RENAMES, Roots};
use schema_codegen::codegen::input::{Input, Kind};
use schema_codegen::lower::csdl::Tables;
use schema_codegen::lower::openapi::events::Events;
use schema_codegen::lower::{csdl, openapi};
use schema_codegen::output::Output;
use schema_codegen::publishers::Publishers;
use schema_codegen::read::file_name;
use schema_codegen::resolve::renames::Renames;
use schema_codegen::{codegen, write};

use crate::is_update;

/// The command that writes the expected files anew. Every expected file names it.
const RENEW: &str = "UPDATE_EXPECTED=1 cargo test -p schema-codegen --test cases hazards";

/// Returns how the schema of a hazard is lowered.
type KindOf = fn(&Path) -> Kind;

/// The formats: the name of the schema file, the folder of the expected files, and how the schema is lowered.
const FORMATS: [(&str, &str, KindOf); 4] = [
    ("schema.json", "openapi", of_openapi),
    ("schema.csdl.xml", "csdl", of_csdl),
    ("schema.xsd", "xsd", of_xsd),
    ("schema.wsdl", "wsdl", of_xsd),
];

/// Every CSDL hazard has a namespace `n`, a singleton `store` with `things`, and a root of all entities.
const TABLES: Tables = Tables {
    title: "Hazard",
    version: "v1",
    namespace: "n",
    tag: "@odata.type",
    path: ("store", "things"),
    roots: &["n.thing"],
    responses: &[],
    bare: &["n.entity"],
    narrowed: &[],
    secrets: &[],
};

/// The events of the hazard `events`.
const EVENTS: Events = Events {
    prefix: "Nasty.",
    around: ("", ""),
    member: "event-id",
    shared: &["event-id", "outcome", "type"],
};

fn of_openapi(schema: &Path) -> Kind {
    let has_events = schema.parent().is_some_and(|hazard| hazard.ends_with("events"));
    let options = openapi::Options { events: has_events.then_some(EVENTS), ..openapi::Options::default() };
    Kind::OpenApi { options, supplement: None }
}

fn of_csdl(_schema: &Path) -> Kind {
    Kind::Csdl { capabilities: None, options: csdl::Options { roots: Roots::Calls, tables: &TABLES } }
}

fn of_xsd(_schema: &Path) -> Kind {
    Kind::Xsd { module: "types", about: "The types of the hazard.", roots: Roots::All }
}

/// Returns a test for each schema of each hazard.
pub fn tests() -> Vec<Trial> {
    let mut tests = Vec::new();
    for hazard in folders(&root()) {
        let count = tests.len();
        for (file, format, kind) in FORMATS {
            let (schema, expected) = (hazard.join(file), hazard.join("expected").join(format));
            if schema.is_file() {
                let name = format!("hazards::{}::{format}", file_name(&hazard));
                tests.push(Trial::test(name, move || check(&schema, kind, &expected)));
            }
        }
        assert!(tests.len() > count, "{} contains no schema", hazard.display());
    }
    tests
}

/// Generates the code of a hazard twice, and compares it with the expected files.
fn check(schema: &Path, kind: KindOf, expected: &Path) -> Result<(), Failed> {
    let (files, again) = (files(generate(schema, kind)?), files(generate(schema, kind)?));
    if files != again {
        return Err("two runs give different files".into());
    }
    if is_update() {
        write::write(expected, &files)?;
        return Ok(());
    }
    let difference = write::difference(expected, &files)?;
    if difference.is_empty() {
        return Ok(());
    }
    Err(format!("{difference}\nIf the new output is right: {RENEW}").into())
}

fn generate(schema: &Path, kind: KindOf) -> schema_codegen::diagnostic::Result<Output> {
    let renames = schema.with_file_name(format!("{}.{RENAMES}", file_name(schema)));
    let input = Input { schema: schema.to_owned(), kind: kind(schema) };
    codegen::run(&[input], &Renames::read(&renames)?, &Publishers::NONE, RENEW, |_| ())
}

/// Returns the generated files, and a report with the numbers and the notes for the maintainer.
fn files(output: Output) -> BTreeMap<String, String> {
    let mut report = format!("{} types, {} operations\n", output.types, output.operations);
    output.notes.iter().for_each(|note| report.push_str(&format!("note: {note}\n")));
    output.skipped.iter().for_each(|one| report.push_str(&format!("skipped {}: {}\n", one.name, one.reason)));
    let mut files = output.files;
    files.insert("report.txt".to_owned(), report);
    files
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hazards")
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("the folder of the hazards exists");
    let mut folders: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}
