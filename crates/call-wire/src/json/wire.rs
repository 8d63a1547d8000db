//! Reading and writing of values: scalars, containers, objects and unions.

use super::error::ReadError;
use super::issues::Found;
use super::reader::Reader;
use super::writer::Writer;

/// A type that can be a member of an [`Object`](super::Object).
///
/// If [`write`](Self::write) would not reproduce the original text, such as a number that was sent as a string,
/// [`read`](Self::read) calls [`Reader::set_non_canonical`], and the object keeps the text.
pub trait Wire: Sized + Clone + PartialEq {
    /// Whether null is a value of the type. Arrays and maps keep such nulls as values.
    const HAS_NULL: bool = false;

    /// Reads a value other than null, unless [`HAS_NULL`](Self::HAS_NULL) is true.
    ///
    /// # Errors
    ///
    /// Returns an error for a value that is not valid for the type, and for malformed JSON.
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError>;

    /// Like [`read`](Self::read), but stores the value in a slot. Objects override this method to avoid moves.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`read`](Self::read). The value of the slot is then unspecified.
    fn read_into(slot: &mut Option<Self>, input: &mut Reader<'_>) -> Result<(), ReadError> {
        *slot = Some(Self::read(input)?);
        Ok(())
    }

    /// Like [`read`](Self::read), but appends the value to the items of an array.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`read`](Self::read). The last item is then unspecified.
    fn read_item(items: &mut Vec<Self>, input: &mut Reader<'_>) -> Result<(), ReadError> {
        items.push(Self::read(input)?);
        Ok(())
    }

    /// Writes the value.
    fn write(&self, output: &mut Writer);

    /// Returns `true` if two values are the same on the wire: equal, or both NaN.
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// Returns `true` if two members are the same on the wire.
    #[doc(hidden)]
    fn same_slot(one: &Option<Self>, other: &Option<Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => one.same(other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// A member of an object, of any type. Returned by [`Fields`](super::Fields).
///
/// Implemented by `Option<T>` for every [`Wire`] type.
pub trait Slot {
    /// Reads a value other than null.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`Wire::read`]. The value of the slot is then unspecified.
    fn read(&mut self, input: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes the value, if it is set.
    fn write(&self, output: &mut Writer);

    /// Removes the value.
    fn clear(&mut self);

    /// Returns `true` if the value is set.
    fn is_set(&self) -> bool;

    /// Compares the value with the decoded value of a JSON text.
    fn compare(&self, raw: &str) -> Comparison;
}

/// The result of [`Slot::compare`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The text decodes to the value.
    Same,
    /// The text decodes to another value, or the value is not set.
    Different,
    /// The text cannot be decoded as the member's type.
    Unreadable,
}

impl<T: Wire> Slot for Option<T> {
    fn read(&mut self, input: &mut Reader<'_>) -> Result<(), ReadError> {
        T::read_into(self, input)
    }

    fn write(&self, output: &mut Writer) {
        if let Some(value) = self {
            value.write(output);
        }
    }

    fn clear(&mut self) {
        *self = None;
    }

    fn is_set(&self) -> bool {
        self.is_some()
    }

    fn compare(&self, raw: &str) -> Comparison {
        let mut read = None;
        // Lenient, since an array that was decoded leniently may have items that cannot be decoded.
        let mut input = Reader::lenient(raw, Found::new(0));
        if input.null() != Ok(false) || T::read_into(&mut read, &mut input).is_err() {
            return Comparison::Unreadable;
        }
        match (self, &read) {
            (Some(value), Some(read)) if value.same(read) => Comparison::Same,
            _ => Comparison::Different,
        }
    }
}
