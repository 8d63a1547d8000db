//! How a member's value is read: one trait over scalars, containers, objects and unions.

use serde::{Deserializer, Serialize};
use serde_json::Value;

use super::Context;

/// A type that can stand as a member of an [`Object`](super::Object).
///
/// Reading is serde's, with a [`Context`] beside it. A value whose [`Serialize`] would not write what came
/// (a number that came as a string, say) leaves the original in [`Context::spelled`], and the object that holds
/// it keeps it.
pub trait Wire: Sized + Clone + PartialEq + Serialize {
    /// Reads one value, which is not null.
    ///
    /// # Errors
    ///
    /// A value of the wrong JSON type, or malformed input. The context knows the path.
    fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error>;

    /// As [`read`](Self::read), into the place where the value shall be: an object is not moved about.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read); the slot then holds anything.
    fn read_into<'de, D: Deserializer<'de>>(
        input: D,
        slot: &mut Option<Self>,
        context: &mut Context,
    ) -> Result<(), D::Error> {
        *slot = Some(Self::read(input, context)?);
        Ok(())
    }

    /// Whether two values are the same on the wire.
    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

/// Whether a kept spelling still means a value.
pub(super) fn means<T: Wire>(raw: &Value, value: &T) -> bool {
    // Leniently, as an array that leniency has kept holds items that cannot be read.
    T::read(raw, &mut Context::lenient()).is_ok_and(|read| read.same(value))
}
