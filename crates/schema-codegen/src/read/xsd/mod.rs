//! Reads an XML Schema, or the schemas of a WSDL, with xsd-parser's parser and interpreter. The files are checked before, for
//! diagnostics with a place.

mod check;
mod doctype;
mod files;
mod naming;
mod resolver;
mod scan;
#[cfg(test)]
mod tests;
pub mod wsdl;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use xsd_parser::config::{Namespace, NamespaceId};
use xsd_parser::{Interpreter, InterpreterError, MetaTypes, Parser, ParserError, Schemas, TypeIdent};

use super::file_name;
use crate::diagnostic::{Diagnostic, Result, catch_panic};
use files::{File, NO_NAMESPACE};
use naming::UniqueNames;
use resolver::{Files, address};

/// The schema of the `xml` namespace, which schemas import without a location.
const XML_SCHEMA: &str = include_str!("xml.xsd");

/// The built-in types of XML Schema 1.1 that xsd-parser does not know.
const BUILT_IN_1_1: [&str; 4] = ["anyAtomicType", "dateTimeStamp", "dayTimeDuration", "yearMonthDuration"];

/// A schema with everything that it includes and imports.
#[derive(Debug)]
pub struct Schema {
    /// The main file.
    pub path: PathBuf,
    /// The names of all files, the main file first.
    pub names: Vec<String>,
    /// The target namespace of the main file.
    pub target: String,
    /// The operations, if the main file is a WSDL.
    pub service: Option<wsdl::Service>,
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

    /// Returns the URI of a namespace, or an empty string if it has none.
    pub fn namespace(&self, id: NamespaceId) -> String {
        let info = self.schemas.get_namespace_info(&id);
        let namespace = info.and_then(|info| info.namespace.as_ref());
        let uri = namespace.map(|namespace| String::from_utf8_lossy(&namespace.0).into_owned());
        uri.filter(|uri| uri != NO_NAMESPACE).unwrap_or_default()
    }
}

/// Reads a schema file, and all files that it includes or imports.
pub fn read(path: &Path) -> Result<Schema> {
    let path = check::plain(path);
    let text = files::text(&path)?;
    let (main, service) = if wsdl::is_wsdl(&text) {
        let (schemas, service) = wsdl::read(path.clone(), text)?;
        (schemas, Some(service))
    } else {
        (vec![File::new(path.clone(), text)?], None)
    };
    let files = files::load(main)?;
    check::check(&files)?;
    let paths = std::iter::once(&path).chain(files.iter().map(|file| &file.path));
    let mut names: Vec<String> = Vec::new();
    for name in paths.map(|path| file_name(path)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let target = files[0].scan.target.clone();
    let (schemas, types) =
        catch_panic("xsd-parser", || parse(&files)).map_err(|diagnostic| diagnostic.or_file(&path))?;
    Ok(Schema { path, names, service, target, schemas, types })
}

/// Runs xsd-parser's parser and interpreter as its own pipeline does, on the checked texts.
fn parse(files: &[File]) -> Result<(Schemas, MetaTypes)> {
    let resolver = Files::new(files);
    let parser = Parser::new().with_resolver(resolver).resolve_includes(true).with_default_namespaces();
    let mut parser = parser
        .add_named_schema_from_str("xml".to_owned(), XML_SCHEMA)
        .map_err(|error| unparsed(files, &error))?;
    for at in 0..files.len() {
        let address = address(at).parse().map_err(|error| unreadable(&error))?;
        parser = parser.add_schema_from_url(address).map_err(|error| unparsed(files, &error))?;
    }
    let schemas = parser.finish();
    // xsd-parser uses `isize` and `usize` for the unlimited integers, and so does this for `xs:integer`.
    let xs = schemas.resolve_namespace(&Some(Namespace::XS)).unwrap_or(NamespaceId::UNKNOWN);
    let types = interpret(&schemas, xs).map_err(|error| uninterpreted(files, &error))?;
    Ok((schemas, types))
}

fn interpret(schemas: &Schemas, xs: NamespaceId) -> std::result::Result<MetaTypes, InterpreterError> {
    let mut interpreter = Interpreter::new(schemas)
        .with_naming(UniqueNames::default())
        .with_buildin_types()
        .and_then(Interpreter::with_default_typedefs)?;
    interpreter = interpreter.with_typedef(TypeIdent::type_("integer").with_ns(xs), TypeIdent::ISIZE)?;
    for name in BUILT_IN_1_1 {
        interpreter = interpreter.with_typedef(TypeIdent::type_(name).with_ns(xs), TypeIdent::STRING)?;
    }
    let (types, _) = interpreter.with_xs_any_type()?.finish()?;
    Ok(types)
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
        (Some(file), Some(offset)) => {
            diagnostic.or_file(&file.path).at_offset(&resolver::text(files, file), offset)
        }
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
