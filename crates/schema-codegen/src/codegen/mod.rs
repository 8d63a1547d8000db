//! Runs the five stations: read, lower, resolve, emit, write.

pub mod input;
mod lowered;
mod request;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

use self::input::Input;
use self::lowered::Lowered;
pub use self::request::{Request, Station};
use self::schema::Schema;
use crate::apis::{Api, Roots};
use crate::diagnostic::{Diagnostic, Result};
use crate::emit;
use crate::output::Output;
use crate::progress::Progress;
use crate::publishers::Publishers;
use crate::resolve::renames::Renames;
use crate::surface::{self, Surface};

/// The command that every generated file names.
pub const COMMAND: &str = "cargo xtask codegen";

/// Runs the stations up to `emit` for an API.
pub fn generate(request: &Request, progress: &Progress) -> Result<Output> {
    let schema = request.schema_file()?;
    let (inputs, renames) = (Input::of(request, &schema), request.renames()?);
    run(&inputs, &renames, request.publishers(), COMMAND, |station| {
        progress.step(format!("{}: {station}", request.api.name));
    })
    .map_err(|diagnostic| diagnostic.or_file(&schema))
}

/// Runs the stations up to `emit` for some inputs. Every generated file names the command.
pub fn run(
    inputs: &[Input],
    renames: &Renames,
    publishers: &Publishers,
    command: &str,
    step: impl Fn(&str),
) -> Result<Output> {
    check_modules(inputs, renames)?;
    let mut output = Output::default();
    let mut sources = BTreeSet::new();
    for input in inputs {
        let files = one(input, renames, publishers, command, &step, &mut output);
        sources.extend(files.map_err(|diagnostic| diagnostic.or_file(&input.schema))?);
    }
    if inputs.iter().any(|input| !input.module().is_empty()) {
        let header = emit::print::header(command, &sources.into_iter().collect::<Vec<_>>());
        output.files.insert("mod.rs".to_owned(), index(&header, inputs));
    }
    output.files.insert("surface.txt".to_owned(), surface::text(&output.surface));
    Ok(output)
}

/// Adds the module of one input to the output, and returns the names of the files that were read.
fn one(
    input: &Input,
    renames: &Renames,
    publishers: &Publishers,
    command: &str,
    step: impl Fn(&str),
    output: &mut Output,
) -> Result<Vec<String>> {
    step("read");
    let schema = Schema::read(input)?;
    step("lower");
    let mut lowered = schema.lower()?;
    step("resolve");
    let module = lowered.resolve(renames, publishers)?;
    step("emit");
    let (files, name) = (schema.files(), input.module());
    for (file, text) in emit::emit(&module, &emit::print::header(command, &files))? {
        let path = if name.is_empty() { file } else { format!("{name}/{file}") };
        if output.files.insert(path, text).is_some() {
            return Err(Diagnostic::new(format!("two schemas would both become the module {name}")));
        }
    }
    output.notes.extend(module.notes);
    lowered.report(output);
    Ok(files)
}

/// Checks that every name is for a type of one of the modules.
fn check_modules(inputs: &[Input], renames: &Renames) -> Result<()> {
    let modules: Vec<&str> = inputs.iter().map(Input::module).filter(|module| !module.is_empty()).collect();
    if modules.is_empty() {
        return Ok(());
    }
    let is_known = |name: &str| name.split('.').next().is_some_and(|module| modules.contains(&module));
    match renames.iter().find(|(_, entry)| !is_known(&entry.schema_name)) {
        Some((index, entry)) => {
            let what = format!("{} is not a type of one of the modules", entry.schema_name);
            let help = format!("write the module before the type; the modules are {}", modules.join(", "));
            Err(renames.diagnostic(index, "type", what).help(help))
        }
        None => Ok(()),
    }
}

/// Returns the file that declares the modules.
fn index(header: &str, inputs: &[Input]) -> String {
    let mut text = format!("{header}//! The types of the schemas, one module for each service.\n\n");
    for input in inputs {
        text.push_str(&format!("pub mod {};\n", input.module()));
    }
    text
}

/// Reads and lowers the schemas of an API.
fn lower(request: &Request, progress: &Progress) -> Result<Vec<Lowered>> {
    let schema = request.schema_file()?;
    progress.step(format!("{}: read and lower", request.api.name));
    let lowered = Input::of(request, &schema).into_iter().map(|input| {
        let lowered = Schema::read(&input).and_then(|schema| schema.lower());
        lowered.map_err(|diagnostic| diagnostic.or_file(&input.schema))
    });
    lowered.collect()
}

/// Returns the normal form of a JSON protocol.
pub fn normal_form(request: &Request, progress: &Progress) -> Result<Value> {
    let form = lower(request, progress)?.into_iter().find_map(|lowered| match lowered {
        Lowered::NormalForm(document) => Some(document),
        Lowered::Xml { .. } => None,
    });
    form.ok_or_else(|| {
        Diagnostic::new(format!("{} is an XML protocol, which has no normal form", request.api.name))
    })
}

/// Returns the surface of an API: what [`generate`] writes into `surface.txt`, without the work of the
/// libraries.
pub fn surface(request: &Request, progress: &Progress) -> Result<Surface> {
    Ok(lower(request, progress)?.iter().flat_map(Lowered::surface).collect())
}

/// Returns the surface of a schema file that need not be one of ours.
pub fn surface_of_file(api: &Api, schema: &std::path::Path, roots: Roots) -> Result<Surface> {
    let lowered = Schema::read(&Input::alone(api, schema, roots))?.lower();
    Ok(lowered.map_err(|diagnostic| diagnostic.or_file(schema))?.surface())
}

/// Returns the output of a station as text.
pub fn dump(request: &Request, station: Station) -> Result<String> {
    let progress = Progress::start();
    let files = |print: fn(&str, &str) -> String| {
        let output = generate(request, &progress)?;
        Ok(output.files.iter().map(|(name, text)| print(name, text)).collect())
    };
    match station {
        Station::Emit => files(|name, text| format!("// ==== {name}\n{text}\n")),
        Station::Write => files(|name, text| format!("{:>9} {name}\n", text.len())),
        Station::Read | Station::Lower | Station::Resolve => {
            let inputs = Input::of(request, &request.schema_file()?);
            let renames = request.renames()?;
            let dumped = inputs.iter().map(|input| {
                dump_one(input, station, &renames, request.publishers())
                    .map_err(|diagnostic| diagnostic.or_file(&input.schema))
            });
            dumped.collect()
        }
    }
}

/// Returns the output of one of the first three stations for an input.
fn dump_one(input: &Input, station: Station, renames: &Renames, publishers: &Publishers) -> Result<String> {
    let schema = Schema::read(input)?;
    if station == Station::Read {
        return Ok(schema.to_string());
    }
    let mut lowered = schema.lower()?;
    if station == Station::Lower {
        return Ok(lowered.to_string());
    }
    Ok(lowered.resolve(renames, publishers)?.to_string())
}
