//! Element trees.

use std::borrow::Cow;
use std::fmt;

use super::attribute::Attribute;
use super::binding::Binding;
use super::content::{Content, Context, Read};
use super::error::DecodeError;
use super::name::{Name, Namespace, ns};
use super::reader::{Event, Reader, Start};
use super::writer::Writer;
use crate::redact::{Text, without_secret_parameters};

/// An element with its attributes and children.
///
/// Names have namespaces and no prefixes. Comments and processing instructions are not kept.
#[derive(Clone, Default, PartialEq)]
pub struct Element {
    /// The name.
    pub name: Name,
    /// The attributes, without namespace declarations.
    pub attributes: Vec<Attribute>,
    /// Elements and text, in document order.
    pub children: Vec<Node>,
    /// The prefixes in the text and the attribute values of this element, such as `a:Name`, with their namespaces.
    pub prefixes: Vec<Binding>,
}

/// A child of an element.
#[derive(Clone, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, with its references resolved. A CDATA section is text.
    Text(String),
}

/// Formats as XML with generated prefixes, without the secrets of URLs.
impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_secret_parameters(&self.to_fragment()))
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Element(element) => f.debug_tuple("Element").field(element).finish(),
            Self::Text(text) => f.debug_tuple("Text").field(&Text(text)).finish(),
        }
    }
}

impl Element {
    /// Creates an empty element.
    pub fn new(namespace: impl Into<Namespace>, local: impl Into<Cow<'static, str>>) -> Self {
        Self::named(Name::new(namespace, local))
    }

    /// Creates an empty element with a name.
    #[must_use]
    pub fn named(name: Name) -> Self {
        Self { name, ..Self::default() }
    }

    /// Appends text.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.push_text(text);
        self
    }

    /// Appends a child.
    #[must_use]
    pub fn with_child(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// Sets an attribute in no namespace.
    #[must_use]
    pub fn with_attribute(mut self, local: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let (name, value) = (Name::new(ns::NONE, local), value.into());
        match self.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => attribute.value = value,
            None => self.attributes.push(Attribute { name, value }),
        }
        self
    }

    /// Appends text, unless it is empty.
    pub fn push_text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.children.push(Node::Text(text));
        }
    }

    /// Returns the text of this element, without the text of its children.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        let mut texts = self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            Node::Element(_) => None,
        });
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => {
                let mut all = String::from(first) + second;
                all.extend(texts);
                Cow::Owned(all)
            }
        }
    }

    /// Returns the child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first child element with a name.
    #[must_use]
    pub fn child(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.elements().find(|child| child.name.is(namespace, local))
    }

    /// Returns the value of an attribute.
    #[must_use]
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name.is(namespace, local));
        found.map(|attribute| attribute.value.as_str())
    }

    /// Returns `true` if the element has the attribute `xsi:nil="true"`.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.attribute(ns::XSI, "nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    /// Resolves a qualified name such as `a:Name`. Returns `None` if [`prefixes`](Self::prefixes) does not contain its
    /// prefix.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Option<Name> {
        let (prefix, local) = text.trim().split_once(':')?;
        let binding = self.prefixes.iter().find(|binding| binding.prefix == prefix)?;
        Some(Name::new(binding.namespace.clone(), local.to_owned()))
    }

    /// Returns the name of the type in `xsi:type`.
    #[must_use]
    pub fn xsi_type(&self) -> Option<Name> {
        self.resolve(self.attribute(ns::XSI, "type")?)
    }

    /// Writes the element with its declarations, for `Debug` and for reading it again. Characters that XML does not
    /// allow become U+FFFD.
    pub(super) fn to_fragment(&self) -> String {
        let mut writer = Writer::new(String::new(), &[]);
        self.write_whole(&mut writer);
        writer.finish_lossy()
    }

    /// Writes the element from its start tag to its end tag.
    pub(super) fn write_whole(&self, writer: &mut Writer) {
        writer.start(self.name.clone());
        self.write(writer);
        writer.end();
    }

    /// Reads an element after its start tag.
    pub(super) fn read_tree<'t>(reader: &mut Reader<'t>, start: Start<'t>) -> Result<Self, DecodeError> {
        let name = start.owned_name();
        let attributes = start.attributes.into_iter().map(|attribute| attribute.into_owned()).collect();
        let (mut prefixes, mut children) = (start.bindings, Vec::new());
        loop {
            children.push(match reader.next()? {
                Event::Text(text) => {
                    reader.bind_text(&text, &mut prefixes);
                    Node::Text(text.into_owned())
                }
                Event::Start(start) => Node::Element(Self::read_tree(reader, start)?),
                Event::End | Event::Eof => break,
            });
        }
        Ok(Self { name, attributes, children, prefixes })
    }
}

/// Reads and writes the element unchanged.
impl Content for Element {
    fn read<'t>(
        reader: &mut Reader<'t>,
        start: Start<'t>,
        _: &mut Context,
    ) -> Result<Read<Self>, DecodeError> {
        Self::read_tree(reader, start).map(Read::plain)
    }

    fn write(&self, writer: &mut Writer) {
        writer.rename(self.name.clone());
        for binding in &self.prefixes {
            writer.bind(binding);
        }
        for attribute in &self.attributes {
            writer.attribute(attribute.name.borrow(), &attribute.value);
        }
        for node in &self.children {
            match node {
                Node::Text(text) => writer.text(text),
                Node::Element(child) => {
                    child.write_whole(writer);
                }
            }
        }
    }
}
