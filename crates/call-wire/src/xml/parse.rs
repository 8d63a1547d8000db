//! Bytes to the element tree: encodings, entities, limits, and a place for every fault.

use std::borrow::Cow;

use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesStart, Event},
    name::{NamespaceResolver, QName, ResolveResult},
};

use super::{
    element::{Attribute, Binding, Element, Node, prefix_of},
    error::{DecodeError, ErrorKind, Issue, excerpt},
    name::{Name, normalize, ns},
};

/// How deep elements may nest; a document of the protocol has about ten levels.
pub(super) const DEPTH: usize = 128;

/// A document as text, and how many bytes stood before it.
pub(super) struct Source<'a> {
    pub text: Cow<'a, str>,
    pub skipped: usize,
}

type Failure = (ErrorKind, Issue);

impl<'a> Source<'a> {
    /// Decodes UTF-8, and UTF-16 that says so by its byte order mark.
    pub fn new(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => Self::utf8(rest, 3),
            [0xFE, 0xFF, rest @ ..] => Self::utf16(rest, u16::from_be_bytes),
            [0xFF, 0xFE, rest @ ..] => Self::utf16(rest, u16::from_le_bytes),
            _ => Self::utf8(bytes, 0),
        }
    }

    fn utf8(bytes: &'a [u8], skipped: usize) -> Result<Self, DecodeError> {
        std::str::from_utf8(bytes).map(|text| Self { text: Cow::Borrowed(text), skipped }).map_err(|error| {
            let end = error.valid_up_to();
            let found = format!("byte 0x{:02x}", bytes.get(end).copied().unwrap_or_default());
            let mut issue = Issue::new(end, "text in UTF-8", found);
            issue.locate(&String::from_utf8_lossy(&bytes[..end]), skipped);
            DecodeError::new(ErrorKind::Syntax, issue)
        })
    }

    fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Self, DecodeError> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
        match text {
            Ok(text) if rest.is_empty() => Ok(Self { text: Cow::Owned(text), skipped: 0 }),
            _ => {
                let issue = Issue::new(0, "text in UTF-16", "broken UTF-16");
                Err(DecodeError::new(ErrorKind::Syntax, issue))
            }
        }
    }

    /// Turns a fault into an error with its line and column.
    pub fn error(&self, kind: ErrorKind, mut issue: Issue) -> DecodeError {
        issue.locate(&self.text, self.skipped);
        DecodeError::new(kind, issue)
    }

    /// Reads the one element of the document.
    pub fn parse(&self) -> Result<Element, DecodeError> {
        let mut parser = Parser { reader: NsReader::from_str(&self.text), open: Vec::new(), root: None };
        parser.run().map_err(|(kind, issue)| self.error(kind, issue))
    }
}

struct Parser<'a> {
    reader: NsReader<&'a [u8]>,
    open: Vec<Element>,
    root: Option<Element>,
}

