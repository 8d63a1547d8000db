//! Types by name: for payloads whose type is known only at run time.

use std::any::Any;
use std::fmt;

use serde_json::Value;

use super::{DecodeError, EncodeError, Issues, Wire, decode_lenient_value, decode_value, encode_value};

/// A type of a schema under its name there.
///
/// Each protocol crate has a list of its types, `TYPES`:
///
/// ```
/// # use call_wire::json::TypeEntry;
/// const TYPES: &[TypeEntry] = &[TypeEntry::of::<String>("text")];
///
/// let entry = TYPES.iter().find(|entry| entry.name() == "text").expect("is in the list");
/// let value = entry.decode(&serde_json::json!("hello"))?;
/// assert_eq!(format!("{value:?}"), "\"hello\"");
/// # Ok::<(), call_wire::json::DecodeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct TypeEntry {
    name: &'static str,
    decode: fn(&Value) -> Result<Box<dyn Dynamic>, DecodeError>,
    decode_lenient: fn(&Value) -> Result<Lenient, DecodeError>,
}

/// What lenient decoding gives: the value, and what was passed over.
type Lenient = (Box<dyn Dynamic>, Issues);

/// A decoded value of any type.
pub trait Dynamic: fmt::Debug {
    /// The value encoded again.
    ///
    /// # Errors
    ///
    /// A number that JSON cannot say.
    fn to_value(&self) -> Result<Value, EncodeError>;

    /// The value, to be asked for its own type.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Wire + fmt::Debug + 'static> Dynamic for T {
    fn to_value(&self) -> Result<Value, EncodeError> {
        encode_value(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl TypeEntry {
    /// The entry of a type.
    #[must_use]
    pub const fn of<T: Wire + fmt::Debug + 'static>(name: &'static str) -> Self {
        Self {
            name,
            decode: |value| Ok(Box::new(decode_value::<T>(value)?)),
            decode_lenient: |value| {
                let (value, issues) = decode_lenient_value::<T>(value)?;
                Ok((Box::new(value), issues))
            },
        }
    }

    /// The schema's name of the type.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// As [`decode_value`].
    ///
    /// # Errors
    ///
    /// As [`decode_value`].
    pub fn decode(&self, value: &Value) -> Result<Box<dyn Dynamic>, DecodeError> {
        (self.decode)(value)
    }

    /// As [`decode_lenient_value`].
    ///
    /// # Errors
    ///
    /// As [`decode_lenient_value`].
    pub fn decode_lenient(&self, value: &Value) -> Result<(Box<dyn Dynamic>, Issues), DecodeError> {
        (self.decode_lenient)(value)
    }
}

impl fmt::Debug for TypeEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TypeEntry").field(&self.name).finish()
    }
}
