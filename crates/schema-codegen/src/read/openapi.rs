//! Reads a Swagger 2.0 or OpenAPI 3 document in JSON or YAML, with all files that it refers to.
//!
//! After reading, every reference has a target, and no chain of mere references is a cycle. A reference to
//! the network is an error, since nothing is fetched.

use std::path::{Component, Path, PathBuf};

use serde_json::Value;

use super::{json, read_text, refs, yaml};
use crate::diagnostic::{Diagnostic, Result};

/// The supported formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `"swagger": "2.0"`.
    Swagger2,
    /// `"openapi": "3.0.x"` or `"openapi": "3.1.x"`.
    OpenApi3,
}

/// A parsed file.
#[derive(Clone, Debug)]
pub struct File {
    /// The path of the file.
    pub path: PathBuf,
    /// The content.
    pub value: Value,
}

/// A document and the files that it refers to.
#[derive(Clone, Debug)]
pub struct Document {
    /// The format of the document itself.
    pub dialect: Dialect,
    /// The document, then the other files in the order of the references.
    pub files: Vec<File>,
}

/// The target of a reference.
#[derive(Clone, Debug, PartialEq)]
pub struct Target<'a> {
    /// The file, as an index into [`Document::files`].
    pub file: usize,
    /// The JSON pointer in that file.
    pub pointer: String,
    /// The value there.
    pub value: &'a Value,
}

impl Document {
    /// Returns the document itself, without the files that it refers to.
    pub fn root(&self) -> &File {
        &self.files[0]
    }

    /// Resolves a reference in a file.
    pub fn target(&self, file: usize, reference: &str) -> Option<Target<'_>> {
        let from = self.files.get(file)?;
        let (other, fragment) = split(reference);
        let file = match other {
            "" => file,
            other => {
                let path = beside(&from.path, other);
                self.files.iter().position(|file| plain(&file.path) == path)?
            }
        };
        let pointer = percent_decoded(fragment);
        let value = self.files[file].value.pointer(&pointer)?;
        Some(Target { file, pointer, value })
    }
}

/// Reads a document and every file that it refers to.
pub fn read(path: &Path) -> Result<Document> {
    let value = parse(path)?;
    let dialect = dialect(&value).map_err(|diagnostic| diagnostic.or_file(path))?;
    let mut document = Document { dialect, files: vec![File { path: path.to_path_buf(), value }] };
    let mut next = 0;
    while next < document.files.len() {
        for path in files_named(&document.files[next])? {
            if !document.files.iter().any(|file| plain(&file.path) == path) {
                let value = parse(&path)?;
                document.files.push(File { path, value });
            }
        }
        next += 1;
    }
    for file in 0..document.files.len() {
        check_references(&document, file)?;
    }
    Ok(document)
}

/// Parses a file in JSON or YAML.
fn parse(path: &Path) -> Result<Value> {
    let text = read_text(path)?;
    if yaml::is_yaml(path, &text) { yaml::parse(path, &text) } else { json::parse(path, &text) }
}

fn dialect(value: &Value) -> Result<Dialect> {
    let help = "use a document with `\"swagger\": \"2.0\"`, `\"openapi\": \"3.0.3\"` or `\"openapi\": \"3.1.0\"` at its root";
    let Value::Object(members) = value else {
        return Err(
            Diagnostic::new("this file is not an object, so it is not an OpenAPI document").help(help)
        );
    };
    for (member, wanted, dialect) in [
        ("swagger", ["2.0"].as_slice(), Dialect::Swagger2),
        ("openapi", ["3.0", "3.1"].as_slice(), Dialect::OpenApi3),
    ] {
        let version = match members.get(member) {
            None => continue,
            Some(Value::String(version)) => version.clone(),
            // In YAML, a version without quotes is a number.
            Some(other) => other.to_string(),
        };
        let is_known = |known: &&str| version == **known || version.starts_with(&format!("{known}."));
        if wanted.iter().any(is_known) {
            return Ok(dialect);
        }
        return Err(Diagnostic::new(format!("version {version:?} of `{member}` is not supported"))
            .at(format!("/{member}"))
            .help(help));
    }
    Err(Diagnostic::new(
        "this file has neither `swagger` nor `openapi` at its root, so it is not an OpenAPI document",
    )
    .help(help))
}

/// Returns the other files that a file refers to, each once.
fn files_named(file: &File) -> Result<Vec<PathBuf>> {
    let mut named = Vec::new();
    refs::each(&file.value, &mut |place, reference| {
        let (other, _) = split(reference);
        if other.is_empty() {
            return Ok(());
        }
        let path = beside(&file.path, other);
        if is_tag(place) && !path.is_file() {
            return Ok(());
        }
        let diagnostic = |what: String| Diagnostic::in_file(&file.path, what).at(place);
        if other.contains("://") || other.starts_with("//") {
            return Err(diagnostic(format!("the reference {reference:?} refers to the network"))
                .help("put the file beside the document and refer to it by its relative path"));
        }
        if !path.is_file() {
            return Err(diagnostic(format!(
                "the file {} that this reference names does not exist",
                path.display()
            ))
            .help("references are relative to the folder of the file that contains them"));
        }
        if !named.contains(&path) {
            named.push(path);
        }
        Ok(())
    })?;
    Ok(named)
}

/// Checks that every chain of references in a file has an end.
fn check_references(document: &Document, file: usize) -> Result<()> {
    let holder = &document.files[file];
    refs::each(&holder.value, &mut |place, reference| {
        let diagnostic = |what: String| Diagnostic::in_file(&holder.path, what).at(place);
        let mut passed: Vec<(usize, String)> = Vec::new();
        let (mut from, mut step) = (file, reference);
        loop {
            let Some(target) = document.target(from, step) else {
                if is_tag(place) {
                    return Ok(());
                }
                return Err(diagnostic(format!("the reference {step:?} has no target"))
                    .help("correct the reference, or add its target"));
            };
            let Some(onward) = mere_reference(target.value) else {
                return Ok(());
            };
            let here = (target.file, target.pointer);
            if passed.contains(&here) {
                let names: Vec<&str> = passed.iter().map(|(_, pointer)| pointer.as_str()).collect();
                return Err(diagnostic(format!(
                    "these references form a cycle: {} -> {}",
                    names.join(" -> "),
                    here.1
                ))
                .help("replace one of them with a definition"));
            }
            from = here.0;
            passed.push(here);
            step = onward;
        }
    })
}

/// Returns whether a reference is in the mapping of a discriminator. Lowering ignores such a reference without a
/// target.
fn is_tag(place: &str) -> bool {
    !place.ends_with("/$ref")
}

/// Returns the reference that a value consists of. Other members beside `$ref` are ignored.
pub fn mere_reference(value: &Value) -> Option<&str> {
    value.get("$ref").and_then(Value::as_str)
}

/// Splits a reference into its file and its JSON pointer, either of which may be empty.
fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// Resolves the path of a file relative to another file.
fn beside(from: &Path, named: &str) -> PathBuf {
    let folder = from.parent().unwrap_or(Path::new(""));
    plain(&folder.join(percent_decoded(named)))
}

/// Removes `.` and `x/..` from a path, so that a file has one path. Symbolic links are kept.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// Decodes the percent escapes of a reference, which is a URI. Invalid escapes are kept.
fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escape = (bytes[at] == b'%').then(|| text.get(at + 1..at + 3)).flatten();
        match escape.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests;
