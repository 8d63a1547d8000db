//! Objects and their members.

use std::fmt;

use super::content::{Content, Context, Root};
use super::error::DecodeError;
use super::extra::{Extra, Raw};
use super::name::{Name, NameRef};
use super::reader::{Reader, Start};
use super::text::Text;
use super::writer::Writer;
use crate::debug::DebugValue;

/// The representation of a member on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An attribute.
    Attribute,
    /// Child elements with a name.
    Element,
    /// Child elements with the names of a choice.
    Choice,
    /// A child element with the name of its type ([`Root`]).
    Root,
    /// All other child elements, read as a choice.
    Content,
    /// All other child elements, kept as element trees.
    Any,
    /// The text of the element.
    Text,
}

/// The kind and the name of a member.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The kind.
    pub kind: Kind,
    /// The namespace; empty for a kind without a name.
    pub namespace: &'static str,
    /// The local name; empty for a kind without a name.
    pub local: &'static str,
}

impl Member {
    pub(super) fn is(&self, name: NameRef<'_>) -> bool {
        name.is(self.namespace, self.local)
    }

    pub(super) fn name(&self) -> NameRef<'static> {
        NameRef { namespace: self.namespace, local: self.local }
    }
}

/// A member and the access to its value.
pub struct Field<T> {
    /// The kind and the name.
    pub member: Member,
    /// Returns the value.
    pub get: for<'a> fn(&'a T) -> Slot<'a>,
    /// Returns mutable access to the value.
    pub get_mut: for<'a> fn(&'a mut T) -> SlotMut<'a>,
}

/// A type that is represented by an element: members in the order of the schema, and `extra`.
///
/// Implemented by [`xml_object!`](crate::xml_object).
pub trait Object: Default + 'static {
    /// Fails to compile if a field has no row in the table.
    #[doc(hidden)]
    const EVERY_FIELD_HAS_A_ROW: fn(Self) -> Self = |object| object;

    /// The members.
    const FIELDS: &'static [Field<Self>];

    /// Returns the unknown parts and original spellings.
    fn extra(&self) -> &Extra;

    /// Returns mutable access to the unknown parts and original spellings.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// Formats an object for `Debug`: the members that are set, and `extra` unless it is empty.
