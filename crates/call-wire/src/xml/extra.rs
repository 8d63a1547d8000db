//! Unknown parts and original spellings of an element.

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

/// The unknown attributes and elements of an element, the text between its children, members sent as `xsi:nil`,
/// original spellings that are not canonical, and the order of the children if it differs from the order of the
/// members.
///
/// It is empty for most elements, and then takes only the space of a pointer. Elements are kept as their original text.
#[derive(Clone, Default, PartialEq)]
pub struct Extra(Option<Box<Rest>>);

#[derive(Clone, Default)]
struct Rest {
    attributes: Vec<Attribute>,
    prefixes: Vec<Binding>,
    /// The original texts of attributes and of the text, each with its member.
    originals: Vec<(usize, String)>,
    /// The member of each child with a value, if the children are not in the order of the members.
    order: Vec<u16>,
    /// The kept parts, in the order of the document.
    kept: Vec<Kept>,
    /// The texts of the kept parts, in turn.
    text: String,
    /// The prefixes that are declared around the kept parts.
    scopes: Vec<Scope>,
    /// The elements that were added by [`Extra::push`].
    added: Vec<Element>,
}

/// A kept part of the element.
#[derive(Clone, Copy)]
pub(super) struct Kept {
    pub reason: Reason,
    /// The member to which it belongs.
    pub member: u16,
    /// The number of values before it: of its member for an original spelling, and of all members otherwise.
    pub at: u32,
    /// Its end in the text.
    end: u32,
    /// The index of its scope.
    scope: u32,
}

/// The reason why a part is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// Unknown elements.
    Unknown,
    /// Text between elements.
    Text,
    /// The original element of a value.
    Original,
    /// An element of a repeated member that has no value, such as `xsi:nil`.
    Empty,
    /// An element of a single member that has no value. It is written as long as the member has none.
    EmptySingle,
    /// A further element of a single member. It is written as long as the member has a value.
    Repeated,
}

/// The text of elements, with the prefixes that are declared around them.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    text: &'a str,
    scope: &'a Scope,
}

impl<'a> Raw<'a> {
    /// Decodes the first element.
    pub(super) fn read<T: Content>(self) -> Option<T> {
        let mut reader = Reader::new(self.text, self.scope.clone());
        let start = reader.root().ok()?;
        T::read(&mut reader, start, &mut Context::default()).ok().map(|read| read.value)
    }

    /// Returns the elements as trees.
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

    /// Returns the elements that are kept for a reason.
    fn elements(&self, reason: fn(Reason) -> bool) -> impl Iterator<Item = Element> {
        let kept = (0..self.kept.len()).filter(move |at| reason(self.kept[*at].reason));
        kept.flat_map(|at| self.raw(at).elements())
    }

    fn keep(&mut self, reason: Reason, member: usize, at: usize, text: &str, scope: &Scope) {
        if !self.scopes.last().is_some_and(|last| last.is(scope)) {
            self.scopes.push(scope.clone());
        }
        let scope = small(self.scopes.len() - 1);
        let (member, at) = (u16::try_from(member).unwrap_or(u16::MAX), small(at));
        self.text.push_str(text);
        let end = small(self.text.len());
        match self.kept.last_mut() {
            // Adjacent unknown elements are one part.
            Some(last)
                if (last.reason, reason) == (Reason::Unknown, Reason::Unknown)
                    && (last.at, last.scope) == (at, scope) =>
            {
                last.end = end;
            }
            _ => self.kept.push(Kept { reason, member, at, end, scope }),
        }
    }

    fn nodes(&self) -> Vec<Node> {
        let kept = (0..self.kept.len()).flat_map(|at| match self.kept[at].reason {
            Reason::Text => vec![Node::Text(self.text(at).to_owned())],
            Reason::Unknown => self.raw(at).elements().map(Node::Element).collect(),
            _ => Vec::new(),
        });
        kept.chain(self.added.iter().cloned().map(Node::Element)).collect()
    }
}

/// Converts an offset or a count. Longer documents are rejected.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Compares the elements of the kept parts, not their original texts.
impl PartialEq for Rest {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |at: usize| {
            let (one, two) = (&self.kept[at], &other.kept[at]);
            (one.reason, one.member, one.at) == (two.reason, two.member, two.at)
                && match one.reason {
                    Reason::Text => self.text(at) == other.text(at),
                    _ => self.raw(at).elements().eq(other.raw(at).elements()),
                }
        };
        self.attributes == other.attributes
            && self.prefixes == other.prefixes
            && self.originals == other.originals
            && self.order == other.order
            && self.added == other.added
            && self.kept.len() == other.kept.len()
            && (0..self.kept.len()).all(is_same)
    }
}

