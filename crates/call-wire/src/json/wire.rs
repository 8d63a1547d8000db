//! How a member's value is read and written: one trait over scalars, containers, objects and unions.

use super::error::ReadError;
use super::issues::Found;
use super::reader::Reader;
use super::writer::Writer;

/// A type that can stand as a member of an [`Object`](super::Object).
///
/// A value that [`write`](Self::write) would not write as it came (a number that came as a string, say) says so
/// by [`Reader::set_non_canonical`], and the object that holds it keeps the text that came.
pub trait Wire: Sized + Clone + PartialEq {
    /// Reads one value, which is not null.
    ///
    /// # Errors
    ///
    /// A value of the wrong JSON type, or malformed JSON.
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError>;

    /// As [`read`](Self::read), into the place where the value shall be: an object is not moved about.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read); what the slot then holds is unspecified.
    fn read_into(slot: &mut Option<Self>, input: &mut Reader<'_>) -> Result<(), ReadError> {
        *slot = Some(Self::read(input)?);
        Ok(())
    }

    /// As [`read`](Self::read), behind the other items of an array.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read); the last item may then be anything.
    fn read_item(items: &mut Vec<Self>, input: &mut Reader<'_>) -> Result<(), ReadError> {
        items.push(Self::read(input)?);
        Ok(())
    }

    /// Writes the value.
    fn write(&self, output: &mut Writer);

    /// Whether two values are the same on the wire: equal, but that NaN is the same as NaN.
    fn same(&self, other: &Self) -> bool {
        self == other
    }

    /// Whether two members are the same on the wire.
    #[doc(hidden)]
    fn same_slot(one: &Option<Self>, other: &Option<Self>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => one.same(other),
            (one, other) => one.is_none() && other.is_none(),
        }
    }
}

/// The place of a member in an object, whatever the member's type: what [`Fields`](super::Fields) hands out.
///
/// Implemented by `Option<T>` for each [`Wire`] type, and by nothing else.
pub trait Slot {
    /// Reads a value, which is not null.
    ///
    /// # Errors
    ///
    /// As [`Wire::read`]; what the slot then holds is unspecified.
    fn read(&mut self, input: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Writes the value, if there is one.
    fn write(&self, output: &mut Writer);

    /// Takes the value out.
    fn clear(&mut self);

    /// Whether there is a value.
    fn is_set(&self) -> bool;

    /// What a kept text says of the value.
    fn compare(&self, raw: &str) -> Comparison;
}

/// What a kept text says of a member's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// It means this value.
    Same,
    /// It means another value, or there is none.
    Different,
    /// The member's type cannot read it.
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
        // Leniently, as an array that leniency has kept holds items that cannot be read.
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
