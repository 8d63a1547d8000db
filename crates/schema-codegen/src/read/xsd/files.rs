//! Loads a schema file, and every file that it includes or imports.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::scan::{self, Scan, XML, XS};
use super::{check, doctype};
use crate::diagnostic::{Diagnostic, Result};
use crate::read::read_text;

/// The maximum number of files of a schema.
const MAX_FILES: usize = 1000;

/// The namespace that xsd-parser gets for names without one.
pub const NO_NAMESPACE: &str = "schema:none";

/// One file of a schema.
#[derive(Debug)]
pub struct File {
    /// The path.
    pub path: PathBuf,
    /// Its text, without byte order mark and document type. A file without a target namespace has that of the
    /// file that includes it.
    pub text: String,
    /// What the scan found.
    pub scan: Scan,
    /// The locations of the files that it includes or imports; `None` for the built-in schema.
    pub links: Vec<(String, Option<usize>)>,
}

impl File {
    /// Creates a file from its text.
    pub fn new(path: PathBuf, text: String) -> Result<Self> {
        let scan = scan::scan(&text).map_err(|diagnostic| diagnostic.or_file(&path))?;
        Ok(Self { path, text, scan, links: Vec::new() })
    }

    fn read(path: PathBuf) -> Result<Self> {
        let text = text(&path)?;
        Self::new(path, text)
    }

    /// Returns the file with a target namespace, if it has none: an including file passes on its own.
    fn in_namespace(self, namespace: &str) -> Result<Self> {
        if !self.scan.target.is_empty() || namespace.is_empty() {
            return Ok(self);
        }
        let mut text = self.text;
        text.insert_str(self.scan.root_end, &self.scan.namespace_attributes(namespace));
        Self::new(self.path, text)
    }

    /// Creates a diagnostic about this file.
    pub fn diagnostic(&self, offset: usize, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.path, what).at_offset(&self.text, offset)
    }

    /// Returns the text for xsd-parser, which takes names without a namespace for names in that of the file. An
    /// import of another file can be added.
    pub fn for_parser(&self, import: Option<&str>) -> String {
        let mut text = self.text.clone();
        if let (Some(offset), Some(location)) = (self.scan.content_start, import) {
            text.insert_str(offset, &format!("<import xmlns=\"{XS}\" schemaLocation=\"{location}\"/>"));
        }
        text.insert_str(self.scan.root_end, &self.scan.namespace_attributes(NO_NAMESPACE));
        text
    }
}

/// Reads the text of a file, without its document type.
pub fn text(path: &Path) -> Result<String> {
    let text = read_text(path)?;
    let text = doctype::remove(&text).map_err(|diagnostic| diagnostic.or_file(path))?;
    Ok(text.into_owned())
}

/// Reads each file once that the given ones include or import. A file without a namespace is a file for
/// each namespace that includes it.
pub fn load(mut files: Vec<File>) -> Result<Vec<File>> {
    let mut known = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        known.insert((file.path.clone(), file.scan.target.clone()), at);
    }
    let mut at = 0;
    while at < files.len() {
        for (link, path) in targets(&files[at])? {
            let target = match path {
                None => None,
                Some(path) => Some(load_one(&mut files, at, &link, path, &mut known)?),
            };
            files[at].links.push((link.location.unwrap_or_default(), target));
        }
        at += 1;
    }
    Ok(files)
}

/// The files that are loaded, by path and by the namespace that they have.
type Known = BTreeMap<(PathBuf, String), usize>;

/// Returns the number of a file, which is read if it is not known.
fn load_one(
    files: &mut Vec<File>,
    from: usize,
    link: &scan::Link,
    path: PathBuf,
    known: &mut Known,
) -> Result<usize> {
    let wanted = match (link.include, &link.namespace) {
        (true, _) => files[from].scan.target.clone(),
        (false, namespace) => namespace.clone().unwrap_or_default(),
    };
    if let Some(at) = known.get(&(path.clone(), wanted.clone())) {
        return Ok(*at);
    }
    if files.len() >= MAX_FILES {
        let what = format!("the schema has more than {MAX_FILES} files");
        return Err(Diagnostic::in_file(&files[0].path, what));
    }
    let mut file = File::read(path)?;
    if link.include {
        file = file.in_namespace(&wanted)?;
    }
    let (key, found) = ((file.path.clone(), file.scan.target.clone()), &file.scan.target);
    if link.include && *found != wanted {
        let name = link.location.as_deref().unwrap_or_default();
        let what = format!("{name} has the namespace {found:?}, and an included file must have {wanted:?}");
        return Err(files[from].diagnostic(link.offset, what).help("use xs:import for another namespace"));
    }
    Ok(*known.entry(key).or_insert_with(|| {
        files.push(file);
        files.len() - 1
    }))
}

/// Returns the links of a file with a location, each with its path. The schema of the `xml` namespace is built
/// in.
fn targets(file: &File) -> Result<Vec<(scan::Link, Option<PathBuf>)>> {
    let mut targets = Vec::new();
    for link in &file.scan.links {
        let Some(location) = &link.location else {
            if link.include {
                return Err(file.diagnostic(link.offset, "an include names no schemaLocation"));
            }
            continue;
        };
        if link.namespace.as_deref() == Some(XML) {
            targets.push((link.clone(), None));
            continue;
        }
        let path = locate(&file.path, location)
            .map_err(|diagnostic| diagnostic.or_file(&file.path).at_offset(&file.text, link.offset))?;
        targets.push((link.clone(), Some(path)));
    }
    Ok(targets)
}

/// Returns the path of a location in a file. A file beside it is the copy of a file in the network that has its
/// name.
pub fn locate(file: &Path, location: &str) -> Result<PathBuf> {
    let name = location.split_once("://").map(|(_, rest)| rest.rsplit('/').next().unwrap_or_default());
    let path = check::plain(&file.parent().unwrap_or(Path::new("")).join(name.unwrap_or(location)));
    if path.is_file() {
        return Ok(path);
    }
    let (what, help) = match name {
        Some(_) => (format!("{location} is not a file, and nothing is read from the network"), "save it"),
        None => (format!("the file {location} does not exist"), "put it"),
    };
    Err(Diagnostic::new(what).help(format!("{help} at {}", path.display())))
}
