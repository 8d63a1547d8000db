//! Values that no type describes: kept as their JSON text, with every digit.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::reader::string_end;
use super::{
    DecodeError, Issues, Kind, ReadError, Reader, Wire, Writer, decode_lenient_text, decode_text, redact,
    same,
};
use crate::from_fn::from_fn;

/// A JSON value as its text. Nothing is lost: not the digits of `1.0e2`, and not `1e999`, which no double holds.
///
/// ```
/// use call_wire::json::Raw;
///
/// let raw = Raw::parse(r#"{"rate": 1.50, "most": 1e999}"#)?;
/// assert_eq!(raw.as_str(), r#"{"rate": 1.50, "most": 1e999}"#);
/// assert_eq!(raw.get("rate").expect("is there").decode::<f64>()?, 1.5);
/// assert!(raw.to_value().is_err(), "serde_json::Value cannot hold 1e999");
/// # Ok::<(), call_wire::json::DecodeError>(())
/// ```
///
/// Two of them are equal if they mean the same: white space, escapes and the order of members do not count, and
/// numbers are equal if their texts are.
#[derive(Clone)]
pub struct Raw<'t>(Cow<'t, str>);

/// Any JSON value, as the type of a member whose schema allows all of them.
pub type Json = Raw<'static>;

impl Raw<'static> {
    /// The value null.
    pub const NULL: Self = Raw(Cow::Borrowed("null"));

    /// The JSON of a value.
    ///
    /// # Errors
    ///
    /// As [`encode`](super::encode).
    pub fn of<T: Wire>(value: &T) -> Result<Self, super::EncodeError> {
        super::encode(value).map(|text| Raw(Cow::Owned(text)))
    }
}

impl<'t> Raw<'t> {
    /// Checks that a text is one JSON value.
    ///
    /// # Errors
    ///
    /// Malformed JSON.
    pub fn parse(text: &'t str) -> Result<Self, DecodeError> {
        let mut input = Reader::new(text);
        let raw = input.skip().and_then(|raw| input.end().map(|()| raw));
        raw.map_err(|error| error.within(text))
    }

    /// A text that the reader has passed over.
    pub(super) const fn of_checked(text: &'t str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind of value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Reader::new(&self.0).kind().unwrap_or(Kind::Null)
    }

    /// Whether it is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// The text of a JSON string; none for any other value.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        Reader::new(&self.0).string("a string").ok()
    }

    /// The first member of that name, if it is an object that has one.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        Reader::new(&self.0).look(name).ok().flatten()
    }

    /// The text of the first member of that name, if it is an object with such a text that has no escapes in the JSON.
    #[must_use]
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name)?.into_str()
    }

    /// The text of a JSON string as it stands in the JSON; none if it has escapes.
    pub(super) fn into_str(self) -> Option<&'t str> {
        match self.0 {
            Cow::Borrowed(json) => match Reader::new(json).string("a string") {
                Ok(Cow::Borrowed(text)) => Some(text),
                _ => None,
            },
            Cow::Owned(_) => None,
        }
    }

    /// The value as [`serde_json::Value`].
    ///
    /// # Errors
    ///
    /// A value that it cannot hold: a number beyond its range, or half of a surrogate pair.
    pub fn to_value(&self) -> Result<Value, DecodeError> {
        serde_json::from_str(&self.0).map_err(|error| {
            let position = (error.line(), error.column());
            DecodeError::new(
                String::new(),
                &format!("does not fit `serde_json::Value`: {error}"),
                Some(position),
            )
        })
    }

    /// Decodes the value as a type.
    ///
    /// # Errors
    ///
    /// As [`decode`](super::decode).
    pub fn decode<T: Wire>(&self) -> Result<T, DecodeError> {
        decode_text(&self.0)
    }

    /// Decodes the value as a type, and passes over what does not fit.
    ///
    /// # Errors
    ///
    /// As [`decode_lenient`](super::decode_lenient).
    pub fn decode_lenient<T: Wire>(&self) -> Result<(T, Issues), DecodeError> {
        decode_lenient_text(&self.0, Issues::LISTED)
    }

    /// The same with a text of its own.
    #[must_use]
    pub fn into_owned(self) -> Raw<'static> {
        Raw(Cow::Owned(self.0.into_owned()))
    }

    /// The same without white space between its parts.
    #[must_use]
    pub fn compact(&self) -> Raw<'static> {
        let mut text = String::with_capacity(self.0.len());
        push_compact(&self.0, &mut text);
        Raw(Cow::Owned(text))
    }

    /// The same with the string `[redacted]` in place of values that are secrets by the names of their members
    /// ([`is_secret_name`](super::is_secret_name)), without the secrets of URLs
    /// ([`without_secret_parameters`](crate::without_secret_parameters)), and without white space. For text that is
    /// kept, such as a recorded response.
    ///
    /// ```
    /// use call_wire::json::Raw;
    ///
    /// let raw = Raw::parse(r#"{"id": 1, "accessToken": "eyJhbGciOi"}"#)?;
    /// assert_eq!(raw.without_secrets().as_str(), r#"{"id":1,"accessToken":"[redacted]"}"#);
    /// # Ok::<(), call_wire::json::DecodeError>(())
    /// ```
    #[must_use]
    pub fn without_secrets(&self) -> Raw<'static> {
        // Every `Raw` is well-formed; null is the value that shows nothing.
        redact::json(&self.0).map_or(Raw::NULL, |text| Raw(Cow::Owned(text)))
    }

    /// The names of its members without any value, for a payload of which nobody knows what is secret.
    #[must_use]
    pub fn outline(&self) -> impl fmt::Debug + '_ {
        from_fn(|f| redact::names(&self.0, f))
    }

    /// Without the values of members that are secrets by their names and the secrets of URLs, as `Debug` shows it.
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Debug + '_ {
        from_fn(|f| redact::value(&self.0, f))
    }
}

