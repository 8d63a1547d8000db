//! Objects: one table of members per type, and one reader and one writer for all of them.

use std::fmt;

use super::content::{Content, Context, Root};
use super::error::DecodeError;
use super::extra::{Extra, Raw};
use super::name::{Name, NameRef};
use super::reader::{Reader, Start};
use super::text::Text;
use super::writer::Writer;
use crate::debug::DebugValue;

/// What a member is on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An attribute.
    Attribute,
    /// Child elements of one name.
    Element,
    /// Child elements of the names that a choice knows.
    Choice,
    /// A child element under the name that its type has by itself.
    Root,
    /// Every child element that no other member is for, read as a choice.
    Content,
    /// Every child element that no other member is for, kept as it is.
    Any,
    /// The text.
    Text,
}

/// A member's place in its element.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// What it is.
    pub kind: Kind,
    /// Its namespace, where it has a name.
    pub namespace: &'static str,
    /// Its name, empty where it has none.
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

/// A member and the way to it.
pub struct Field<T> {
    /// The member's place in its element.
    pub member: Member,
    /// Reads the member.
    pub get: for<'a> fn(&'a T) -> Slot<'a>,
    /// Changes the member.
    pub get_mut: for<'a> fn(&'a mut T) -> SlotMut<'a>,
}

/// A type whose value is one element: its members in the schema's order, and the rest.
///
/// Implemented by [`xml_object!`](crate::xml_object).
pub trait Object: Default + 'static {
    /// Takes the object apart: it compiles only if the table has a line for each field.
    #[doc(hidden)]
    const EVERY_FIELD_HAS_A_LINE: fn(Self) -> Self = |object| object;

    /// The members.
    const FIELDS: &'static [Field<Self>];

    /// What the members do not say.
    fn extra(&self) -> &Extra;

    /// What the members do not say.
    fn extra_mut(&mut self) -> &mut Extra;
}

/// The `Debug` output of an object: its members that are set, and `extra` if there is anything in it.
///
/// # Errors
///
/// Those of the formatter.
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

/// A member's value, to be read.
pub enum Slot<'a> {
    /// Of child elements.
    Elements(&'a dyn Elements),
    /// Of a child element that has a name by itself.
    Root(&'a dyn RootElement),
    /// Of the text or an attribute.
    Text(&'a dyn Scalar),
}

impl Slot<'_> {
    /// How many child elements it has.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Elements(slot) => slot.count(),
            Self::Root(slot) => slot.count(),
            Self::Text(_) => 0,
        }
    }
}

/// A member's value, to be changed.
pub enum SlotMut<'a> {
    /// Of child elements.
    Elements(&'a mut dyn Elements),
    /// Of a child element that has a name by itself.
    Root(&'a mut dyn RootElement),
    /// Of the text or an attribute.
    Text(&'a mut dyn Scalar),
}

/// A member of child elements: `Option<T>` or `Vec<T>`.
pub trait Elements {
    /// How many values it has.
    fn count(&self) -> usize;
    /// Whether it can hold more than one.
    fn repeats(&self) -> bool;
    /// Reads one more value, and returns whether it says everything that its element does.
    ///
    /// # Errors
    ///
    /// When the element is no such value.
    fn push<'t>(
        &mut self,
        reader: &mut Reader<'t>,
        start: Start<'t>,
        context: &mut Context,
    ) -> Result<bool, DecodeError>;
    /// Writes the value at a place into the element that was just started.
    fn write(&self, index: usize, writer: &mut Writer);
    /// Whether an element as it came still says the value at a place.
    fn agrees(&self, index: usize, raw: Raw<'_>) -> bool;
    /// Whether an element of this name is an arm of this choice.
    fn accepts(&self, name: NameRef<'_>) -> bool;
}

/// A member of a child element that has a name by itself: `Option<T>`.
pub trait RootElement: Elements {
    /// Whether an element of this name is read as this value.
    fn matches(&self, name: NameRef<'_>) -> bool;
    /// The name of the value.
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

/// A member of text: `Option<T>`.
pub trait Scalar {
    /// Reads the text, and returns whether it is the canonical spelling; `None` when it is no such value.
    fn set(&mut self, text: &str) -> Option<bool>;
    /// Lends the canonical spelling of the value.
    fn lend(&self, lend: &mut dyn FnMut(&str));
    /// Whether a text still says the value; for a member without a value, whether the text is no value either.
    fn agrees(&self, text: &str) -> bool;
    /// What a text has to be.
    fn expects(&self) -> &'static str;
}

impl<T: Text> Scalar for Option<T> {
    fn set(&mut self, text: &str) -> Option<bool> {
        let value = T::read(text)?;
        let canonical = value.with_text(|canonical| canonical == text);
        *self = Some(value);
        Some(canonical)
    }

    fn lend(&self, lend: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.with_text(lend);
        }
    }

    fn agrees(&self, text: &str) -> bool {
        T::read(text) == *self
    }

    fn expects(&self) -> &'static str {
        T::EXPECTS
    }
}

fn says<T: Content + PartialEq>(raw: Raw<'_>, value: &T) -> bool {
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

    fn agrees(&self, _: usize, raw: Raw<'_>) -> bool {
        self.as_ref().is_some_and(|value| says(raw, value))
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

    fn agrees(&self, index: usize, raw: Raw<'_>) -> bool {
        self.get(index).is_some_and(|value| says(raw, value))
    }

    fn accepts(&self, name: NameRef<'_>) -> bool {
        T::accepts(name)
    }
}

/// An object whose type is forgotten, so that reader and writer exist once.
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

/// Reads an object; what [`xml_object!`](crate::xml_object) stands on.
///
/// # Errors
///
/// When it is no XML, or a text in it is not of its type, unless the context is lenient.
pub fn read_object<'t, T: Object>(
    reader: &mut Reader<'t>,
    start: Start<'t>,
    context: &mut Context,
) -> Result<T, DecodeError> {
    let mut object = T::default();
    super::read::read(&mut object, reader, start, context)?;
    Ok(object)
}

/// Writes an object; what [`xml_object!`](crate::xml_object) stands on.
pub fn write_object<T: Object>(object: &T, writer: &mut Writer) {
    super::write::write(object, writer);
}
