//! Small schemas with everything nasty, and the code that the generator makes of each, file by file.
//!
//! `hazards/NAME` holds one hazard: `schema.json` (Swagger or OpenAPI), `schema.csdl.xml` and `schema.xsd`, as far
//! as it exists in that format, perhaps `SCHEMA.renames.json` beside it, and in `expected/FORMAT` what comes out, with the notes for the maintainer.
//! `hazards_compile.rs` compiles all of it and runs what compiling does not prove.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::apis::Roots;
use xtask::diagnostic::Result;
use xtask::lower::csdl::Tables;
use xtask::lower::openapi::Options;
use xtask::lower::openapi::events::Events;
use xtask::lower::{self};
use xtask::output::Output;
use xtask::publishers::Publishers;
use xtask::read::renames::{RENAMES, Renames};
use xtask::read::{self};
use xtask::{codegen, emit, write};

/// How to make the expected output anew; it stands in every file of it.
const RENEW: &str = "UPDATE_EXPECTED=1 cargo test -p xtask --test hazards";

/// The stations of one format, from a schema file to what comes out.
type Stations = fn(&Path) -> Result<Output>;

/// The formats: the name of the schema file, the folder of the output, and the stations.
const FORMATS: [(&str, &str, Stations); 3] = [
    ("schema.json", "openapi", of_openapi),
    ("schema.csdl.xml", "csdl", of_csdl),
    ("schema.xsd", "xsd", of_xsd),
];

/// Every CSDL hazard has a namespace `n`, a singleton `store` with `things`, and a root of all entities.
const TABLES: Tables = Tables {
    title: "Hazard",
    version: "v1",
    namespace: "n",
    tag: "@odata.type",
    path: ("store", "things"),
    roots: &["n.thing"],
    answers: &[],
    bare: &["n.entity"],
    narrowed: &[],
    secrets: &[],
};

/// The events of the hazard of that name.
const EVENTS: Events = Events {
    prefix: "Nasty.",
    around: ("", ""),
    member: "event-id",
    shared: &["event-id", "outcome", "type"],
};

fn header(schema: &Path) -> String {
    emit::print::header(RENEW, &[read::file_name(schema)])
}

/// The names of the types beside a schema, if there are any.
fn renames(schema: &Path) -> Result<Renames> {
    let file = format!("{}.{RENAMES}", read::file_name(schema));
    Renames::read(&schema.with_file_name(file))
}

fn of_openapi(schema: &Path) -> Result<Output> {
    let document = read::openapi::read(schema)?;
    let has_events = schema.parent().is_some_and(|hazard| hazard.ends_with("events"));
    let options = Options { events: has_events.then_some(EVENTS), ..Options::default() };
    let document = lower::openapi::lower(&document, &options)?;
    codegen::json::of_normal_form(&document, &renames(schema)?, &Publishers::NONE, &header(schema), |_| ())
}

fn of_csdl(schema: &Path) -> Result<Output> {
    let csdl = read::csdl::read(schema)?;
    let options = lower::csdl::Options { roots: Roots::Calls, tables: &TABLES };
    let document = lower::csdl::lower(&csdl, None, &options)?;
    codegen::json::of_normal_form(&document, &renames(schema)?, &Publishers::NONE, &header(schema), |_| ())
}

fn of_xsd(schema: &Path) -> Result<Output> {
    let about = "The types of the hazard.";
    let input =
        codegen::xml::Input { module: "types", about, schema: schema.to_path_buf(), roots: Roots::All };
    codegen::xml::generate(&[input], &renames(schema)?, &Publishers::NONE, RENEW, |_| ())
}

#[test]
fn every_hazard_comes_out_as_expected() {
    let mut report = String::new();
    let mut count = 0;
    for hazard in folders(&root()) {
        let present = FORMATS.iter().filter(|(schema, ..)| hazard.join(schema).is_file());
        let present: Vec<_> = present.collect();
        assert!(!present.is_empty(), "{} has no schema file", hazard.display());
        for (schema, format, generate) in present {
            count += 1;
            let schema = hazard.join(schema);
            match generate(&schema) {
                Ok(output) => compare(&hazard.join("expected").join(format), &files(output), &mut report),
                Err(diagnostic) => report.push_str(&format!("{}: {diagnostic}\n", relative(&schema))),
            }
        }
    }
    assert!(report.is_empty(), "{report}\nIf the new output is right: {RENEW}");
    assert!(count > 0, "no hazard was found");
}

#[test]
fn two_runs_make_the_same() {
    for hazard in folders(&root()) {
        for (schema, _, generate) in FORMATS.iter().filter(|(schema, ..)| hazard.join(schema).is_file()) {
            let run = || generate(&hazard.join(schema)).map(files).ok();
            assert_eq!(run(), run(), "{}", hazard.display());
        }
    }
}

/// The files of a output, and one more with what it tells the maintainer.
fn files(output: Output) -> BTreeMap<String, String> {
    let mut told = format!("{} types, {} operations\n", output.types, output.operations);
    output.notes.iter().for_each(|note| told.push_str(&format!("note: {note}\n")));
    output.skipped.iter().for_each(|one| told.push_str(&format!("skipped {}: {}\n", one.name, one.reason)));
    let mut files = output.files;
    files.insert("report.txt".to_owned(), told);
    files
}

/// Adds the difference to what is expected, or makes it the expected if the environment asks for that.
fn compare(expected: &Path, files: &BTreeMap<String, String>, report: &mut String) {
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        write::write(expected, files).expect("the new output can be written");
        return;
    }
    let difference = write::difference(expected, files).expect("the old output can be read");
    if !difference.is_empty() {
        report.push_str(&format!("{}:\n{difference}\n", relative(expected)));
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hazards")
}

fn folders(dir: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(dir).expect("the folder of the hazards is there");
    let mut folders: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn relative(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string()
}
