//! Reads an XML Schema with xsd-parser's parser and interpreter. The files are checked before, for
//! diagnostics with a place.

mod check;
mod resolver;
mod scan;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use xsd_parser::config::{Namespace, NamespaceId};
use xsd_parser::{Interpreter, InterpreterError, MetaTypes, Parser, ParserError, Schemas, TypeIdent};

use super::{file_name, read_text};
use crate::diagnostic::{Diagnostic, Result, catch_panic};
use resolver::Files;
use scan::{Scan, XML};

/// The schema of the `xml` namespace, which schemas import without a location.
const XML_SCHEMA: &str = include_str!("xml.xsd");

/// The maximum number of files of a schema.
const MAX_FILES: usize = 100;

/// A schema with everything that it includes and imports.
#[derive(Debug)]
pub struct Schema {
    /// The main file.
    pub path: PathBuf,
    /// The names of all files, the main file first.
    pub names: Vec<String>,
    /// The target namespace of the main file.
    pub target: String,
    /// The schemas that xsd-parser parsed.
    pub schemas: Schemas,
    /// The types that xsd-parser's interpreter returned.
    pub types: MetaTypes,
}

impl Schema {
    /// The prefixes that the files declare, by namespace: the first one for each.
    pub fn prefixes(&self) -> BTreeMap<String, String> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let declared = self.schemas.namespaces().filter_map(|(_, info)| {
            let (namespace, prefix) = (info.namespace.as_ref()?, info.prefix.as_ref()?);
            Some((text(&namespace.0), text(&prefix.0))).filter(|(_, prefix)| !prefix.is_empty())
        });
        declared.collect()
    }
}

/// One file of a schema.
#[derive(Debug)]
pub struct File {
    /// The path.
    pub path: PathBuf,
    /// Its text, without byte order mark.
    pub text: String,
    /// What the scan found.
    pub scan: Scan,
    /// The locations of the files that it includes or imports; `None` for the built-in schema.
    pub links: Vec<(String, Option<usize>)>,
}

impl File {
    /// Creates a diagnostic about this file.
    pub fn diagnostic(&self, offset: usize, what: impl Into<String>) -> Diagnostic {
        Diagnostic::in_file(&self.path, what).at_offset(&self.text, offset)
    }
}

/// Reads a schema file, and all files that it includes or imports.
pub fn read(path: &Path) -> Result<Schema> {
    let files = load(path)?;
    check::check(&files)?;
    let names = files.iter().map(|file| file_name(&file.path)).collect();
    let target = files[0].scan.target.clone();
    let (schemas, types) =
        catch_panic("xsd-parser", || parse(&files)).map_err(|diagnostic| diagnostic.or_file(path))?;
    Ok(Schema { path: path.to_path_buf(), names, target, schemas, types })
}

/// Reads the main file, and each file that is included or imported once.
fn load(path: &Path) -> Result<Vec<File>> {
    let mut files = vec![load_one(check::plain(path))?];
    let mut seen = BTreeMap::from([(files[0].path.clone(), 0)]);
    let mut at = 0;
    while at < files.len() {
        for (location, target) in targets(&files[at])? {
            let target = match target {
                None => None,
                Some(target) => match seen.get(&target) {
                    Some(known) => Some(*known),
                    None if files.len() >= MAX_FILES => {
                        let what = format!("the schema has more than {MAX_FILES} files");
                        return Err(Diagnostic::in_file(path, what));
                    }
                    None => {
                        seen.insert(target.clone(), files.len());
                        files.push(load_one(target)?);
                        Some(files.len() - 1)
                    }
                },
            };
            files[at].links.push((location, target));
        }
        at += 1;
    }
    Ok(files)
}

fn load_one(path: PathBuf) -> Result<File> {
    let text = read_text(&path)?;
    let scan = scan::scan(&text).map_err(|diagnostic| diagnostic.or_file(&path))?;
    Ok(File { path, text, scan, links: Vec::new() })
}

