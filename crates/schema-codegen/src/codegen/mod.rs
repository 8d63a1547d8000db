//! Runs the stations: read, lower, resolve and emit. [`write`](crate::write) is the fifth.

mod input;
mod lowered;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::Value;

pub use self::input::Input;
use self::input::Part;
use self::lowered::Lowered;
use self::schema::Schema;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Result};
use crate::emit;
use crate::lower::NormalForm;
use crate::output::{Output, Skipped};
use crate::progress::Progress;
use crate::surface::{self, Surface};

/// A station whose output can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Station {
    /// The schema that was read
    Read,
    /// The normal form, or the types of an XML Schema
    Lower,
    /// The types and operations of the Rust code
    Resolve,
    /// The generated files
    Emit,
    /// The names and sizes of the files
    Write,
}

/// The public facts of a schema.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The facts.
    pub surface: Surface,
    /// The rows of the configuration that match nothing in the schema.
    pub unmatched: Vec<Diagnostic>,
}

/// Generates the code of an input.
///
/// # Errors
///
/// Returns a diagnostic if the schema has a fault, and, if the input is strict, if something is not supported
/// or if a row of the configuration matches nothing.
pub fn generate(input: &Input) -> Result<Output> {
    run(input, |_| ())
}

/// Generates the code of an input, and reports each station to `progress` with the name of the input.
///
/// # Errors
///
/// Returns a diagnostic, as [`generate`] does.
pub fn generate_with(input: &Input, name: &str, progress: &Progress) -> Result<Output> {
    run(input, |station| progress.step(format!("{name}: {station}")))
}

fn run(input: &Input, step: impl Fn(&str)) -> Result<Output> {
    let parts = input.parts()?;
    check_modules(input)?;
    let mut output = Output::default();
    let mut sources = BTreeSet::new();
    for part in &parts {
        let files = one(input, part, &step, &mut output);
        sources.extend(files.map_err(|diagnostic| diagnostic.or_file(&part.schema))?);
    }
    if parts.iter().any(|part| !part.module().is_empty()) {
        let header = emit::print::header(input.header_command(), &sources.into_iter().collect::<Vec<_>>());
        output.files.insert("mod.rs".to_owned(), index(&header, &parts));
    }
    output.files.insert("surface.txt".to_owned(), surface::text(&output.surface));
    report_unsupported(input.config(), &mut output);
    if input.is_strict() {
        refuse_unsupported(input.config(), &output.skipped)?;
        refuse_unmatched(&output.unmatched)?;
    }
    Ok(output)
}

/// Adds the module of one part to the output, and returns the names of the files that were read.
fn one(input: &Input, part: &Part<'_>, step: impl Fn(&str), output: &mut Output) -> Result<Vec<String>> {
    step("read");
    let schema = Schema::read(part)?;
    step("lower");
    let mut lowered = schema.lower(input)?;
    step("resolve");
    let module = lowered.resolve(input.config(), &mut output.unmatched)?;
    step("emit");
    let (files, name) = (schema.files(), part.module());
    for (file, text) in emit::emit(&module, &emit::print::header(input.header_command(), &files))? {
        let path = if name.is_empty() { file } else { format!("{name}/{file}") };
        if output.files.insert(path, text).is_some() {
            return Err(Diagnostic::new(format!("two schemas would both become the module {name}")));
        }
    }
    output.notes.extend(module.notes);
    lowered.report(output);
    Ok(files)
}

/// Adds the rows of the configuration to `unmatched` that name no unsupported operation.
fn report_unsupported(config: &Config, output: &mut Output) {
    let is_skipped =
        |name: &str| output.skipped.iter().any(|skipped| skipped.unsupported && skipped.name == name);
    let unmatched = config.unsupported.iter().filter(|row| !is_skipped(&row.operation));
    let unmatched: Vec<_> = unmatched
        .map(|row| config.unmatched(row, format!("no unsupported operation is named {}", row.operation)))
        .collect();
    output.unmatched.extend(unmatched);
}

/// Refuses unsupported operations that the configuration does not list.
fn refuse_unsupported(config: &Config, skipped: &[Skipped]) -> Result<()> {
    let is_listed = |name: &str| config.unsupported.iter().any(|row| row.operation == name);
    let mut open = skipped.iter().filter(|one| one.unsupported && !is_listed(&one.name));
    let Some(Skipped { name, reason, .. }) = open.next() else { return Ok(()) };
    let more = match open.count() {
        0 => String::new(),
        count => format!(" ({count} more are not supported)"),
    };
    Err(Diagnostic::new(format!("{name} is not supported: {reason}{more}"))
        .help("list it in `unsupported` of the configuration with a reason, or generate without --strict"))
}

