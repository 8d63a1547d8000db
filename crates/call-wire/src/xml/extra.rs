//! What the typed members do not say about an element: the reason why nothing is lost.

use std::fmt;

use super::{
    element::{Attribute, Binding, Element, Node},
    name::Name,
};

/// Unknown attributes and elements, members sent as `xsi:nil`, and spellings that are not the canonical one.
///
/// Empty for most elements, and then as small as a pointer.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Rest>>);

#[derive(Clone, Default, PartialEq)]
struct Rest {
    attributes: Vec<Attribute>,
    prefixes: Vec<Binding>,
    nodes: Vec<Unknown>,
    members: Vec<Kept>,
    texts: Vec<(usize, String)>,
}

/// Shows only what there is.
impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Extra");
        if !self.attributes.is_empty() {
            out.field("attributes", &self.attributes);
        }
        if !self.prefixes.is_empty() {
            out.field("prefixes", &self.prefixes);
        }
        if !self.nodes.is_empty() {
            out.field("nodes", &self.nodes.iter().map(|unknown| &unknown.node).collect::<Vec<_>>());
        }
        if !self.members.is_empty() {
            out.field("members", &self.members.iter().map(|kept| &kept.element).collect::<Vec<_>>());
        }
        if !self.texts.is_empty() {
            out.field("texts", &self.texts.iter().map(|(_, text)| text).collect::<Vec<_>>());
        }
        out.finish()
    }
}

/// A node that no member is for.
#[derive(Clone, Debug, PartialEq)]
struct Unknown {
    /// How many members of the schema's order come before it.
    after: usize,
    node: Node,
}

/// An element of a member, as it came.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Kept {
    pub member: usize,
    /// How many values of the member come before it.
    pub index: usize,
    /// Whether it is the spelling of the value at `index`; if not, it is no value at all.
    pub spells: bool,
    pub element: Element,
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("Extra"),
            Some(rest) => rest.fmt(f),
        }
    }
}

impl Extra {
    /// Whether the typed members say everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The attributes that the schema does not have.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter().flat_map(|rest| &rest.attributes)
    }

    /// The value of an attribute that the schema does not have.
    #[must_use]
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self.attributes().find(|attribute| attribute.name.is(namespace, local));
        found.map(|attribute| attribute.value.as_str())
    }

    /// The elements that the schema does not have.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.0.iter().flat_map(|rest| &rest.nodes).filter_map(|unknown| match &unknown.node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of known members that are no values: `xsi:nil`, repeated, or not of their type.
    pub fn unread(&self) -> impl Iterator<Item = &Element> {
        let members = self.0.iter().flat_map(|rest| &rest.members);
        members.filter(|kept| !kept.spells).map(|kept| &kept.element)
    }

    /// Adds an element that the schema does not have; it is written after the members.
    pub fn push(&mut self, element: Element) {
        self.add_unknown(usize::MAX, Node::Element(element));
    }

    /// Adds an attribute that the schema does not have, or changes it.
    pub fn set_attribute(&mut self, name: Name, value: impl Into<String>) {
        let rest = self.rest();
        let value = value.into();
        match rest.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => attribute.value = value,
            None => rest.attributes.push(Attribute { name, value }),
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.0 = None;
    }

    fn rest(&mut self) -> &mut Rest {
        self.0.get_or_insert_default()
    }

    pub(super) fn add_attribute(&mut self, attribute: Attribute) {
        self.rest().attributes.push(attribute);
    }

    pub(super) fn set_prefixes(&mut self, prefixes: Vec<Binding>) {
        if !prefixes.is_empty() {
            self.rest().prefixes = prefixes;
        }
    }

    pub(super) fn prefixes(&self) -> &[Binding] {
        self.0.as_ref().map_or(&[], |rest| &rest.prefixes)
    }

    pub(super) fn add_unknown(&mut self, after: usize, node: Node) {
        self.rest().nodes.push(Unknown { after, node });
    }

    pub(super) fn keep(&mut self, kept: Kept) {
        self.rest().members.push(kept);
    }

    /// The single value of a member came after elements that are none: they do not stand for it any more.
    pub(super) fn set_aside(&mut self, member: usize) {
        let Some(rest) = &mut self.0 else { return };
        let (aside, members) = std::mem::take(&mut rest.members)
            .into_iter()
            .partition(|kept| kept.member == member && !kept.spells);
        rest.members = members;
        let aside: Vec<Kept> = aside;
        let unknown = |kept: Kept| Unknown { after: member, node: Node::Element(kept.element) };
        rest.nodes.extend(aside.into_iter().map(unknown));
    }

    pub(super) fn keep_text(&mut self, member: usize, text: String) {
        self.rest().texts.push((member, text));
    }

    pub(super) fn text(&self, member: usize) -> Option<&str> {
        let found = self.0.as_ref()?.texts.iter().find(|(at, _)| *at == member);
        found.map(|(_, text)| text.as_str())
    }

    pub(super) fn members(&self, member: usize) -> impl Iterator<Item = &Kept> {
        self.0.iter().flat_map(|rest| &rest.members).filter(move |kept| kept.member == member)
    }

    /// The nodes that no member is for, which came when `after` members had passed, or later than that when
    /// `last`.
    pub(super) fn nodes(&self, after: usize, last: bool) -> impl Iterator<Item = &Node> {
        let nodes = self.0.iter().flat_map(|rest| &rest.nodes);
        nodes
            .filter(move |unknown| unknown.after == after || (last && unknown.after > after))
            .map(|unknown| &unknown.node)
    }
}
