//! Collects payloads from `tests/examples`, a folder of documented payloads, and a checkout of the
//! documentation.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::documented::VARIABLE;
use crate::examples::found::{Example, Kind, Payload};
use crate::examples::index::{ApiIndex, Index};
use crate::examples::{self, repair};
use schema_codegen::read::format::Format;

use crate::apis::project_root;
use schema_codegen::diagnostic::{Diagnostic, Result};
use schema_codegen::progress::Progress;
use schema_codegen::read::{self, xml};

/// The origin of a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `tests/examples`.
    Ours,
    /// The documentation.
    Documented,
}

/// A payload with its origin.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The origin.
    pub origin: Origin,
    /// The payload.
    pub example: Example,
}

/// The collected payloads.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// The payloads.
    pub list: Vec<Sample>,
    /// The files, or places in pages, that could not be read.
    pub unreadable: Vec<String>,
}

/// Adds our own payloads.
pub fn ours(index: &Index, samples: &mut Samples) -> Result<()> {
    let root = project_root().join("tests/examples");
    index
        .all()
        .iter()
        .try_for_each(|known| indexed(&root.join(&known.api.name), known, Origin::Ours, samples))
}

/// Adds the payloads of a folder: `corpus/API` with an index, and `upstream/acs` with example files.
pub fn documented(root: &Path, index: &Index, progress: &Progress, samples: &mut Samples) -> Result<()> {
    if !root.is_dir() {
        return Err(Diagnostic::in_file(root, format!("{VARIABLE} must name a folder")));
    }
    for known in index.all() {
        let folder = root.join("corpus").join(&known.api.name);
        if folder.is_dir() {
            indexed(&folder, known, Origin::Documented, samples)?;
        }
    }
    let specifications = root.join("upstream/acs");
    if specifications.is_dir() {
        checkout(&specifications, index, progress, samples)?;
    }
    Ok(())
}

/// Adds the payloads of a checkout of the documentation.
pub fn checkout(dir: &Path, index: &Index, progress: &Progress, samples: &mut Samples) -> Result<()> {
    let found = examples::find(dir, index, progress)?;
    let payloads = found.examples.into_iter();
    samples.list.extend(payloads.map(|example| Sample { origin: Origin::Documented, example }));
    samples.unreadable.extend(found.unreadable.iter().map(ToString::to_string));
    Ok(())
}

/// Adds the payloads that an `index.json` lists.
fn indexed(folder: &Path, known: &ApiIndex, origin: Origin, samples: &mut Samples) -> Result<()> {
    let path = folder.join("index.json");
    let index: Value = serde_json::from_str(&read::read_text(&path)?)
        .map_err(|error| Diagnostic::in_file(&path, error.to_string()))?;
    let entries = index["examples"].as_array().or_else(|| index.as_array());
    for entry in entries.ok_or_else(|| Diagnostic::in_file(&path, "the list of examples is missing"))? {
        let file =
            entry["file"].as_str().ok_or_else(|| Diagnostic::in_file(&path, "an entry has no `file`"))?;
        match example(folder, file, entry, known)? {
            Some(example) => samples.list.push(Sample { origin, example }),
            None => samples.unreadable.push(format!("{}/{file}", known.api.name)),
        }
    }
    Ok(())
}

/// Returns the payload of an entry; `None` if the content of the file is invalid.
fn example(folder: &Path, file: &str, entry: &Value, known: &ApiIndex) -> Result<Option<Example>> {
    let text = |member: &str| entry[member].as_str();
    let path = folder.join(file);
    let content = fs::read_to_string(&path)
        .map_err(|error| Diagnostic::in_file(&path, format!("cannot read: {error}")))?;
    let Some(payload) = payload(known, &content) else {
        return Ok(None);
    };
    let word = text("direction").or_else(|| text("kind")).unwrap_or_default();
    let status = entry["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    Ok(Some(Example {
        api: &known.api.name,
        kind: Kind::of_word(word).unwrap_or(Kind::Fragment),
        type_name: type_name(entry, known),
        operation: text("operation").and_then(|operation| operation_of(known, operation)),
        status: status.or_else(|| text("http_start_line").and_then(status_of)),
        known: true,
        repaired: Vec::new(),
        remark: None,
        payload,
        line: 1,
        page: format!("{}/{file}", known.api.name),
    }))
}

fn payload(known: &ApiIndex, content: &str) -> Option<Payload> {
    if known.format == Format::Xsd {
        return Some(Payload::Xml(xml::parse(content).ok()?, content.to_owned()));
    }
    Some(Payload::Json(repair::read(content).ok()?.value))
}

/// Returns the type: by its name for our payloads, and by the page's annotation for documented ones.
fn type_name(entry: &Value, known: &ApiIndex) -> Option<String> {
    let name = entry["type"].as_str().or_else(|| entry["odata_type"].as_str());
    let name = name.or_else(|| entry["body_odata_type"].as_str())?;
    Some(known.short(name))
}

/// Returns the operation, by its name or by method and path.
fn operation_of(known: &ApiIndex, operation: &str) -> Option<String> {
    if known.has_operation(operation) {
        return Some(operation.to_owned());
    }
    let (method, path) = operation.split_once(' ')?;
    known.operation_at(method, path).map(str::to_owned)
}

/// Parses the status in `HTTP/1.1 200 OK`.
fn status_of(line: &str) -> Option<u16> {
    line.strip_prefix("HTTP/")?.split(' ').nth(1)?.parse().ok()
}