impl<'a> Parser<'a> {
    fn run(&mut self) -> Result<Element, Failure> {
        loop {
            let offset = usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX);
            let event = self.reader.read_event();
            let event = event.map_err(|error| {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(offset);
                syntax(at, "well-formed XML", error)
            })?;
            if matches!(event, Event::Eof) {
                return self.finish(offset);
            }
            self.event(event, offset)?;
        }
    }

    fn event(&mut self, event: Event<'a>, offset: usize) -> Result<(), Failure> {
        match event {
            Event::Start(start) => self.open(&start, offset),
            Event::Empty(start) => {
                self.open(&start, offset)?;
                self.close(offset)
            }
            Event::End(_) => self.close(offset),
            Event::Text(text) => self.text(&text.xml10_content(), offset),
            Event::CData(text) => self.text(&text.xml10_content(), offset),
            Event::GeneralRef(reference) => {
                let name = reference.xml10_content();
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(character)) => Some(character.to_string()),
                    Ok(None) => quick_xml::escape::resolve_xml_entity(&name).map(str::to_owned),
                    Err(error) => return Err(syntax(offset, "a character reference", error)),
                };
                let unknown = || syntax(offset, "a predefined entity", format!("&{name};"));
                self.text(&resolved.ok_or_else(unknown)?, offset)
            }
            Event::DocType(_) => {
                let issue = Issue::new(offset, "no document type", "<!DOCTYPE");
                Err((ErrorKind::Refused, issue))
            }
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof => Ok(()),
        }
    }

    fn open(&mut self, start: &BytesStart<'_>, offset: usize) -> Result<(), Failure> {
        if self.root.is_some() {
            return Err(syntax(offset, "one root element", "a second one"));
        }
        if self.open.len() >= DEPTH {
            let issue = Issue::new(offset, format!("at most {DEPTH} levels"), "more");
            return Err((ErrorKind::Refused, issue));
        }
        let resolver = self.reader.resolver();
        let mut element = Element::named(name(resolver, start.name(), true, offset)?);
        element.offset = offset;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| syntax(offset, "well-formed attributes", error))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| syntax(offset, "a well-formed attribute value", error))?;
            let name = name(resolver, attribute.key, false, offset)?;
            let value = keep_prefix(resolver, &mut element.prefixes, &name, value.into_owned());
            element.attributes.push(Attribute { name, value });
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self, offset: usize) -> Result<(), Failure> {
        let Some(mut element) = self.open.pop() else {
            return Err(syntax(offset, "a start tag", "an end tag"));
        };
        // The prefixes in scope here are those of the element that ends, which its text may use.
        for node in &element.children {
            if let Node::Text(text) = node {
                bind(self.reader.resolver(), &mut element.prefixes, text);
            }
        }
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str, offset: usize) -> Result<(), Failure> {
        match self.open.last_mut() {
            Some(element) => match element.children.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => element.push_text(text),
            },
            None if text.trim().is_empty() => {}
            None => return Err(syntax(offset, "one root element", excerpt(text))),
        }
        Ok(())
    }

    fn finish(&mut self, offset: usize) -> Result<Element, Failure> {
        if let Some(open) = self.open.last() {
            return Err(syntax(offset, format!("</{}>", open.name.local), "the end of the document"));
        }
        self.root.take().ok_or_else(|| syntax(offset, "one root element", "none"))
    }
}

fn syntax(offset: usize, expected: impl Into<String>, found: impl ToString) -> Failure {
    (ErrorKind::Syntax, Issue::new(offset, expected, found.to_string()))
}

fn name(
    resolver: &NamespaceResolver,
    name: QName<'_>,
    default: bool,
    offset: usize,
) -> Result<Name, Failure> {
    let (namespace, local) = resolver.resolve(name, default);
    let local = local.into_inner().to_owned();
    match namespace {
        ResolveResult::Bound(namespace) => Ok(Name::new(normalize(namespace.into_inner()), local)),
        ResolveResult::Unbound => Ok(Name::new(ns::NONE, local)),
        ResolveResult::Unknown(prefix) => {
            Err(syntax(offset, "a declared prefix", format!("{prefix}:{local}")))
        }
    }
}

/// Remembers the prefix of a value that is a qualified name, so that it means the same when written again.
/// A type without a prefix is in the default namespace, which is never declared when writing, so it gets one.
fn keep_prefix(
    resolver: &NamespaceResolver,
    prefixes: &mut Vec<Binding>,
    name: &Name,
    value: String,
) -> String {
    let is_type = name.is(ns::XSI, "type");
    if !is_type || value.contains(':') {
        bind(resolver, prefixes, &value);
        return value;
    }
    let ResolveResult::Bound(namespace) = resolver.resolve(QName(value.trim()), true).0 else {
        return value;
    };
    let namespace = normalize(namespace.into_inner());
    let known = super::name::PREFIXES.iter().find(|(_, known)| *known == namespace);
    let prefix = known.map_or("q", |(prefix, _)| prefix);
    prefixes.push(Binding { prefix: prefix.into(), namespace });
    format!("{prefix}:{}", value.trim())
}

fn bind(resolver: &NamespaceResolver, prefixes: &mut Vec<Binding>, text: &str) {
    let Some(prefix) = prefix_of(text) else { return };
    let (resolved, _) = resolver.resolve(QName(text.trim()), false);
    if let ResolveResult::Bound(namespace) = resolved {
        let namespace = normalize(namespace.into_inner());
        let binding = Binding { prefix: prefix.to_owned().into(), namespace };
        if !prefixes.contains(&binding) && binding.prefix != "xml" {
            prefixes.push(binding);
        }
    }
}
