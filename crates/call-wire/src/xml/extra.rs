//! What the typed members do not say about an element: the reason why nothing is lost.

use std::fmt;

use super::attribute::Attribute;
use super::binding::Binding;
use super::content::{Content, Context};
use super::element::{Element, Node};
use super::name::Name;
use super::reader::{Event, Reader};
use super::scope::Scope;
use super::writer::Writer;
use crate::redact::Text;

/// Unknown attributes and elements, text between elements, members sent as `xsi:nil`, spellings that are not the
/// canonical one, and the order of the children where it is not that of the members.
///
/// Empty for most elements, and then as small as a pointer. Elements are kept as the text that they came as.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Rest>>);

#[derive(Clone, Default)]
struct Rest {
    attributes: Vec<Attribute>,
    prefixes: Vec<Binding>,
    /// The spellings of attributes and texts, each with its member.
    spellings: Vec<(usize, String)>,
    /// The member of each child that is a value, if that is not the order of the members.
    order: Vec<u16>,
    /// What is kept, in the document's order.
    kept: Vec<Kept>,
    /// The text of all that is kept, one after the other.
    text: String,
    /// The prefixes that are declared around what is kept.
    scopes: Vec<Scope>,
    /// What was added in code.
    added: Vec<Element>,
}

/// A part of the element, as it came.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub why: Why,
    /// The member that it belongs to.
    pub member: u16,
    /// For a spelling, how many values of the member come before it; else how many values of all members.
    pub at: u32,
    /// Where it ends in the text.
    end: u32,
    /// Which scope is around it.
    scope: u32,
}

/// Why something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Why {
    /// Elements that no member is for.
    Unknown,
    /// A text between elements.
    Text,
    /// It is the spelling of a value.
    Spelling,
    /// An element of a member that is no value, such as `xsi:nil`.
    NoValue,
    /// The same in place of the missing value of a single member; it goes when there is a value.
    Instead,
    /// Another element of a single member; it goes when there is no value.
    Again,
}

/// Elements as text, with the prefixes that are declared around them.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    text: &'a str,
    scope: &'a Scope,
}

impl<'a> Raw<'a> {
    /// Reads the first element as a value.
    pub(super) fn read<T: Content>(self) -> Option<T> {
        let mut reader = Reader::new(self.text, self.scope.clone());
        let start = reader.root().ok()?;
        T::read(&mut reader, start, &mut Context::default()).ok().map(|read| read.value)
    }

    /// The elements as trees, one after the other.
    pub(super) fn elements(self) -> impl Iterator<Item = Element> + use<'a> {
        let mut reader = Reader::new(self.text, self.scope.clone());
        std::iter::from_fn(move || match reader.next().ok()? {
            Event::Start(start) => Element::read_tree(&mut reader, start).ok(),
            _ => None,
        })
    }

    pub(super) fn write(self, writer: &mut Writer) {
        self.elements().for_each(|element| element.write_whole(writer));
    }
}

impl Rest {
    fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.kept[before].end);
        &self.text[start as usize..self.kept[at].end as usize]
    }

    fn raw(&self, at: usize) -> Raw<'_> {
        Raw { text: self.text(at), scope: &self.scopes[self.kept[at].scope as usize] }
    }

    /// The elements that are kept for such a reason.
    fn elements(&self, why: fn(Why) -> bool) -> impl Iterator<Item = Element> {
        let kept = (0..self.kept.len()).filter(move |at| why(self.kept[*at].why));
        kept.flat_map(|at| self.raw(at).elements())
    }

    fn keep(&mut self, why: Why, member: usize, at: usize, text: &str, scope: &Scope) {
        if !self.scopes.last().is_some_and(|last| last.is(scope)) {
            self.scopes.push(scope.clone());
        }
        let scope = small(self.scopes.len() - 1);
        let (member, at) = (u16::try_from(member).unwrap_or(u16::MAX), small(at));
        self.text.push_str(text);
        let end = small(self.text.len());
        match self.kept.last_mut() {
            // Neighbours are kept as one.
            Some(last)
                if (last.why, why) == (Why::Unknown, Why::Unknown)
                    && (last.at, last.scope) == (at, scope) =>
            {
                last.end = end;
            }
            _ => self.kept.push(Kept { why, member, at, end, scope }),
        }
    }

    fn nodes(&self) -> Vec<Node> {
        let kept = (0..self.kept.len()).flat_map(|at| match self.kept[at].why {
            Why::Text => vec![Node::Text(self.text(at).to_owned())],
            Why::Unknown => self.raw(at).elements().map(Node::Element).collect(),
            _ => Vec::new(),
        });
        kept.chain(self.added.iter().cloned().map(Node::Element)).collect()
    }
}