/// Returns the paths of the files that a file includes or imports. The schema of the `xml` namespace is built
/// in.
fn targets(file: &File) -> Result<Vec<(String, Option<PathBuf>)>> {
    let mut targets = Vec::new();
    for link in &file.scan.links {
        let Some(location) = link.location.clone() else {
            if link.include {
                return Err(file.diagnostic(link.offset, "an include names no schemaLocation"));
            }
            continue;
        };
        if link.namespace.as_deref() == Some(XML) {
            targets.push((location, None));
            continue;
        }
        if location.contains("://") {
            let what = format!("{location} is not a file, and nothing is read from the network");
            return Err(file
                .diagnostic(link.offset, what)
                .help("save the schema next to this one, and use its file name"));
        }
        let path = check::plain(&file.path.parent().unwrap_or(Path::new("")).join(&location));
        if !path.is_file() {
            let what = format!("the file {location} does not exist");
            return Err(file.diagnostic(link.offset, what).help(format!("put it at {}", path.display())));
        }
        targets.push((location, Some(path)));
    }
    Ok(targets)
}

/// Runs xsd-parser's parser and interpreter as its own pipeline does, on the checked texts.
fn parse(files: &[File]) -> Result<(Schemas, MetaTypes)> {
    let resolver = Files::new(files);
    let start = Files::START.parse().map_err(|error| unreadable(&error))?;
    let parser = Parser::new().with_resolver(resolver).resolve_includes(true).with_default_namespaces();
    let parser = parser
        .add_named_schema_from_str("xml".to_owned(), XML_SCHEMA)
        .map_err(|error| unparsed(files, &error))?;
    let schemas = parser.add_schema_from_url(start).map_err(|error| unparsed(files, &error))?.finish();
    // xsd-parser uses `isize` and `usize` for the unlimited integers, and so does this for `xs:integer`.
    let xs = schemas.resolve_namespace(&Some(Namespace::XS)).unwrap_or(NamespaceId::UNKNOWN);
    let integer = TypeIdent::type_("integer").with_ns(xs);
    let (types, _) = Interpreter::new(&schemas)
        .with_buildin_types()
        .and_then(Interpreter::with_default_typedefs)
        .and_then(|interpreter| interpreter.with_typedef(integer, TypeIdent::ISIZE))
        .and_then(Interpreter::with_xs_any_type)
        .and_then(Interpreter::finish)
        .map_err(|error| uninterpreted(files, &error))?;
    Ok((schemas, types))
}

fn unreadable(error: &dyn std::fmt::Display) -> Diagnostic {
    // Some messages contain a whole tag with several lines.
    let text = error.to_string();
    let text: Vec<&str> = text.split_whitespace().collect();
    let text = text.join(" ");
    let text = text.strip_prefix("Custom Error: message=").unwrap_or(&text);
    Diagnostic::new(format!("this is not a valid XML Schema: {text}"))
        .help("correct the text before this place")
}

/// Converts an error of the parser, which contains the place.
fn unparsed<E: std::fmt::Display>(files: &[File], error: &ParserError<E>) -> Diagnostic {
    let ParserError::XmlError(error) = error else { return unreadable(error) };
    let address = error.location.as_ref().map(ToString::to_string).unwrap_or_default();
    let file = address.strip_prefix("schema:").and_then(|at| files.get(at.parse::<usize>().ok()?));
    let diagnostic = unreadable(&error.error.kind);
    let offset = error.error.position.and_then(|position| usize::try_from(position).ok());
    match (file, offset) {
        (Some(file), Some(offset)) => diagnostic.or_file(&file.path).at_offset(&file.text, offset),
        (Some(file), None) => diagnostic.or_file(&file.path),
        (None, _) => diagnostic,
    }
}

/// Converts an error of the interpreter. The place is that of the first reference to the name in the error.
fn uninterpreted(files: &[File], error: &InterpreterError) -> Diagnostic {
    let diagnostic = unreadable(error);
    let InterpreterError::UnknownType(ident) = error else { return diagnostic };
    for file in files {
        let mut references = file.scan.references.iter();
        if let Some(found) = references.find(|reference| reference.name.local == ident.name.as_str()) {
            return diagnostic.or_file(&file.path).at_offset(&file.text, found.offset);
        }
    }
    diagnostic
}
