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
    /// The JSON of a value.
    ///
    /// # Errors
    ///
    /// As [`encode`](crate::json::encode).
    pub fn of<T: Wire>(value: &T) -> Result<Self, EncodeError> {
        encode(value).map(|text| Raw(Cow::Owned(text)))
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
    pub(crate) fn into_str(self) -> Option<&'t str> {
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
    /// As [`decode`](crate::json::decode).
    pub fn decode<T: Wire>(&self) -> Result<T, DecodeError> {
        decode_text(&self.0)
    }

    /// Decodes the value as a type, and passes over what does not fit.
    ///
    /// # Errors
    ///
    /// As [`decode_lenient`](crate::json::decode_lenient).
    pub fn decode_lenient<T: Wire>(&self) -> Result<(T, Issues), DecodeError> {
        decode_lenient_text(&self.0, Issues::DEFAULT_LIMIT)
    }

    /// The same with the string `[redacted]` in place of values that are secrets by the names of their members
    /// ([`is_secret_name`](crate::json::is_secret_name)), without the secrets of URLs
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

json_serde!(Raw<'static>);

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
