//! A JSON protocol through the stations: CSDL or OpenAPI by way of the normal form.

use std::path::Path;

use serde_json::Value;

use super::request::{Request, Station};
use crate::apis::Format;
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::openapi::Options;
use crate::lower::{self};
use crate::output::{Output, Skipped};
use crate::progress::Progress;
use crate::publishers::Publishers;
use crate::read::renames::Renames;
use crate::read::{self};
use crate::{emit, resolve, surface};

/// Runs the stations up to `emit`. Every generated file names the command.
pub fn generate(request: &Request, schema: &Path, command: &str, progress: &Progress) -> Result<Output> {
    let (document, sources) = lowered(request, schema, progress)?;
    let header = emit::print::header(command, &sources);
    of_normal_form(&document, &request.renames()?, request.publishers(), &header, |station| {
        progress.step(format!("{}: {station}", request.api.name));
    })
}

/// Runs `resolve` and `emit`. The header opens every generated file.
pub fn of_normal_form(
    document: &Value,
    renames: &Renames,
    publishers: &Publishers,
    header: &str,
    step: impl Fn(&str),
) -> Result<Output> {
    step("resolve");
    let module = resolve::json::resolve(document, renames, publishers)?;
    step("emit");
    let files = emit::emit(&module, header)?;
    let count = lower::count::count(document);
    let mut output = Output {
        files,
        types: count.types,
        operations: count.operations,
        surface: surface::of_normal_form(document),
        skipped: skipped(document),
        notes: module.notes,
    };
    output.notes.extend(strings(&document["x-notes"]));
    output.finish();
    Ok(output)
}

/// Reads and lowers a JSON protocol.
pub fn normal_form(request: &Request, schema: &Path, progress: &Progress) -> Result<Value> {
    lowered(request, schema, progress).map(|(document, _)| document)
}

/// The normal form of a JSON protocol, and the names of the files that it was read from.
fn lowered(request: &Request, schema: &Path, progress: &Progress) -> Result<(Value, Vec<String>)> {
    let api = request.api.name;
    progress.step(format!("{api}: read"));
    let (document, sources) = match request.api.format {
        Format::Csdl => {
            let csdl = read::csdl::read(schema)?;
            let beside = request.api.schema_dir().join("capabilities.csdl.xml");
            let capabilities = read::csdl::read(&beside)?;
            progress.step(format!("{api}: lower"));
            let options = lower::csdl::Options { roots: request.roots, ..Default::default() };
            (lower::csdl::lower(&csdl, Some(&capabilities), &options)?, vec![schema.to_path_buf(), beside])
        }
        Format::OpenApi => {
            let document = read::openapi::read(schema)?;
            let beside = request.api.schema_dir().join("event-grid.json");
            let supplement = read::openapi::read(&beside)?;
            progress.step(format!("{api}: lower"));
            let lowered = lower::openapi::lower(&document, &Options::call_automation());
            let mut lowered = lowered.map_err(|diagnostic| diagnostic.or_file(schema))?;
            let supplemented = lower::openapi::lower(&supplement, &Options::event_grid())
                .and_then(|supplement| lower::openapi::add(&mut lowered, supplement));
            supplemented.map_err(|diagnostic| diagnostic.or_file(&beside))?;
            let files = document.files.into_iter().chain(supplement.files);
            (lowered, files.map(|file| file.path).collect())
        }
        Format::Xsd => {
            return Err(Diagnostic::new(format!("{api} is an XML protocol: it has no OpenAPI normal form")));
        }
    };
    Ok((document, sources.iter().map(|path| read::file_name(path)).collect()))
}

/// What leaves one of the first three stations, as text.
pub fn dump(request: &Request, schema: &Path, station: Station, progress: &Progress) -> Result<String> {
    match (station, request.api.format) {
        (Station::Read, Format::Csdl) => Ok(format!("{:#?}\n", read::csdl::read(schema)?)),
        (Station::Read, _) => Ok(format!("{:#?}\n", read::openapi::read(schema)?)),
        (Station::Lower, _) => {
            let text = serde_json::to_string_pretty(&normal_form(request, schema, progress)?);
            text.map(|text| text + "\n").map_err(|error| Diagnostic::new(error.to_string()))
        }
        _ => {
            let document = normal_form(request, schema, progress)?;
            Ok(resolve::json::resolve(&document, &request.renames()?, request.publishers())?.to_string())
        }
    }
}

fn skipped(document: &Value) -> Vec<Skipped> {
    let list = document["x-skipped"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.map(|one| Skipped { name: text(&one["name"]), reason: text(&one["reason"]) }).collect()
}

fn strings(value: &Value) -> impl Iterator<Item = String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}
