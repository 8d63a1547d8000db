//! Parses an XML document into a tree of elements with their lines and columns.

use std::fmt;

use quick_xml::errors::SyntaxError;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Error, Reader, XmlVersion};

use crate::diagnostic::{Diagnostic, Result};

/// The maximum depth of a document.
const MAX_DEPTH: usize = 64;

/// A place in a text file, counted from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column, in characters.
    pub column: u32,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// An element. Comments, processing instructions and prefixes are not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name without its prefix.
    pub name: String,
    /// The namespace that the element itself declares for its name; empty if it is inherited.
    pub namespace: String,
    /// The attributes without prefixes and namespace declarations, in the order of the file.
    pub attributes: Vec<(String, String)>,
    /// The child elements.
    pub children: Vec<Element>,
    /// The trimmed text of the element itself.
    pub text: String,
    /// The place of the start tag.
    pub place: Place,
}

impl Element {
    /// Returns the value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the value of an attribute, which must not be missing or empty.
    pub fn need(&self, name: &str) -> Result<&str> {
        match self.get(name) {
            Some(value) if !value.trim().is_empty() => Ok(value),
            Some(_) => Err(self
                .diagnostic(format!("the attribute {name} of <{}> is empty", self.name))
                .help("add a value")),
            None => Err(self.diagnostic(format!("<{}> has no attribute {name}", self.name)).help("add it")),
        }
    }

    /// Returns the value of a boolean attribute, if it exists.
    pub fn flag(&self, name: &str) -> Result<Option<bool>> {
        match self.get(name).map(str::trim) {
            None => Ok(None),
            Some("true" | "1") => Ok(Some(true)),
            Some("false" | "0") => Ok(Some(false)),
            Some(other) => Err(self
                .diagnostic(format!("{name}={other:?} is neither true nor false"))
                .help("write true or false")),
        }
    }

    /// Returns the children with a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Creates a diagnostic at this element.
    pub fn diagnostic(&self, what: impl Into<String>) -> Diagnostic {
        Diagnostic::new(what).at(self.place.to_string())
    }
}

/// Parses a document into its root element.
pub fn parse(text: &str) -> Result<Element> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree::new(text);
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| {
            // All syntax errors but one mean that the file ends within a tag or comment.
            let cut = matches!(&error, Error::Syntax(syntax) if *syntax != SyntaxError::InvalidBangMarkup);
            let offset = (reader.error_position() as usize).max(start);
            if cut {
                cut_off(text, offset, &error.to_string())
            } else {
                broken(text, offset, &error.to_string())
            }
        })?;
        match event {
            Event::Start(tag) => tree.open(&tag, start)?,
            Event::End(_) => tree.close(),
            Event::Text(content) => tree.text(&content.xml10_content(), start)?,
            Event::CData(content) => tree.text(&content.xml10_content(), start)?,
            Event::GeneralRef(reference) => tree.reference(&reference, start)?,
            Event::DocType(_) => {
                return Err(Diagnostic::new("document types are not supported")
                    .at_offset(text, start)
                    .help("remove the <!DOCTYPE from the file; a schema needs none"));
            }
            Event::Eof => return tree.finish(),
            _ => {}
        }
    }
}

fn broken(text: &str, offset: usize, why: &str) -> Diagnostic {
    Diagnostic::new(format!("the XML is not well-formed: {why}"))
        .at_offset(text, offset)
        .help("fetch the file again, or repair this place")
}

fn cut_off(text: &str, offset: usize, why: &str) -> Diagnostic {
    broken(text, offset, why).help("the file looks truncated: fetch it again")
}

/// The state of parsing: the open elements, and the root element once it is closed.
struct Tree<'t> {
    text: &'t str,
    open: Vec<Element>,
    root: Option<Element>,
    seen: usize,
    place: Place,
}

