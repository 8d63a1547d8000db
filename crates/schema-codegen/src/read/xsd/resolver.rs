//! Resolves locations for xsd-parser to the texts that were read and checked already.

use std::collections::{HashMap, HashSet};
use std::io::{self, Cursor};

use xsd_parser::pipeline::parser::resolver::{ResolveRequest, ResolveResult, Resolver};

use super::files::{File, NO_NAMESPACE};
use super::scan::{Name, XS};
use crate::read::file_name;

/// The address of the schema of the xml namespace.
const XML_ADDRESS: &str = "schema:xml";

/// The address of a schema that imports all files.
const ALL: &str = "schema:all";

/// The files of a schema.
#[derive(Debug)]
pub struct Files {
    /// The names and texts, by address.
    texts: HashMap<String, (String, String)>,
    /// The addresses, by the address of the including file and the location in it.
    links: HashMap<(String, String), String>,
}

impl Files {
    /// Creates a resolver for the files.
    pub fn new(files: &[File]) -> Self {
        let mut texts = HashMap::new();
        let mut links = HashMap::new();
        texts.insert(XML_ADDRESS.to_owned(), ("xml".to_owned(), super::XML_SCHEMA.to_owned()));
        let all = import_of_all(files);
        for (at, file) in files.iter().enumerate() {
            let text = file.for_parser(all.as_ref().map(|_| ALL));
            texts.insert(address(at), (file_name(&file.path), text));
            for (location, target) in &file.links {
                let target = target.map_or_else(|| XML_ADDRESS.to_owned(), address);
                links.insert((address(at), location.clone()), target);
            }
            if all.is_some() {
                links.insert((address(at), ALL.to_owned()), ALL.to_owned());
                links.insert((ALL.to_owned(), address(at)), address(at));
            }
        }
        texts.extend(all.map(|text| (ALL.to_owned(), ("all".to_owned(), text))));
        Self { texts, links }
    }
}

/// Returns the address of a file: `schema:` and its number.
pub fn address(at: usize) -> String {
    format!("schema:{at}")
}

/// Returns the text of a file as xsd-parser gets it.
pub fn text(files: &[File], file: &File) -> String {
    file.for_parser(import_of_all(files).map(|_| ALL))
}

/// Returns a schema that imports all files, if a file refers to another one that it does not include or import,
/// neither directly nor through others. xsd-parser would not find the declaration.
fn import_of_all(files: &[File]) -> Option<String> {
    let mut declared: HashMap<&Name, usize> = HashMap::new();
    for (at, file) in files.iter().enumerate() {
        declared.extend(file.scan.declarations.iter().map(|declaration| (&declaration.name, at)));
    }
    let is_complete = |at: usize| {
        let linked = linked(files, at);
        let mut references = files[at].scan.references.iter();
        references.all(|reference| declared.get(&reference.name).is_none_or(|at| linked.contains(at)))
    };
    if (0..files.len()).all(is_complete) {
        return None;
    }
    let imports = (0..files.len()).map(|at| format!("<import schemaLocation=\"{}\"/>", address(at)));
    let imports: String = imports.collect();
    Some(format!("<schema xmlns=\"{XS}\" targetNamespace=\"{NO_NAMESPACE}\">{imports}</schema>"))
}

/// Returns a file and those that it includes or imports, directly or through others.
fn linked(files: &[File], from: usize) -> HashSet<usize> {
    let (mut linked, mut pending) = (HashSet::from([from]), vec![from]);
    while let Some(at) = pending.pop() {
        let targets = files[at].links.iter().filter_map(|(_, target)| *target);
        pending.extend(targets.filter(|target| linked.insert(*target)));
    }
    linked
}

impl Resolver for Files {
    type Buffer = Cursor<Vec<u8>>;
    type Error = io::Error;

    fn resolve(&mut self, request: &ResolveRequest) -> ResolveResult<Self> {
        let wanted = &request.requested_location;
        let address = match &request.current_location {
            Some(current) => self.links.get(&(current.to_string(), wanted.clone())),
            None => Some(wanted),
        };
        let Some((address, (name, text))) = address.and_then(|address| self.texts.get_key_value(address))
        else {
            return Ok(None);
        };
        let url = address.parse().map_err(io::Error::other)?;
        Ok(Some((Some(name.clone()), url, Cursor::new(text.clone().into_bytes()))))
    }
}