///
/// # Errors
///
/// Returns the errors of the formatter.
pub fn debug_object(
    type_name: &str,
    members: &[(&str, Option<DebugValue<'_>>)],
    extra: &Extra,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut output = f.debug_struct(type_name);
    for (field, value) in members {
        if let Some(value) = value {
            output.field(field, value);
        }
    }
    if !extra.is_empty() {
        output.field("extra", extra);
    }
    output.finish_non_exhaustive()
}

/// Shared access to the value of a member.
pub enum Slot<'a> {
    /// Child elements.
    Elements(&'a dyn Elements),
    /// A child element with the name of its type.
    Root(&'a dyn RootElement),
    /// The text or an attribute.
    Text(&'a dyn Scalar),
}

impl Slot<'_> {
    /// The number of child elements.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Elements(slot) => slot.count(),
            Self::Root(slot) => slot.count(),
            Self::Text(_) => 0,
        }
    }
}

/// Mutable access to the value of a member.
pub enum SlotMut<'a> {
    /// Child elements.
    Elements(&'a mut dyn Elements),
    /// A child element with the name of its type.
    Root(&'a mut dyn RootElement),
    /// The text or an attribute.
    Text(&'a mut dyn Scalar),
}

/// A member that is represented by child elements: `Option<T>` or `Vec<T>`.
pub trait Elements {
    /// Returns the number of values.
    fn count(&self) -> usize;
    /// Returns `true` if the member can have several values.
    fn repeats(&self) -> bool;
    /// Reads a value and appends it. Returns whether the value represents its element completely.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed XML, and for an element that is not valid for the type.
    fn push<'t>(
        &mut self,
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<bool, DecodeError>;
    /// Writes the value at an index as the content of the element that was just started.
    fn write(&self, index: usize, writer: &mut Writer);
    /// Returns `true` if an original element decodes to the value at an index.
    fn is_decoded_from(&self, index: usize, raw: Raw<'_>) -> bool;
    /// Returns `true` if an element with this name is a variant of the choice.
    fn accepts(&self, name: NameRef<'_>) -> bool;
}

/// A member that is represented by a child element with the name of its type: `Option<T>`.
pub trait RootElement: Elements {
    /// Returns `true` if an element with this name is read as this type.
    fn matches(&self, name: NameRef<'_>) -> bool;
    /// Returns the name of the element.
    fn name(&self) -> Name;
}

impl<T: Root + PartialEq> RootElement for Option<T> {
    fn matches(&self, name: NameRef<'_>) -> bool {
        T::matches(name)
    }

    fn name(&self) -> Name {
        self.as_ref().map(T::root_name).unwrap_or_default()
    }
}

/// A member that is represented by text: `Option<T>`.
pub trait Scalar {
    /// Parses text, and sets the value. Returns whether the text is canonical, or `None` if it is invalid.
    fn set(&mut self, text: &str) -> Option<bool>;
    /// Calls the function with the canonical text of the value, if the value is set.
    fn with_canonical(&self, use_text: &mut dyn FnMut(&str));
    /// Returns `true` if the text decodes to the value. If the value is not set, returns `true` if the text is invalid.
    fn is_decoded_from(&self, text: &str) -> bool;
    /// Returns a description of valid text, for error messages.
    fn expects(&self) -> &'static str;
}

impl<T: Text> Scalar for Option<T> {
    fn set(&mut self, text: &str) -> Option<bool> {
        let value = T::read(text)?;
        let canonical = value.with_text(|canonical| canonical == text);
        *self = Some(value);
        Some(canonical)
    }

    fn with_canonical(&self, use_text: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.with_text(use_text);
        }
    }

    fn is_decoded_from(&self, text: &str) -> bool {
        T::read(text) == *self
    }

    fn expects(&self) -> &'static str {
        T::EXPECTS
    }
}

fn decodes_to<T: Content + PartialEq>(raw: Raw<'_>, value: &T) -> bool {
    raw.read::<T>().is_some_and(|read| read == *value)
}

impl<T: Content + PartialEq> Elements for Option<T> {
    fn count(&self) -> usize {
        usize::from(self.is_some())
    }

    fn repeats(&self) -> bool {
        false
    }

    fn push<'t>(
        &mut self,
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<bool, DecodeError> {
        let read = T::read(reader, start, context)?;
        *self = Some(read.value);
        Ok(read.is_plain)
    }

    fn write(&self, _: usize, writer: &mut Writer) {
        if let Some(value) = self {
            value.write(writer);
        }
    }

    fn is_decoded_from(&self, _: usize, raw: Raw<'_>) -> bool {
        self.as_ref().is_some_and(|value| decodes_to(raw, value))
    }

    fn accepts(&self, name: NameRef<'_>) -> bool {
        T::accepts(name)
    }
}

impl<T: Content + PartialEq> Elements for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn repeats(&self) -> bool {
        true
    }

    fn push<'t>(
        &mut self,
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<bool, DecodeError> {
        let read = T::read(reader, start, context)?;
        Vec::push(self, read.value);
        Ok(read.is_plain)
    }

    fn write(&self, index: usize, writer: &mut Writer) {
        if let Some(value) = self.get(index) {
            value.write(writer);
        }
    }

    fn is_decoded_from(&self, index: usize, raw: Raw<'_>) -> bool {
        self.get(index).is_some_and(|value| decodes_to(raw, value))
    }

    fn accepts(&self, name: NameRef<'_>) -> bool {
        T::accepts(name)
    }
}

/// A dyn-compatible [`Object`]: reading and writing are compiled once, for all types.
pub(super) trait Members {
    fn len(&self) -> usize;
    fn member(&self, at: usize) -> &'static Member;
    fn slot(&self, at: usize) -> Slot<'_>;
    fn slot_mut(&mut self, at: usize) -> SlotMut<'_>;
    fn extra(&self) -> &Extra;
    fn extra_mut(&mut self) -> &mut Extra;
}

impl<T: Object> Members for T {
    fn len(&self) -> usize {
        T::FIELDS.len()
    }

    fn member(&self, at: usize) -> &'static Member {
        &T::FIELDS[at].member
    }

    fn slot(&self, at: usize) -> Slot<'_> {
        (T::FIELDS[at].get)(self)
    }

    fn slot_mut(&mut self, at: usize) -> SlotMut<'_> {
        (T::FIELDS[at].get_mut)(self)
    }

    fn extra(&self) -> &Extra {
        Object::extra(self)
    }

    fn extra_mut(&mut self) -> &mut Extra {
        Object::extra_mut(self)
    }
}