impl<'t> Tree<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, open: Vec::new(), root: None, seen: 0, place: Place { line: 1, column: 1 } }
    }

    /// Returns the place of an offset. Offsets only increase, so each character is counted once.
    fn place(&mut self, offset: usize) -> Place {
        let passed = self.text.get(self.seen..offset).unwrap_or_default();
        for character in passed.chars() {
            if character == '\n' {
                self.place = Place { line: self.place.line.saturating_add(1), column: 1 };
            } else {
                self.place.column = self.place.column.saturating_add(1);
            }
        }
        self.seen = self.seen.max(offset);
        self.place
    }

    fn open(&mut self, tag: &BytesStart<'_>, offset: usize) -> Result<()> {
        let place = self.place(offset);
        if self.open.is_empty() && self.root.is_some() {
            return Err(Diagnostic::new("a second root element").at(place.to_string()));
        }
        if self.open.len() >= MAX_DEPTH {
            let what = format!("elements are nested more than {MAX_DEPTH} deep");
            return Err(Diagnostic::new(what)
                .at(place.to_string())
                .help("no schema needs that; check the file"));
        }
        let element = element(tag, place).map_err(|why| broken(self.text, offset, &why))?;
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) {
        // The reader checks that end tags match, so there is an open element.
        let Some(mut element) = self.open.pop() else {
            return;
        };
        element.text = element.text.trim().to_owned();
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, content: &str, offset: usize) -> Result<()> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(content),
            None if content.trim().is_empty() => {}
            None => return Err(broken(self.text, offset, "text outside of the root element")),
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>, offset: usize) -> Result<()> {
        let name = reference.xml10_content();
        let character = match reference.resolve_char_ref() {
            Ok(Some(character)) => character.to_string(),
            Ok(None) => match quick_xml::escape::resolve_predefined_entity(&name) {
                Some(known) => known.to_owned(),
                None => return Err(broken(self.text, offset, &format!("unknown entity &{name};"))),
            },
            Err(error) => return Err(broken(self.text, offset, &error.to_string())),
        };
        self.text(&character, offset)
    }

    fn finish(self) -> Result<Element> {
        if let Some(element) = self.open.last() {
            let what = format!("<{}>, opened at {}, is never closed", element.name, element.place);
            return Err(cut_off(self.text, self.text.len(), &what));
        }
        self.root.ok_or_else(|| broken(self.text, self.text.len(), "there is no root element"))
    }
}

fn element(tag: &BytesStart<'_>, place: Place) -> std::result::Result<Element, String> {
    let name = tag.local_name().as_ref().to_owned();
    let declared = match tag.name().prefix() {
        Some(prefix) => format!("xmlns:{}", prefix.as_ref()),
        None => "xmlns".to_owned(),
    };
    let mut element = Element { name, place, ..Element::default() };
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
        if attribute.key.as_ref() == declared {
            element.namespace = value.into_owned();
        } else if !is_declaration(attribute.key) {
            element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value.into_owned()));
        }
    }
    Ok(element)
}

fn is_declaration(key: QName<'_>) -> bool {
    key.as_ref() == "xmlns" || key.as_ref().starts_with("xmlns:")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(text: &str) -> String {
        match parse(text) {
            Ok(root) => panic!("read as {root:?}"),
            Err(diagnostic) => diagnostic.to_string(),
        }
    }

    #[test]
    fn elements_have_a_place_text_and_attributes() {
        let root = parse(
            "<?xml version=\"1.0\"?>\n<e:a xmlns:e='urn:x' n='1 &lt; 2'>\n  <b>x &amp; &#65;</b><c/>\n</e:a>",
        )
        .expect("well-formed");
        assert_eq!((root.name.as_str(), root.namespace.as_str()), ("a", "urn:x"));
        assert_eq!(root.get("n"), Some("1 < 2"));
        assert_eq!(root.place, Place { line: 2, column: 1 });
        assert_eq!(root.children[0].text, "x & A");
        assert_eq!(root.children[1].place, Place { line: 3, column: 23 });
    }

    #[test]
    fn a_truncated_file_is_named() {
        let text = diagnostic("<a>\n  <b>\n");
        assert!(text.contains("<b>, opened at line 2, column 3, is never closed"), "{text}");
        assert!(text.contains("looks truncated"), "{text}");
        assert!(diagnostic("<a>\n  <b Name=\"x").contains("looks truncated"));
    }

    #[test]
    fn malformed_xml_is_an_error_with_a_place() {
        let text = diagnostic("<a>\n  <b></c>\n</a>");
        assert!(text.starts_with("line 2, column 6: the XML is not well-formed"), "{text}");
        assert!(diagnostic("<a b='1' b='2'/>").contains("line 1"));
        assert!(diagnostic("<a>&nope;</a>").contains("unknown entity &nope;"));
        assert!(diagnostic("<a/><b/>").contains("second root element"));
        assert!(diagnostic("hello").contains("text outside of the root element"));
        assert!(diagnostic("<!-- nothing -->").contains("no root element"));
    }

    #[test]
    fn deep_nesting_does_not_overflow_the_stack() {
        let text = diagnostic(&"<a>".repeat(100_000));
        assert!(text.contains("nested more than 64 deep"), "{text}");
    }

    #[test]
    fn invalid_booleans_are_errors() {
        let root = parse("<a x='maybe' y='true'/>").expect("well-formed");
        assert_eq!(root.flag("y"), Ok(Some(true)));
        assert_eq!(root.flag("z"), Ok(None));
        assert!(root.flag("x").is_err());
        assert!(root.need("z").is_err());
    }
}
