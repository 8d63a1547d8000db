//! Values without a type: their JSON text, with every digit.

mod access;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::scan::string_end;

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
}

impl<'t> Raw<'t> {
    /// A text that the reader has passed over.
    pub(super) const fn of_checked(text: &'t str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// The JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
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

impl fmt::Display for Raw<'_> {
    /// The JSON text.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

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
