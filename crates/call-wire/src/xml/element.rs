//! The lossless element tree: what a document says, without how its prefixes were spelled.

use std::{borrow::Cow, fmt};

use super::name::{Name, ns};

/// An element with everything in it.
///
/// Prefixes of names are resolved and forgotten. Comments and processing instructions are not kept.
#[derive(Clone, Default)]
pub struct Element {
    /// The name.
    pub name: Name,
    /// The attributes, without namespace declarations.
    pub attributes: Vec<Attribute>,
    /// Elements and text, in document order.
    pub children: Vec<Node>,
    /// Prefixes that text or attribute values of this element use, as `a:Name` does, with their namespaces.
    pub prefixes: Vec<Binding>,
    /// Where the element starts in its document, in bytes; 0 for one that was made in code.
    pub(super) offset: usize,
}

/// A prefix and the namespace that it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The prefix.
    pub prefix: Cow<'static, str>,
    /// The namespace.
    pub namespace: Cow<'static, str>,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// The value, with its entities resolved.
    pub value: String,
}

/// What an element holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, with its entities resolved; CDATA sections are text too.
    Text(String),
}

/// As XML, with the prefixes of the protocol.
impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::write::fragment(self))
    }
}

/// Two elements are equal wherever they stood.
impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
            && self.attributes == other.attributes
            && self.children == other.children
            && self.prefixes == other.prefixes
    }
}

impl Element {
    /// An empty element.
    pub fn new(namespace: impl Into<Cow<'static, str>>, local: impl Into<Cow<'static, str>>) -> Self {
        Self::named(Name::new(namespace, local))
    }

    /// An empty element of a name.
    #[must_use]
    pub fn named(name: Name) -> Self {
        Self { name, ..Self::default() }
    }

    /// The element with text added to it.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.push_text(text);
        self
    }

    /// The element with another one added to it.
    #[must_use]
    pub fn with_child(mut self, child: Self) -> Self {
        self.children.push(Node::Element(child));
        self
    }

    /// The element with an attribute in no namespace added to it.
    #[must_use]
    pub fn with_attribute(mut self, local: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.attributes.push(Attribute { name: Name::new(ns::NONE, local), value: value.into() });
        self
    }

    /// Adds text; nothing when it is empty.
    pub fn push_text(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !text.is_empty() {
            self.children.push(Node::Text(text));
        }
    }

    /// The text directly in this element.
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

    /// The elements directly in this one.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child of a name.
    #[must_use]
    pub fn child(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.elements().find(|child| child.name.is(namespace, local))
    }

    /// The value of an attribute.
    #[must_use]
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name.is(namespace, local));
        found.map(|attribute| attribute.value.as_str())
    }

    /// Whether the element says `xsi:nil="true"`.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.attribute(ns::XSI, "nil").is_some_and(|value| matches!(value.trim(), "true" | "1"))
    }

    /// The name that a text such as `a:Name` means here, if its prefix is known.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Option<Name> {
        let (prefix, local) = text.trim().split_once(':')?;
        let binding = self.prefixes.iter().find(|binding| binding.prefix == prefix)?;
        Some(Name::new(binding.namespace.clone(), local.to_owned()))
    }

    /// The type that `xsi:type` names.
    #[must_use]
    pub fn xsi_type(&self) -> Option<Name> {
        self.resolve(self.attribute(ns::XSI, "type")?)
    }

    /// Whether name and text are all there is to say about this element.
    pub(super) fn is_plain(&self) -> bool {
        self.attributes.is_empty()
            && self.prefixes.is_empty()
            && matches!(self.children.as_slice(), [] | [Node::Text(_)])
    }

    /// Takes `xsi:type` off, with its prefix where nothing else uses that.
    pub(super) fn take_xsi_type(&mut self) {
        let Some(at) = self.attributes.iter().position(|a| a.name.is(ns::XSI, "type")) else {
            return;
        };
        let taken = self.attributes.remove(at);
        let Some(prefix) = prefix_of(&taken.value).map(str::to_owned) else {
            return;
        };
        let used = self.attributes.iter().any(|other| prefix_of(&other.value) == Some(&prefix))
            || self
                .children
                .iter()
                .any(|node| matches!(node, Node::Text(t) if prefix_of(t) == Some(&prefix)));
        if !used {
            self.prefixes.retain(|binding| binding.prefix != prefix);
        }
    }

    /// Puts `xsi:type` on, with the prefix that the namespace is written with.
    pub(super) fn put_xsi_type(&mut self, namespace: &'static str, local: &str) {
        let known = super::name::PREFIXES.iter().find(|(_, known)| *known == namespace);
        let prefix = known.map_or("q", |(prefix, _)| prefix);
        self.prefixes.push(Binding { prefix: prefix.into(), namespace: namespace.into() });
        let value = format!("{prefix}:{local}");
        self.attributes.push(Attribute { name: Name::new(ns::XSI, "type"), value });
    }
}

/// The prefix of a text that may be a qualified name.
pub(super) fn prefix_of(text: &str) -> Option<&str> {
    let (prefix, local) = text.trim().split_once(':')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let names = !prefix.is_empty() && !local.is_empty() && prefix.chars().chain(local.chars()).all(plain);
    names.then_some(prefix)
}
