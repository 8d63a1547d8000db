//! Reads a WSDL 1.1: the schemas of its types section, and the operations of its SOAP bindings.

mod service;
#[cfg(test)]
mod tests;
mod tree;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::files::{self, File};
use crate::diagnostic::{Diagnostic, Result};
pub use service::{Operation, Service};
use tree::Element;
pub use tree::Name;

/// The namespace of WSDL 1.1.
const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
/// The namespace of WSDL 2.0.
const WSDL_2: &str = "http://www.w3.org/ns/wsdl";

/// The maximum number of files of a WSDL.
const MAX_FILES: usize = 100;

/// A file of a WSDL.
#[derive(Debug)]
struct Definitions {
    path: PathBuf,
    text: String,
    root: Element,
}

impl Definitions {
    /// Creates a diagnostic about an element of the file.
    fn diagnostic(&self, at: &Element, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.path, what).at_offset(&self.text, at.offset)
    }
}

/// Returns whether a text is a WSDL of any version.
pub fn is_wsdl(text: &str) -> bool {
    let is_wsdl = |namespace: &str| namespace == WSDL || namespace == WSDL_2;
    tree::root_name(text).is_some_and(|name| is_wsdl(&name.namespace))
}

/// Reads the schemas and the operations of a WSDL, and of each WSDL that it imports.
pub fn read(path: PathBuf, text: String) -> Result<(Vec<File>, Service)> {
    let (mut schemas, mut all, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    let mut pending = vec![(path.clone(), text)];
    seen.insert(path.clone());
    while let Some((path, text)) = pending.pop() {
        if !is_wsdl(&text) {
            // An import can name a schema.
            schemas.push(File::new(path, text)?);
            continue;
        }
        let (root, inline) = tree::parse(&text).map_err(|diagnostic| diagnostic.or_file(&path))?;
        let one = Definitions { path, text, root };
        if one.root.name.namespace == WSDL_2 {
            return Err(one
                .diagnostic(&one.root, "this is a WSDL 2.0, and only WSDL 1.1 is supported")
                .help("use the service's WSDL 1.1, or name its .xsd file"));
        }
        for schema in inline {
            schemas.push(File::new(one.path.clone(), schema)?);
        }
        for import in one.root.all(WSDL, "import") {
            let Some(location) = import.get("location") else { continue };
            let path = files::locate(&one.path, location)
                .map_err(|diagnostic| diagnostic.or_file(&one.path).at_offset(&one.text, import.offset))?;
            if seen.len() >= MAX_FILES {
                return Err(one.diagnostic(import, format!("the WSDL has more than {MAX_FILES} files")));
            }
            if seen.insert(path.clone()) {
                let text = files::text(&path)?;
                pending.push((path, text));
            }
        }
        all.push(one);
    }
    if schemas.is_empty() {
        return Err(no_schema(&path));
    }
    Ok((schemas, service::read(&all)?))
}

fn no_schema(path: &Path) -> Diagnostic {
    Diagnostic::in_file(path, "the WSDL contains no schema in a types section, and imports none")
        .help("name the .xsd file of the service")
}