/// Refuses rows of the configuration that match nothing.
fn refuse_unmatched(unmatched: &[Diagnostic]) -> Result<()> {
    let Some(first) = unmatched.first() else { return Ok(()) };
    let mut diagnostic = first.clone();
    if unmatched.len() > 1 {
        diagnostic.what.push_str(&format!(" ({} more rows match nothing)", unmatched.len() - 1));
    }
    Err(diagnostic)
}

/// Checks that every new name is for a type of one of the modules.
fn check_modules(input: &Input) -> Result<()> {
    let config = input.config();
    let modules: Vec<&str> = config.xsd.modules.iter().map(|module| module.name.as_str()).collect();
    if modules.is_empty() {
        return Ok(());
    }
    let is_known = |name: &str| name.split('.').next().is_some_and(|module| modules.contains(&module));
    match config.renames.iter().find(|row| !is_known(&row.schema_name)) {
        Some(row) => {
            let what = format!("{} is not a type of one of the modules", row.schema_name);
            let help = format!("write the module before the type; the modules are {}", modules.join(", "));
            Err(config.diagnostic(row, what).help(help))
        }
        None => Ok(()),
    }
}

/// Returns the file that declares the modules.
fn index(header: &str, parts: &[Part<'_>]) -> String {
    let mut text = format!("{header}//! The types of the schemas, one module for each service.\n\n");
    for part in parts {
        text.push_str(&format!("pub mod {};\n", part.module()));
    }
    text
}

/// Calls a function with each lowered part of an input.
fn each_lowered(input: &Input, mut visit: impl FnMut(&Lowered<'_>)) -> Result<()> {
    for part in &input.parts()? {
        let lowered = Schema::read(part).and_then(|schema| schema.lower(input));
        visit(&lowered.map_err(|diagnostic| diagnostic.or_file(&part.schema))?);
    }
    Ok(())
}

/// Returns the normal form of a JSON protocol; `None` for an XML protocol.
///
/// # Errors
///
/// Returns a diagnostic if the schema has a fault.
pub fn normal_form(input: &Input) -> Result<Option<Value>> {
    let mut found = None;
    each_lowered(input, |lowered| {
        if let Lowered::NormalForm(NormalForm { document, .. }) = lowered {
            found = Some(document.clone());
        }
    })?;
    Ok(found)
}

/// Returns the public facts of an input: what [`generate`] writes into `surface.txt`, without the work of the
/// libraries. Rows of the configuration that match nothing are not an error.
///
/// # Errors
///
/// Returns a diagnostic if the schema has a fault.
pub fn facts(input: &Input) -> Result<Facts> {
    let mut facts = Facts::default();
    each_lowered(input, |lowered| {
        let surface = lowered.surface();
        facts.unmatched.extend(lowered.unmatched().iter().cloned());
        facts.unmatched.extend(names_without_type(input.config(), &lowered.prefix(), &surface));
        facts.surface.extend(surface);
    })?;
    Ok(facts)
}

/// Returns the new names for types with a prefix that a surface does not have.
fn names_without_type(config: &Config, prefix: &str, surface: &Surface) -> Vec<Diagnostic> {
    let has_type = |name: &str| {
        ["type", "enum", "union"].iter().any(|word| surface.contains_key(&format!("{word} {name}")))
    };
    let rows = config.renames.iter().filter(|row| row.schema_name.starts_with(prefix));
    rows.filter(|row| !has_type(&row.schema_name)).map(|row| config.without_type(row)).collect()
}

/// Returns the output of a station as text.
///
/// # Errors
///
/// Returns a diagnostic, as [`generate`] does.
pub fn dump(input: &Input, station: Station) -> Result<String> {
    let files = |print: fn(&str, &str) -> String| {
        let output = generate(input)?;
        Ok(output.files.iter().map(|(name, text)| print(name, text)).collect())
    };
    match station {
        Station::Emit => files(|name, text| format!("// ==== {name}\n{text}\n")),
        Station::Write => files(|name, text| format!("{:>9} {name}\n", text.len())),
        Station::Read | Station::Lower | Station::Resolve => {
            let dumped = input.parts()?;
            let dumped = dumped.iter().map(|part| {
                dump_one(input, part, station).map_err(|diagnostic| diagnostic.or_file(&part.schema))
            });
            dumped.collect()
        }
    }
}

/// Returns the output of one of the first three stations for a part of the input.
fn dump_one(input: &Input, part: &Part<'_>, station: Station) -> Result<String> {
    let schema = Schema::read(part)?;
    if station == Station::Read {
        return Ok(schema.to_string());
    }
    let mut lowered = schema.lower(input)?;
    if station == Station::Lower {
        return Ok(lowered.to_string());
    }
    Ok(lowered.resolve(input.config(), &mut Vec::new())?.to_string())
}
