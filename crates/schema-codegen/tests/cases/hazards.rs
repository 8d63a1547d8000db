//! Small schemas that break generators, and the code that is expected for each, file by file.
//!
//! `hazards/NAME` contains one hazard as `schema.json` (Swagger or OpenAPI), `schema.yaml`, `schema.csdl.xml`,
//! `schema.xsd` and `schema.wsdl`, as far as the formats have it. `SCHEMA.toml` beside a schema is its
//! configuration; a CSDL
//! schema without one has that of `csdl.toml`. `expected/FORMAT` contains the expected files, and `report.txt`
//! with the notes for the maintainer. `tests/it/hazards_compile` compiles all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};
use schema_codegen::config::Config;
use schema_codegen::diagnostic::Result as Generated;
use schema_codegen::output::Output;
use schema_codegen::read::file_name;
use schema_codegen::{Input, generate, write};

use crate::is_update;

/// The command that writes the expected files anew. Every expected file names it.
const RENEW: &str = "UPDATE_EXPECTED=1 cargo test -p schema-codegen --test cases hazards";

/// The formats: the name of the schema file, and the folder of the expected files.
const FORMATS: [(&str, &str); 5] = [
    ("schema.json", "openapi"),
    ("schema.yaml", "yaml"),
    ("schema.csdl.xml", "csdl"),
    ("schema.xsd", "xsd"),
    ("schema.wsdl", "wsdl"),
];

/// Returns a test for each schema of each hazard.
pub fn tests() -> Vec<Trial> {
    let mut tests = Vec::new();
    for hazard in folders(&root()) {
        let count = tests.len();
        for (file, format) in FORMATS {
            let (schema, expected) = (hazard.join(file), hazard.join("expected").join(format));
            if schema.is_file() {
                let name = format!("hazards::{}::{format}", file_name(&hazard));
                tests.push(Trial::test(name, move || check(&schema, &expected)));
            }
        }
        assert!(tests.len() > count, "{} contains no schema", hazard.display());
    }
    tests
}

/// Generates the code of a hazard twice, and compares it with the expected files.
fn check(schema: &Path, expected: &Path) -> Result<(), Failed> {
    let (files, again) = (files(output(schema)?), files(output(schema)?));
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

fn output(schema: &Path) -> Generated<Output> {
    let name = file_name(schema);
    let own = schema.with_file_name(format!("{name}.toml"));
    let config = match name.as_str() {
        _ if own.is_file() => Config::read(&own)?,
        "schema.csdl.xml" => Config::read(&root().join("csdl.toml"))?,
        _ => Config::default(),
    };
    generate(&Input::of(config).schema(schema).command(RENEW))
}

/// Returns the generated files, and a report with the numbers and the notes for the maintainer.
fn files(output: Output) -> BTreeMap<String, String> {
    let mut report = format!("{} types, {} operations\n", output.types, output.operations);
    output.unmatched.iter().for_each(|one| report.push_str(&format!("unmatched: {}\n", one.what)));
    output.notes.iter().for_each(|note| report.push_str(&format!("note: {note}\n")));
    for one in &output.skipped {
        let what = if one.unsupported { "unsupported" } else { "skipped" };
        report.push_str(&format!("{what} {}: {}\n", one.name, one.reason));
    }
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