/// No document is so long that its places do not fit.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Equal when they would be written equally, wherever the elements stood.
impl PartialEq for Rest {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |at: usize| {
            let (one, two) = (&self.kept[at], &other.kept[at]);
            (one.why, one.member, one.at) == (two.why, two.member, two.at)
                && match one.why {
                    Why::Text => self.text(at) == other.text(at),
                    _ => self.raw(at).elements().eq(other.raw(at).elements()),
                }
        };
        self.attributes == other.attributes
            && self.prefixes == other.prefixes
            && self.spellings == other.spellings
            && self.order == other.order
            && self.added == other.added
            && self.kept.len() == other.kept.len()
            && (0..self.kept.len()).all(is_same)
    }
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
        let nodes = self.nodes();
        if !nodes.is_empty() {
            out.field("nodes", &nodes);
        }
        let members: Vec<_> = self.elements(|why| !matches!(why, Why::Unknown | Why::Text)).collect();
        if !members.is_empty() {
            out.field("members", &members);
        }
        if !self.spellings.is_empty() {
            out.field("texts", &self.spellings.iter().map(|(_, text)| Text(text)).collect::<Vec<_>>());
        }
        if !self.order.is_empty() {
            out.field("order", &self.order);
        }
        out.finish()
    }
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

    /// The elements that the schema does not have, read from what came.
    pub fn elements(&self) -> impl Iterator<Item = Element> {
        let rest = self.0.iter();
        rest.flat_map(|rest| rest.elements(|why| why == Why::Unknown).chain(rest.added.iter().cloned()))
    }

    /// The elements of known members that are no values: `xsi:nil`, repeated, or not of their type.
    pub fn unread(&self) -> impl Iterator<Item = Element> {
        let is_unread = |why| matches!(why, Why::NoValue | Why::Instead | Why::Again);
        self.0.iter().flat_map(move |rest| rest.elements(is_unread))
    }

    /// The texts between the elements of mixed content.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|rest| {
            let is_text = |at: &usize| rest.kept[*at].why == Why::Text;
            (0..rest.kept.len()).filter(is_text).map(|at| rest.text(at))
        })
    }

    /// Adds an element that the schema does not have; it is written after the members.
    pub fn push(&mut self, element: Element) {
        self.rest().added.push(element);
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

    /// Keeps a part of the element; `scope` is what is declared around it.
    pub(super) fn keep(&mut self, why: Why, member: usize, at: usize, text: &str, scope: &Scope) {
        self.rest().keep(why, member, at, text, scope);
    }

    /// The single value of a member came after elements that are none: they do not stand for it any more.
    pub(super) fn set_aside(&mut self, member: usize) {
        let Some(rest) = &mut self.0 else { return };
        for kept in &mut rest.kept {
            if kept.why == Why::Instead && usize::from(kept.member) == member {
                kept.why = Why::Unknown;
            }
        }
    }

    pub(super) fn keep_spelling(&mut self, member: usize, text: String) {
        self.rest().spellings.push((member, text));
    }

    pub(super) fn spelling(&self, member: usize) -> Option<&str> {
        let found = self.0.as_ref()?.spellings.iter().find(|(at, _)| *at == member);
        found.map(|(_, text)| text.as_str())
    }

    /// The member of each child that is a value; empty where that is the order of the members.
    pub(super) fn order(&self) -> &[u16] {
        self.0.as_ref().map_or(&[], |rest| &rest.order)
    }

    /// Remembers the members of the children so far.
    pub(super) fn add_to_order(&mut self, members: impl IntoIterator<Item = usize>) {
        let small = |member| u16::try_from(member).unwrap_or(u16::MAX);
        self.rest().order.extend(members.into_iter().map(small));
    }

    pub(super) fn kept(&self) -> &[Kept] {
        self.0.as_ref().map_or(&[], |rest| &rest.kept)
    }

    /// The element at a place in the list of what is kept.
    pub(super) fn raw(&self, at: usize) -> Option<Raw<'_>> {
        self.0.as_ref().map(|rest| rest.raw(at))
    }

    /// Writes what is kept at a place in the list.
    pub(super) fn write(&self, at: usize, writer: &mut Writer) {
        match &self.0 {
            Some(rest) if rest.kept[at].why == Why::Text => writer.text(rest.text(at)),
            Some(rest) => rest.raw(at).write(writer),
            None => {}
        }
    }

    /// The elements that were added in code.
    pub(super) fn added(&self) -> &[Element] {
        self.0.as_ref().map_or(&[], |rest| &rest.added)
    }
}
