//! Access to raw values: members, decoding, comparison, redaction.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::Raw;
use crate::from_fn::from_fn;
use crate::json::decode::{decode_lenient_text, decode_text, encode};
use crate::json::error::{DecodeError, ReadError};
use crate::json::issues::Issues;
use crate::json::kind::Kind;
use crate::json::reader::Reader;
use crate::json::wire::Wire;
use crate::json::writer::{EncodeError, Writer};
use crate::json::{redact, same};

impl Raw<'static> {
    /// Encodes a value.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`encode`](crate::json::encode).
    pub fn of<T: Wire>(value: &T) -> Result<Self, EncodeError> {
        encode(value).map(|text| Raw(Cow::Owned(text)))
    }
}

impl<'t> Raw<'t> {
    /// Parses text that contains one JSON value.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON.
    pub fn parse(text: &'t str) -> Result<Self, DecodeError> {
        let mut input = Reader::new(text);
        let raw = input.skip().and_then(|raw| input.end().map(|()| raw));
        raw.map_err(|error| error.within(text))
    }

    /// Returns the kind of the value.
    #[must_use]
    pub fn kind(&self) -> Kind {
        Reader::new(&self.0).kind().unwrap_or(Kind::Null)
    }

    /// Returns `true` if the value is null.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.kind() == Kind::Null
    }

    /// Returns the text of a string. Returns `None` for other values.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'_, str>> {
        Reader::new(&self.0).string("a string").ok()
    }

    /// Returns the first member of an object with this name. Returns `None` for other values.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        Reader::new(&self.0).look(name).ok().flatten()
    }

    /// Returns the text of the first member with this name of an object, if it is a JSON string without escapes.
    #[must_use]
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name)?.into_str()
    }

    /// Returns the text of a string without escapes.
    pub(crate) fn into_str(self) -> Option<&'t str> {
        match self.0 {
            Cow::Borrowed(json) => match Reader::new(json).string("a string") {
                Ok(Cow::Borrowed(text)) => Some(text),
                _ => None,
            },
            Cow::Owned(_) => None,
        }
    }

    /// Converts to [`serde_json::Value`].
    ///
    /// # Errors
    ///
    /// Returns an error for a number that is out of range, and for an unpaired surrogate.
    pub fn to_value(&self) -> Result<Value, DecodeError> {
        serde_json::from_str(&self.0).map_err(|error| {
            let position = (error.line(), error.column());
            DecodeError::new(
                String::new(),
                &format!("not a valid `serde_json::Value`: {error}"),
                Some(position),
            )
        })
    }

    /// Decodes the value as a type.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`decode`](crate::json::decode).
    pub fn decode<T: Wire>(&self) -> Result<T, DecodeError> {
        decode_text(&self.0)
    }

    /// Decodes the value as a type, and skips members and items that cannot be decoded.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`decode_lenient`](crate::json::decode_lenient).
    pub fn decode_lenient<T: Wire>(&self) -> Result<(T, Issues), DecodeError> {
        decode_lenient_text(&self.0, Issues::DEFAULT_LIMIT)
    }

    /// Returns the value with its secrets replaced with the string `[redacted]`, for example to record a response.
    ///
    /// Redacts the values of members for which [`is_secret_name`](crate::json::is_secret_name) returns true, and the
    /// secrets of URLs ([`without_secret_parameters`](crate::without_secret_parameters)). Removes insignificant white
    /// space.
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
        // Every `Raw` is well-formed; null is a safe default.
        redact::json(&self.0).map_or(Raw::NULL, |text| Raw(Cow::Owned(text)))
    }

    /// Returns `Debug` output with the names of members but no values, for payloads with unknown secrets.
    #[must_use]
    pub fn outline(&self) -> impl fmt::Debug + '_ {
        from_fn(|f| redact::names(&self.0, f))
    }

    /// Returns the `Debug` output, in which secrets are redacted as by [`without_secrets`](Self::without_secrets).
    #[must_use]
    pub fn redacted(&self) -> impl fmt::Debug + '_ {
        from_fn(|f| redact::value(&self.0, f))
    }
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

/// A member of any JSON type.
impl Wire for Raw<'static> {
    const HAS_NULL: bool = true;

    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        // Compact, since other members are also written compactly.
        input.skip().map(|raw| raw.compact())
    }

    fn write(&self, output: &mut Writer) {
        output.raw(self);
    }
}

json_serde!(Raw<'static>);

impl PartialEq<str> for Raw<'_> {
    /// Compares the text of a string.
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
