//! Scans a schema file: checks that it is well-formed and a schema, and collects its declarations and
//! references.
//!
//! xsd-parser reports few of these errors with a place, and some not at all.

use std::fmt;

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, QName, ResolveResult};
use quick_xml::{NsReader, XmlVersion};

use crate::diagnostic::{Diagnostic, Result};

/// The namespace of XML Schema.
pub const XS: &str = "http://www.w3.org/2001/XMLSchema";
/// The namespace of `xml:lang`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The maximum depth of a schema.
const MAX_DEPTH: usize = 64;

/// The help for an unknown prefix.
const DECLARE: &str = "declare it with xmlns:PREFIX, or correct it";

/// The kinds of global names, each of which is a namespace of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `xs:simpleType` or `xs:complexType`.
    Type,
    /// `xs:element`.
    Element,
    /// `xs:attribute`.
    Attribute,
    /// `xs:group`.
    Group,
    /// `xs:attributeGroup`.
    AttributeGroup,
}

impl Kind {
    fn of(local: &str) -> Option<Self> {
        Some(match local {
            "simpleType" | "complexType" => Self::Type,
            "element" => Self::Element,
            "attribute" => Self::Attribute,
            "group" => Self::Group,
            "attributeGroup" => Self::AttributeGroup,
            _ => return None,
        })
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Type => "type",
            Self::Element => "element",
            Self::Attribute => "attribute",
            Self::Group => "group",
            Self::AttributeGroup => "attribute group",
        })
    }
}

/// A global name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// Its kind.
    pub kind: Kind,
    /// Its namespace, empty for none.
    pub namespace: String,
    /// Its local name.
    pub local: String,
}

/// A global declaration.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// Its name.
    pub name: Name,
    /// Its place.
    pub offset: usize,
    /// The number of elements and attributes in it, without included content.
    pub size: u64,
}

/// A reference to a global name.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The name.
    pub name: Name,
    /// The reference as written.
    pub text: String,
    /// Its place.
    pub offset: usize,
    /// The index of the declaration that includes the content of the other one, if it does.
    pub includes: Option<usize>,
}

/// An `xs:include`, `xs:import`, `xs:redefine` or `xs:override`.
#[derive(Clone, Debug)]
pub struct Link {
    /// The namespace of an import.
    pub namespace: Option<String>,
    /// The location of the other file.
    pub location: Option<String>,
    /// Whether the other file has the same namespace.
    pub include: bool,
    /// Its place.
    pub offset: usize,
}

/// The result of scanning a file.
#[derive(Debug, Default)]
pub struct Scan {
    /// The target namespace, empty for none.
    pub target: String,
    /// The end of the name of the root element.
    pub root_end: usize,
    /// The end of the start tag of the root element, if it has content.
    pub content_start: Option<usize>,
    /// Whether the root element declares a default namespace.
    pub has_default_namespace: bool,
    /// The global declarations.
    pub declarations: Vec<Declaration>,
    /// The references.
    pub references: Vec<Reference>,
    /// The other files.
    pub links: Vec<Link>,
}

impl Scan {
    /// Returns the attributes that the root element lacks for names without a prefix to be in a namespace: that
    /// of the declarations, and that of the references.
    pub fn namespace_attributes(&self, namespace: &str) -> String {
        let namespace = quick_xml::escape::escape(namespace);
        let missing = [("targetNamespace", self.target.is_empty()), ("xmlns", !self.has_default_namespace)];
        let missing = missing.into_iter().filter(|(_, is_missing)| *is_missing);
        missing.map(|(name, _)| format!(" {name}=\"{namespace}\"")).collect()
    }
}