/// Appends a JSON text without the white space between its parts.
#[inline]
pub(super) fn push_compact(raw: &str, output: &mut String) {
    if raw.starts_with(['{', '[']) {
        push_parts(raw, output);
    } else {
        output.push_str(raw);
    }
}

fn push_parts(raw: &str, output: &mut String) {
    let bytes = raw.as_bytes();
    let (mut start, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b' ' | b'\n' | b'\r' | b'\t' => {
                output.push_str(raw.get(start..at).unwrap_or_default());
                at += 1;
                start = at;
            }
            _ => at += 1,
        }
    }
    output.push_str(raw.get(start..).unwrap_or_default());
}

impl PartialEq<Raw<'_>> for Raw<'_> {
    fn eq(&self, other: &Raw<'_>) -> bool {
        same::texts(&self.0, &other.0)
    }
}

impl fmt::Debug for Raw<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        redact::value(&self.0, f)
    }
}

impl fmt::Display for Raw<'_> {
    /// The JSON text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A member of any type, as its text.
impl Wire for Raw<'static> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        // Compact, so that it is written as other members are.
        input.skip().map(|raw| raw.compact())
    }

    fn write(&self, output: &mut Writer) {
        output.raw(self);
    }
}

crate::json_serde!(Raw<'static>);

impl From<Value> for Raw<'static> {
    fn from(value: Value) -> Self {
        Raw(Cow::Owned(value.to_string()))
    }
}

impl From<&Value> for Raw<'static> {
    fn from(value: &Value) -> Self {
        Raw(Cow::Owned(value.to_string()))
    }
}

/// Values as the JSON that they are written as; a text becomes a string.
macro_rules! from {
    ($($type:ty),*) => {
        $(impl From<$type> for Raw<'static> {
            fn from(value: $type) -> Self {
                Value::from(value).into()
            }
        })*
    };
}

// Not from doubles, some of which have no JSON form: `Raw::of` says so.
from!(bool, i32, i64, u32, u64, &str, String);

impl PartialEq<str> for Raw<'_> {
    /// Whether it is a JSON string of that text.
    fn eq(&self, other: &str) -> bool {
        self.text().is_some_and(|text| text == other)
    }
}

impl PartialEq<&str> for Raw<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}

impl PartialEq<Value> for Raw<'_> {
    fn eq(&self, other: &Value) -> bool {
        self.to_value().is_ok_and(|value| value == *other)
    }
}
