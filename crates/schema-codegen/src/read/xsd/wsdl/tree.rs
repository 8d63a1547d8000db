//! The elements of a WSDL file, and the schemas in its types section.

use std::collections::BTreeSet;

use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, PrefixDeclaration, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::diagnostic::{Diagnostic, Result};
use crate::read::xsd::scan::XS;

/// The maximum depth of a file, without its schemas.
const MAX_DEPTH: usize = 64;

/// The attributes that refer to something by its name.
const REFERENCES: [&str; 4] = ["binding", "element", "message", "type"];

/// A name in a namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// The namespace, empty for none.
    pub namespace: String,
    /// The local name.
    pub local: String,
}

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: Name,
    /// Its attributes without a prefix.
    attributes: Vec<(String, String)>,
    /// The attributes that refer to something, with the namespace of the reference.
    references: Vec<(String, Name)>,
    /// The child elements.
    pub children: Vec<Element>,
    /// The place of its start tag.
    pub offset: usize,
}

impl Element {
    /// Returns the value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the name to which an attribute refers.
    pub fn reference(&self, name: &str) -> Option<&Name> {
        self.references.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Returns the children with a name.
    pub fn all<'a>(&'a self, namespace: &'a str, local: &'a str) -> impl Iterator<Item = &'a Element> {
        let fits = move |child: &&Element| child.name.local == local && child.name.namespace == namespace;
        self.children.iter().filter(fits)
    }
}

/// Returns the name of the root element, if the text is XML.
pub fn root_name(text: &str) -> Option<Name> {
    let mut reader = NsReader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return resolve(reader.resolver(), start.name()).ok();
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Parses a file into its root element, and the text of each schema in it. A schema has the lines that it has in
/// the file, and declares the prefixes that the file declares around it.
pub fn parse(text: &str) -> Result<(Element, Vec<String>)> {
    let mut reader = NsReader::from_str(text);
    let mut open = vec![Element::default()];
    let mut schemas = Vec::new();
    loop {
        let offset = position(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let at = position(reader.error_position());
            Diagnostic::new(format!("the XML is not well-formed: {error}")).at_offset(text, at)
        })?;
        let (start, is_empty) = match event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                close(&mut open);
                continue;
            }
            Event::Eof if open.len() > 1 => {
                return Err(Diagnostic::new("the file ends inside of an element").at_offset(text, text.len()));
            }
            Event::Eof => break,
            _ => continue,
        };
        let one = element(reader.resolver(), &start, offset)
            .map_err(|what| Diagnostic::new(what).at_offset(text, offset))?;
        if one.name.namespace == XS && one.name.local == "schema" {
            let added = declarations(reader.resolver(), &start);
            if !is_empty {
                reader.read_to_end(start.name()).map_err(|error| {
                    Diagnostic::new(format!("the XML is not well-formed: {error}")).at_offset(text, offset)
                })?;
            }
            let name_end = offset + 1 + start.name().into_inner().len();
            let end = position(reader.buffer_position());
            schemas.push(alone(text, offset, name_end, end, &added));
            continue;
        }
        if open.len() > MAX_DEPTH {
            let what = format!("elements nest deeper than {MAX_DEPTH} levels");
            return Err(Diagnostic::new(what).at_offset(text, offset));
        }
        open.push(one);
        if is_empty {
            close(&mut open);
        }
    }
    let root = open.pop().and_then(|mut outer| outer.children.pop());
    root.map(|root| (root, schemas)).ok_or_else(|| Diagnostic::new("the file contains no element"))
}

fn position(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

/// Adds the last open element to the one around it.
fn close(open: &mut Vec<Element>) {
    if let Some(one) = open.pop()
        && let Some(outer) = open.last_mut()
    {
        outer.children.push(one);
    }
}

fn element(
    resolver: &NamespaceResolver,
    start: &BytesStart<'_>,
    offset: usize,
) -> std::result::Result<Element, String> {
    let mut one = Element { name: resolve(resolver, start.name())?, offset, ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| format!("an attribute is not well-formed: {error}"))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0);
        let value = value.map_err(|error| format!("an attribute is not well-formed: {error}"))?;
        let (key, value) = (attribute.key.into_inner().to_owned(), value.trim().to_owned());
        if REFERENCES.contains(&key.as_str()) {
            one.references.push((key.clone(), resolve(resolver, QName(&value))?));
        }
        one.attributes.push((key, value));
    }
    Ok(one)
}

fn resolve(resolver: &NamespaceResolver, name: QName<'_>) -> std::result::Result<Name, String> {
    let (namespace, local) = resolver.resolve(name, true);
    let local = local.into_inner().to_owned();
    match namespace {
        ResolveResult::Bound(namespace) => Ok(Name { namespace: namespace.into_inner().to_owned(), local }),
        ResolveResult::Unbound => Ok(Name { namespace: String::new(), local }),
        ResolveResult::Unknown(prefix) => Err(format!("the prefix {prefix} is not declared")),
    }
}

/// Returns the declarations of the prefixes around an element that it does not declare itself.
fn declarations(resolver: &NamespaceResolver, start: &BytesStart<'_>) -> String {
    let own = start.attributes().filter_map(std::result::Result::ok);
    let own: BTreeSet<String> = own.map(|attribute| attribute.key.into_inner().to_owned()).collect();
    let mut added = String::new();
    for (prefix, namespace) in resolver.bindings() {
        let key = match prefix {
            PrefixDeclaration::Default => "xmlns".to_owned(),
            PrefixDeclaration::Named(prefix) => format!("xmlns:{prefix}"),
        };
        if !own.contains(&key) && key != "xmlns:xml" && key != "xmlns:xmlns" {
            added.push_str(&format!(" {key}=\"{}\"", escape(namespace.into_inner())));
        }
    }
    added
}

/// Returns the text of a schema, after as many lines as in the file.
fn alone(text: &str, start: usize, name_end: usize, end: usize, added: &str) -> String {
    let mut schema: String = text[..start].chars().filter(|c| *c == '\n').collect();
    schema.push_str(&text[start..name_end]);
    schema.push_str(added);
    schema.push_str(&text[name_end..end]);
    schema
}