/// Scans the text of a file.
pub fn scan(text: &str) -> Result<Scan> {
    refuse_other_formats(text)?;
    let mut scanner = Scanner { text, open: Vec::new(), owner: None, rooted: false, out: Scan::default() };
    let mut reader = NsReader::from_str(text);
    loop {
        let offset = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event().map_err(|error| {
            let at = usize::try_from(reader.error_position()).unwrap_or(offset);
            Diagnostic::new(format!("the XML is not well-formed: {error}"))
                .at_offset(text, at)
                .help("fetch the schema file again; it may be truncated or damaged")
        })?;
        match event {
            Event::Start(start) => {
                scanner.open(reader.resolver(), &start, offset, false)?;
                let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
                scanner.out.content_start.get_or_insert(end);
            }
            Event::Empty(start) => scanner.open(reader.resolver(), &start, offset, true)?,
            Event::End(_) => scanner.close(),
            Event::Text(part) if scanner.open.is_empty() && !part.xml10_content().trim().is_empty() => {
                return Err(Diagnostic::new("there is text outside of the schema").at_offset(text, offset));
            }
            Event::DocType(_) => {
                return Err(Diagnostic::new("document types are not supported")
                    .at_offset(text, offset)
                    .help("remove the <!DOCTYPE from the file; a schema needs none"));
            }
            Event::GeneralRef(reference) => scanner.entity(&reference.xml10_content(), offset)?,
            Event::Eof => return scanner.finish(),
            _ => {}
        }
    }
}

fn refuse_other_formats(text: &str) -> Result<()> {
    match text.trim_start().chars().next() {
        Some('<') => Ok(()),
        Some('{' | '[') => Err(Diagnostic::new("this is JSON, not an XML Schema")
            .at("line 1, column 1")
            .help("name the .xsd file")),
        _ => Err(Diagnostic::new("this is not XML").at("line 1, column 1").help("name the .xsd file")),
    }
}

struct Scanner<'a> {
    text: &'a str,
    /// The local names of the open elements.
    open: Vec<String>,
    /// The open global declaration and its depth.
    owner: Option<usize>,
    rooted: bool,
    out: Scan,
}

