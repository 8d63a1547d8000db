//! Reads the example files of Azure specifications: JSON with `parameters` and `responses`, in folders
//! `examples`.
//!
//! A specification lists the example files of an operation in `x-ms-examples`. Without the
//! specification, the operation follows from the name of the file: `OPERATION.json` or
//! `OPERATION_VARIANT.json`.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::found::{Example, Kind, Payload, Reading};
use super::index::ApiIndex;
use super::repair::{self, Repaired};
use schema_codegen::diagnostic::{Diagnostic, Result};

/// The operation of each example file according to the specifications.
#[derive(Clone, Debug, Default)]
pub struct Links {
    files: BTreeMap<PathBuf, Link>,
}

/// The facts of a specification about an example file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    operation: String,
    /// The name of the body parameter.
    body: Option<String>,
}

/// Returns whether a path is that of an example file.
#[must_use]
pub fn is_example_file(path: &Path) -> bool {
    path.parent().and_then(Path::file_name).is_some_and(|folder| folder == "examples")
}

impl Links {
    /// Adds the example files of a specification with this path and text.
    pub fn add(&mut self, path: &Path, text: &str) {
        if !text.contains("x-ms-examples") {
            return;
        }
        let Ok(specification) = serde_json::from_str::<Value>(text) else {
            return;
        };
        let items = specification["paths"].as_object().into_iter().flatten();
        for operation in items.filter_map(|(_, item)| item.as_object()).flat_map(|item| item.values()) {
            self.add_operation(path, &specification, operation);
        }
    }

    fn add_operation(&mut self, path: &Path, specification: &Value, operation: &Value) {
        let Some(id) = operation["operationId"].as_str() else {
            return;
        };
        let link = Link { operation: id.to_owned(), body: body_parameter(specification, operation) };
        for example in operation["x-ms-examples"].as_object().into_iter().flat_map(|all| all.values()) {
            if let Some(reference) = example["$ref"].as_str() {
                let folder = path.parent().unwrap_or(path);
                self.files.insert(plain(&folder.join(reference)), link.clone());
            }
        }
    }

    /// Returns the operation of a file, by a specification or else by the name of the file.
    fn of(&self, path: &Path, known: &ApiIndex) -> Option<Link> {
        let by_specification = self.files.get(&plain(path)).cloned();
        by_specification.or_else(|| {
            let stem = path.file_stem()?.to_str()?;
            let fits = |id: &str| {
                let rest = stem.get(..id.len()).filter(|start| start.eq_ignore_ascii_case(id));
                rest.is_some() && matches!(stem.as_bytes().get(id.len()), None | Some(b'_' | b'-' | b'.'))
            };
            let operation =
                known.operations().map(|(id, _)| id).filter(|id| fits(id)).max_by_key(|id| id.len())?;
            Some(Link { operation: operation.to_owned(), body: None })
        })
    }
}

/// Returns the name of an operation's body parameter.
fn body_parameter(specification: &Value, operation: &Value) -> Option<String> {
    let parameters = operation["parameters"].as_array()?.iter();
    let resolved = parameters.map(|parameter| match parameter["$ref"].as_str() {
        Some(reference) => specification.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null),
        None => parameter,
    });
    let mut bodies = resolved.filter(|parameter| parameter["in"] == "body");
    bodies.next()?["name"].as_str().map(str::to_owned)
}

/// Removes `.` and `..` from a path.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// Reads an example file.
#[must_use]
pub fn read(path: &Path, text: &str, links: &Links, known: &ApiIndex) -> Reading {
    let link = links.of(path, known);
    let is_ours = link.as_ref().is_some_and(|link| known.has_operation(&link.operation));
    match examples(text, link, path, known) {
        Ok(examples) => Reading { examples, diagnostics: Vec::new(), is_ours },
        Err(diagnostic) => Reading { examples: Vec::new(), diagnostics: vec![diagnostic], is_ours },
    }
}

fn examples(text: &str, link: Option<Link>, path: &Path, known: &ApiIndex) -> Result<Vec<Example>> {
    let Repaired { value: file, notes: repaired } =
        repair::read(text).map_err(|diagnostic| Diagnostic { help: None, ..diagnostic })?;
    let (Some(parameters), Some(responses)) = (file["parameters"].as_object(), file["responses"].as_object())
    else {
        return Err(Diagnostic::new("an example file must have the objects `parameters` and `responses`"));
    };
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let (operation, body) = link.map_or((stem, None), |link| (Some(link.operation), link.body));
    let place = |kind, status: Option<u16>, value: &Value, type_name: Option<&str>, key: &str| Example {
        api: &known.api.name,
        kind,
        type_name: type_name.map(str::to_owned),
        operation: operation.clone(),
        status,
        known: type_name.is_some_and(|name| known.has_type(name)),
        repaired: repaired.clone(),
        remark: None,
        payload: Payload::Json(value.clone()),
        line: line_of_key(text, key),
        page: String::new(),
    };
    let mut found = Vec::new();
    let id = operation.as_deref().unwrap_or_default();
    let is_body = |name: &str, value: &Value| match &body {
        Some(body) => name == body,
        None => value.is_object() || value.is_array(),
    };
    for (name, value) in parameters.iter().filter(|(name, value)| is_body(name, value)) {
        found.push(place(Kind::Request, None, value, known.body(id), name));
    }
    for (status, response) in responses {
        let Some(body) = response.get("body") else {
            continue;
        };
        let number = status.parse().ok();
        let is_error = number.is_none_or(|number: u16| number >= 400);
        let kind = if is_error { Kind::Error } else { Kind::Response };
        // `default` is the response to every error.
        let type_name = known.response(id, number.or(Some(400)));
        found.push(place(kind, number, body, type_name, status));
    }
    Ok(found)
}

/// Returns the line of the first member with a name.
fn line_of_key(text: &str, key: &str) -> usize {
    let at = text.find(&format!("\"{key}\"")).unwrap_or_default();
    text[..at].matches('\n').count() + 1
}
