//! Where payloads come from: `tests/examples`, a folder of documented ones, and a checkout of the documentation.

use std::{fs, path::Path};

use serde_json::Value;

use super::{Sample, Whose};
use crate::{
    apis::{Format, project_root},
    examples::{
        self,
        catalog::{Catalog, Known},
        found::{Example, Kind, Payload},
        mend,
    },
    fault::{Fault, Result},
    progress::Progress,
    read::{self, xml},
};

/// The variable that names the folder of documented payloads.
pub const DOCUMENTED: &str = "DOCUMENTED_EXAMPLES";

/// Our own payloads.
pub fn ours(catalog: &Catalog) -> Result<Vec<Sample>> {
    let root = project_root().join("tests/examples");
    let mut samples = Vec::new();
    for known in catalog.all() {
        samples.extend(indexed(&root.join(known.api.name), known, Whose::Ours)?);
    }
    Ok(samples)
}

/// The payloads of a folder of documented ones: `corpus/API` with an index, and `upstream/acs` with example files.
pub fn documented(root: &Path, catalog: &Catalog, progress: &Progress) -> Result<Vec<Sample>> {
    if !root.is_dir() {
        return Err(Fault::in_file(root, format!("{DOCUMENTED} names this, and it is no folder")));
    }
    let mut samples = Vec::new();
    for known in catalog.all() {
        let folder = root.join("corpus").join(known.api.name);
        if folder.is_dir() {
            samples.extend(indexed(&folder, known, Whose::Documented)?);
        }
    }
    let specifications = root.join("upstream/acs");
    if specifications.is_dir() {
        samples.extend(checkout(&specifications, catalog, progress)?);
    }
    Ok(samples)
}

/// The payloads of a checkout of the documentation. What cannot be read is not counted; `--docs` tells it.
pub fn checkout(dir: &Path, catalog: &Catalog, progress: &Progress) -> Result<Vec<Sample>> {
    let found = examples::find(dir, catalog, progress)?;
    let samples = found.examples.into_iter().map(|example| Sample { whose: Whose::Documented, example });
    Ok(samples.collect())
}

/// The payloads that an `index.json` lists.
fn indexed(folder: &Path, known: &Known, whose: Whose) -> Result<Vec<Sample>> {
    let path = folder.join("index.json");
    let index: Value = serde_json::from_str(&read::read_text(&path)?)
        .map_err(|error| Fault::in_file(&path, error.to_string()))?;
    let entries = index["examples"].as_array().or_else(|| index.as_array());
    let entries = entries.ok_or_else(|| Fault::in_file(&path, "there is no list of examples"))?;
    let samples = entries.iter().filter_map(|entry| match example(folder, entry, known) {
        Ok(example) => example.map(|example| Ok(Sample { whose, example })),
        Err(fault) => Some(Err(fault)),
    });
    samples.collect()
}

/// The payload of an entry; none if it cannot be read, which is a payload's own affair: some are kept for that.
fn example(folder: &Path, entry: &Value, known: &Known) -> Result<Option<Example>> {
    let text = |member: &str| entry[member].as_str();
    let file =
        text("file").ok_or_else(|| Fault::in_file(&folder.join("index.json"), "an entry has no `file`"))?;
    let path = folder.join(file);
    let content =
        fs::read_to_string(&path).map_err(|error| Fault::in_file(&path, format!("cannot read: {error}")))?;
    let Some(payload) = payload(known, &content) else {
        return Ok(None);
    };
    let word = text("direction").or_else(|| text("kind")).unwrap_or_default();
    let status = entry["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    Ok(Some(Example {
        api: known.api.name,
        kind: Kind::of_word(word).unwrap_or(Kind::Fragment),
        type_name: type_name(entry),
        operation: text("operation").and_then(|operation| operation_of(known, operation)),
        status: status.or_else(|| text("http_start_line").and_then(status_of)),
        known: true,
        mended: Vec::new(),
        remark: None,
        payload,
        line: 1,
        page: format!("{}/{file}", known.api.name),
    }))
}

fn payload(known: &Known, content: &str) -> Option<Payload> {
    if known.api.format == Format::Xsd {
        return Some(Payload::Xml(xml::parse(content).ok()?, content.to_owned()));
    }
    Some(Payload::Json(mend::read(content).ok()?.value))
}

/// The type: ours by its name, a documented one as the page annotates it.
fn type_name(entry: &Value) -> Option<String> {
    let name = entry["type"].as_str().or_else(|| entry["odata_type"].as_str());
    let name = name.or_else(|| entry["body_odata_type"].as_str())?;
    Some(name.trim_start_matches('#').replace("microsoft.graph.", ""))
}

/// The operation: by its name, or by method and path.
fn operation_of(known: &Known, operation: &str) -> Option<String> {
    if known.has_operation(operation) {
        return Some(operation.to_owned());
    }
    let (method, path) = operation.split_once(' ')?;
    known.operation_at(method, path).map(str::to_owned)
}

/// The status in `HTTP/1.1 200 OK`.
fn status_of(line: &str) -> Option<u16> {
    line.strip_prefix("HTTP/")?.split(' ').nth(1)?.parse().ok()
}
