//! Checks the references in a set of schema files: all have a target, and there are no cycles.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::files::File;
use super::scan::{Kind, Name, Reference, XML, XS};
use crate::diagnostic::{Diagnostic, Result};

/// The names of the built-in types of XML Schema.
const BUILT_IN: &str = "anyType anySimpleType anyAtomicType anyURI base64Binary boolean byte date dateTime \
    dateTimeStamp dayTimeDuration decimal double duration ENTITIES ENTITY float gDay gMonth gMonthDay gYear \
    gYearMonth hexBinary ID IDREF IDREFS int integer language long Name NCName negativeInteger NMTOKEN NMTOKENS \
    nonNegativeInteger nonPositiveInteger normalizedString NOTATION positiveInteger QName short string time token \
    unsignedByte unsignedInt unsignedLong unsignedShort yearMonthDuration";

/// The attributes of the xml namespace.
const XML_ATTRIBUTES: [&str; 4] = ["lang", "base", "id", "space"];

/// The maximum length of a chain of declarations that include one another's content.
const LONGEST_CHAIN: usize = 200;

/// The maximum number of elements and attributes of a declaration, included content counted.
const LARGEST: u64 = 100_000;

/// Checks all files together.
pub fn check(files: &[File]) -> Result<()> {
    let mut declared: HashMap<&Name, (usize, usize)> = HashMap::new();
    for (file_at, file) in files.iter().enumerate() {
        for (at, declaration) in file.scan.declarations.iter().enumerate() {
            let name = &declaration.name;
            if let Some((other, first)) = declared.insert(name, (file_at, at)) {
                let other = &files[other];
                let line = line(&other.text, other.scan.declarations[first].offset);
                let what = format!("the {} {} is declared twice", name.kind, name.local);
                return Err(file
                    .diagnostic(declaration.offset, what)
                    .help(format!("the other one is in {}, line {line}", other.path.display())));
            }
        }
    }
    for file in files {
        for reference in &file.scan.references {
            if !declared.contains_key(&reference.name) && !is_built_in(&reference.name) {
                return Err(unresolved(file, reference, &declared));
            }
        }
    }
    let mut sizes = Sizes { files, declared: &declared, uses: uses(files), known: HashMap::new() };
    for (file_at, file) in files.iter().enumerate() {
        for at in 0..file.scan.declarations.len() {
            sizes.size((file_at, at), 0)?;
        }
    }
    Ok(())
}

fn is_built_in(name: &Name) -> bool {
    match (name.namespace.as_str(), name.kind) {
        (XS, Kind::Type) => BUILT_IN.split_whitespace().any(|known| known == name.local),
        (XML, Kind::Attribute) => XML_ATTRIBUTES.contains(&name.local.as_str()),
        (XML, Kind::AttributeGroup) => name.local == "specialAttrs",
        _ => false,
    }
}

fn unresolved(file: &File, reference: &Reference, declared: &HashMap<&Name, (usize, usize)>) -> Diagnostic {
    let Name { kind, namespace, .. } = &reference.name;
    let diagnostic =
        file.diagnostic(reference.offset, format!("the {kind} {} is not declared", reference.text));
    let target = &file.scan.target;
    let in_target = Name { namespace: target.clone(), ..reference.name.clone() };
    if namespace.is_empty() && !target.is_empty() && declared.contains_key(&in_target) {
        let help =
            format!("declare xmlns=\"{target}\", so that a name without a prefix is in this namespace");
        return diagnostic.help(help);
    }
    if namespace != XS && !declared.keys().any(|name| name.namespace == *namespace) {
        return diagnostic.help(format!("no schema of the namespace {namespace:?} is included or imported"));
    }
    diagnostic.help("check the spelling, or fetch all files of the schema from the same version")
}

/// A declaration, by its file and its place in it.
type At = (usize, usize);

fn uses(files: &[File]) -> BTreeMap<At, Vec<&Reference>> {
    let mut uses: BTreeMap<At, Vec<&Reference>> = BTreeMap::new();
    for (file_at, file) in files.iter().enumerate() {
        for reference in &file.scan.references {
            if let Some(owner) = reference.includes {
                uses.entry((file_at, owner)).or_default().push(reference);
            }
        }
    }
    uses
}

/// Measures declarations with their included content, and finds cycles.
struct Sizes<'a> {
    files: &'a [File],
    declared: &'a HashMap<&'a Name, At>,
    uses: BTreeMap<At, Vec<&'a Reference>>,
    /// The sizes; `None` while a declaration is being measured.
    known: HashMap<At, Option<u64>>,
}

impl Sizes<'_> {
    fn size(&mut self, at: At, depth: usize) -> Result<u64> {
        let file = &self.files[at.0];
        let declaration = &file.scan.declarations[at.1];
        let Name { kind, local, .. } = &declaration.name;
        match self.known.get(&at) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => {
                let what = format!("the {kind} {local} contains itself");
                return Err(file
                    .diagnostic(declaration.offset, what)
                    .help("break the cycle of base types, groups or members"));
            }
            None => {}
        }
        if depth > LONGEST_CHAIN {
            let what = format!(
                "the {kind} {local} includes a chain of more than {LONGEST_CHAIN} other declarations"
            );
            return Err(file.diagnostic(declaration.offset, what));
        }
        self.known.insert(at, None);
        let mut size = declaration.size;
        for reference in self.uses.get(&at).cloned().unwrap_or_default() {
            if let Some(other) = self.declared.get(&reference.name) {
                size = size.saturating_add(self.size(*other, depth + 1)?);
            }
        }
        if size > LARGEST {
            let what = format!("the {kind} {local} has more than {LARGEST} elements and attributes");
            return Err(file.diagnostic(declaration.offset, what));
        }
        self.known.insert(at, Some(size));
        Ok(size)
    }
}

fn line(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

/// Removes `.` and `..` from a path, which need not exist.
pub fn plain(path: &Path) -> std::path::PathBuf {
    let mut plain = std::path::PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                if !plain.pop() {
                    plain.push("..");
                }
            }
            part => plain.push(part),
        }
    }
    plain
}