/// Formats the parts that are not empty.
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
        let members: Vec<_> =
            self.elements(|reason| !matches!(reason, Reason::Unknown | Reason::Text)).collect();
        if !members.is_empty() {
            out.field("members", &members);
        }
        if !self.originals.is_empty() {
            out.field("texts", &self.originals.iter().map(|(_, text)| Text(text)).collect::<Vec<_>>());
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
    /// Returns `true` if the typed members represent the element completely.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Returns the unknown attributes.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.0.iter().flat_map(|rest| &rest.attributes)
    }

    /// Returns the value of an unknown attribute.
    #[must_use]
    pub fn attribute(&self, namespace: &str, local: &str) -> Option<&str> {
        let found = self.attributes().find(|attribute| attribute.name.is(namespace, local));
        found.map(|attribute| attribute.value.as_str())
    }

    /// Returns the unknown elements.
    pub fn elements(&self) -> impl Iterator<Item = Element> {
        let rest = self.0.iter();
        rest.flat_map(|rest| {
            rest.elements(|reason| reason == Reason::Unknown).chain(rest.added.iter().cloned())
        })
    }

    /// Returns the elements of members that have no typed value: elements with `xsi:nil`, repeated elements, and
    /// elements that are not valid for the type.
    pub fn unread(&self) -> impl Iterator<Item = Element> {
        let is_unread = |reason| matches!(reason, Reason::Empty | Reason::EmptySingle | Reason::Repeated);
        self.0.iter().flat_map(move |rest| rest.elements(is_unread))
    }

    /// Returns the texts between the elements of mixed content.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|rest| {
            let is_text = |at: &usize| rest.kept[*at].reason == Reason::Text;
            (0..rest.kept.len()).filter(is_text).map(|at| rest.text(at))
        })
    }

    /// Adds an unknown element, which is written after the members.
    pub fn push(&mut self, element: Element) {
        self.rest().added.push(element);
    }

    /// Sets an unknown attribute.
    pub fn set_attribute(&mut self, name: Name, value: impl Into<String>) {
        let rest = self.rest();
        let value = value.into();
        match rest.attributes.iter_mut().find(|attribute| attribute.name == name) {
            Some(attribute) => attribute.value = value,
            None => rest.attributes.push(Attribute { name, value }),
        }
    }

    /// Removes all parts.
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

    /// Keeps a part of the element. `scope` has the prefixes that are declared around it.
    pub(super) fn keep(&mut self, reason: Reason, member: usize, at: usize, text: &str, scope: &Scope) {
        self.rest().keep(reason, member, at, text, scope);
    }

    /// Marks the elements of a single member that have no value as unknown elements, since the member's value follows
    /// them.
    pub(super) fn detach_empty(&mut self, member: usize) {
        let Some(rest) = &mut self.0 else { return };
        for kept in &mut rest.kept {
            if kept.reason == Reason::EmptySingle && usize::from(kept.member) == member {
                kept.reason = Reason::Unknown;
            }
        }
    }

    pub(super) fn keep_original(&mut self, member: usize, text: String) {
        self.rest().originals.push((member, text));
    }

    pub(super) fn original(&self, member: usize) -> Option<&str> {
        let found = self.0.as_ref()?.originals.iter().find(|(at, _)| *at == member);
        found.map(|(_, text)| text.as_str())
    }

    /// Returns the member of each child with a value. It is empty if the children are in the order of the members.
    pub(super) fn order(&self) -> &[u16] {
        self.0.as_ref().map_or(&[], |rest| &rest.order)
    }

    /// Records the members of the next children.
    pub(super) fn add_to_order(&mut self, members: impl IntoIterator<Item = usize>) {
        let small = |member| u16::try_from(member).unwrap_or(u16::MAX);
        self.rest().order.extend(members.into_iter().map(small));
    }

    pub(super) fn kept(&self) -> &[Kept] {
        self.0.as_ref().map_or(&[], |rest| &rest.kept)
    }

    /// Returns the kept part at an index.
    pub(super) fn raw(&self, at: usize) -> Option<Raw<'_>> {
        self.0.as_ref().map(|rest| rest.raw(at))
    }

    /// Writes the kept part at an index.
    pub(super) fn write(&self, at: usize, writer: &mut Writer) {
        match &self.0 {
            Some(rest) if rest.kept[at].reason == Reason::Text => writer.text(rest.text(at)),
            Some(rest) => rest.raw(at).write(writer),
            None => {}
        }
    }

    /// Returns the elements that were added by [`push`](Self::push).
    pub(super) fn added(&self) -> &[Element] {
        self.0.as_ref().map_or(&[], |rest| &rest.added)
    }
}
