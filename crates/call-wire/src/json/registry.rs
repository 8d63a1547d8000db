//! A registry of types by name, for payloads whose type is known only at run time.

use std::any::Any;
use std::fmt;

use serde_json::Value;

use super::decode::{decode_lenient_value, decode_value, encode_value, unknown_members_value};
use super::error::DecodeError;
use super::issues::Issues;
use super::wire::Wire;
use super::writer::EncodeError;

/// A type and its name in the schema.
///
/// Each JSON protocol crate has a registry of its types, the constant `TYPES`:
///
/// ```
/// # use call_wire::json::RegisteredType;
/// const TYPES: &[RegisteredType] = &[RegisteredType::of::<String>("text")];
///
/// let entry = TYPES.iter().find(|entry| entry.name() == "text").expect("registered");
/// let value = entry.decode(&serde_json::json!("hello"))?;
/// assert_eq!(format!("{value:?}"), "\"hello\"");
/// # Ok::<(), call_wire::json::DecodeError>(())
/// ```
#[derive(Clone, Copy)]
pub struct RegisteredType {
    name: &'static str,
    decode: fn(&Value) -> Result<Box<dyn RegisteredValue>, DecodeError>,
    decode_lenient: fn(&Value) -> Result<Lenient, DecodeError>,
    unknown_members: fn(&Value) -> Result<Vec<String>, DecodeError>,
}

/// The result of lenient decoding: the value, and the issues.
type Lenient = (Box<dyn RegisteredValue>, Issues);

/// A decoded value of a [`RegisteredType`].
pub trait RegisteredValue: fmt::Debug {
    /// Encodes the value.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`encode_value`].
    fn to_value(&self) -> Result<Value, EncodeError>;

    /// Returns the value as `Any`, for a downcast to its type.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Wire + fmt::Debug + 'static> RegisteredValue for T {
    fn to_value(&self) -> Result<Value, EncodeError> {
        encode_value(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl RegisteredType {
    /// Creates the entry of a type.
    #[must_use]
    pub const fn of<T: Wire + fmt::Debug + 'static>(name: &'static str) -> Self {
        Self {
            name,
            decode: |value| Ok(Box::new(decode_value::<T>(value)?)),
            decode_lenient: |value| {
                let (value, issues) = decode_lenient_value::<T>(value)?;
                Ok((Box::new(value), issues))
            },
            unknown_members: unknown_members_value::<T>,
        }
    }

    /// Returns the name of the type in the schema.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Decodes a value as this type.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`decode_value`].
    pub fn decode(&self, value: &Value) -> Result<Box<dyn RegisteredValue>, DecodeError> {
        (self.decode)(value)
    }

    /// Decodes a value as this type, and skips members that cannot be decoded.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`decode_lenient_value`].
    pub fn decode_lenient(&self, value: &Value) -> Result<(Box<dyn RegisteredValue>, Issues), DecodeError> {
        (self.decode_lenient)(value)
    }

    /// Returns the JSON pointers of the members that this type does not have.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`unknown_members_value`].
    pub fn unknown_members(&self, value: &Value) -> Result<Vec<String>, DecodeError> {
        (self.unknown_members)(value)
    }
}

impl fmt::Debug for RegisteredType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("RegisteredType").field(&self.name).finish()
    }
}