impl Scanner<'_> {
    fn diagnostic(&self, offset: usize, what: impl Into<String>) -> Diagnostic {
        Diagnostic::new(what).at_offset(self.text, offset)
    }

    fn open(
        &mut self,
        resolver: &NamespaceResolver,
        start: &BytesStart<'_>,
        offset: usize,
        empty: bool,
    ) -> Result<()> {
        let (namespace, local) = resolver.resolve_element(start.name());
        let namespace = match namespace {
            ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
            ResolveResult::Unbound => String::new(),
            ResolveResult::Unknown(prefix) => {
                return Err(self
                    .diagnostic(offset, format!("the prefix {prefix} is not declared"))
                    .help(DECLARE));
            }
        };
        let local = local.into_inner().to_owned();
        if self.open.is_empty() {
            self.root(&namespace, &local, offset)?;
            self.out.root_end = offset + 1 + start.name().into_inner().len();
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self
                .diagnostic(offset, format!("elements nest deeper than {MAX_DEPTH} levels"))
                .help("no schema needs that; check the file"));
        }
        let attributes = self.attributes(start, offset)?;
        if namespace == XS {
            self.schema_element(resolver, &local, &attributes, offset)?;
        }
        if !empty {
            self.open.push(if namespace == XS { local } else { String::new() });
        } else if self.open.len() == 1 {
            self.owner = None;
        }
        Ok(())
    }

    fn close(&mut self) {
        self.open.pop();
        if self.open.len() == 1 {
            self.owner = None;
        }
    }

    fn root(&mut self, namespace: &str, local: &str, offset: usize) -> Result<()> {
        if self.rooted {
            return Err(self.diagnostic(offset, "there is a second root element"));
        }
        self.rooted = true;
        if namespace == XS && local == "schema" {
            return Ok(());
        }
        let what = match local {
            "Edmx" => "this is CSDL, not an XML Schema".to_owned(),
            "definitions" => "this is a WSDL, not an XML Schema".to_owned(),
            _ => format!("this is not an XML Schema: the root element is <{local}>"),
        };
        Err(self.diagnostic(offset, what).help("name the .xsd file"))
    }

    fn attributes(&self, start: &BytesStart<'_>, offset: usize) -> Result<Vec<(String, String)>> {
        let mut out = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| {
                self.diagnostic(offset, format!("an attribute is not well-formed: {error}"))
            })?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| {
                self.diagnostic(offset, format!("an attribute is not well-formed: {error}"))
            })?;
            out.push((attribute.key.into_inner().to_owned(), value.trim().to_owned()));
        }
        Ok(out)
    }

    fn schema_element(
        &mut self,
        resolver: &NamespaceResolver,
        local: &str,
        attributes: &[(String, String)],
        offset: usize,
    ) -> Result<()> {
        let get =
            |wanted: &str| attributes.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
        match (self.open.len(), local) {
            (0, _) => {
                self.out.target = get("targetNamespace").unwrap_or_default();
                self.out.has_default_namespace = get("xmlns").is_some();
            }
            (1, "include" | "import" | "redefine" | "override") => self.out.links.push(Link {
                namespace: get("namespace"),
                location: get("schemaLocation"),
                include: local != "import",
                offset,
            }),
            (1, _) => self.declare(local, get("name"), offset)?,
            // Redefined components are declarations of this file.
            (2, _) if self.open.last().is_some_and(|parent| parent == "redefine" || parent == "override") => {
            }
            _ => {
                if let (Some(owner), "element" | "attribute" | "any") = (self.owner, local) {
                    self.out.declarations[owner].size += 1;
                }
            }
        }
        self.references(resolver, local, attributes, offset)
    }

    fn declare(&mut self, local: &str, name: Option<String>, offset: usize) -> Result<()> {
        let Some(kind) = Kind::of(local) else { return Ok(()) };
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Err(self.diagnostic(offset, format!("a global <{local}> has no name")));
        };
        self.owner = Some(self.out.declarations.len());
        let name = Name { kind, namespace: self.out.target.clone(), local: name };
        self.out.declarations.push(Declaration { name, offset, size: 1 });
        Ok(())
    }

    fn references(
        &mut self,
        resolver: &NamespaceResolver,
        local: &str,
        attributes: &[(String, String)],
        offset: usize,
    ) -> Result<()> {
        for (key, value) in attributes {
            let kind = match (key.as_str(), local) {
                ("type", "element" | "attribute" | "alternative")
                | ("base" | "itemType" | "memberTypes", _) => Kind::Type,
                ("ref", "element" | "attribute" | "group" | "attributeGroup") => {
                    Kind::of(local).unwrap_or(Kind::Element)
                }
                ("substitutionGroup", "element") => Kind::Element,
                _ => continue,
            };
            // Only included content can make a declaration contain itself; a child element of
            // the same type cannot.
            let takes = !matches!(kind, Kind::Element | Kind::Attribute) && key != "type"
                || key == "substitutionGroup";
            let nested = self.open.iter().skip(2).any(|open| open == "element" || open == "attribute");
            let includes = self.owner.filter(|_| takes && !nested);
            if value.is_empty() {
                return Err(self.diagnostic(offset, format!("the attribute {key} of <{local}> is empty")));
            }
            for text in value.split_whitespace() {
                let name = self.resolve(resolver, kind, text, offset)?;
                self.out.references.push(Reference { name, text: text.to_owned(), offset, includes });
            }
        }
        Ok(())
    }

    fn resolve(&self, resolver: &NamespaceResolver, kind: Kind, text: &str, offset: usize) -> Result<Name> {
        let (namespace, local) = resolver.resolve(QName(text), true);
        let local = local.into_inner().to_owned();
        match namespace {
            ResolveResult::Bound(namespace) => {
                Ok(Name { kind, namespace: namespace.into_inner().to_owned(), local })
            }
            ResolveResult::Unbound => Ok(Name { kind, namespace: String::new(), local }),
            ResolveResult::Unknown(prefix) => Err(self
                .diagnostic(offset, format!("the prefix {prefix} of {text} is not declared"))
                .help(DECLARE)),
        }
    }

    fn entity(&self, name: &str, offset: usize) -> Result<()> {
        let known = name.starts_with('#') || quick_xml::escape::resolve_xml_entity(name).is_some();
        if known { Ok(()) } else { Err(self.diagnostic(offset, format!("unknown entity &{name};"))) }
    }

    fn finish(self) -> Result<Scan> {
        match self.open.last() {
            Some(open) => Err(self
                .diagnostic(self.text.len(), format!("the file ends inside <{open}>"))
                .help("the file looks truncated: fetch it again")),
            None if self.rooted => Ok(self.out),
            None => Err(self.diagnostic(0, "the file contains no schema")),
        }
    }
}
