//! Raw values: JSON text, with every digit.

mod access;

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::scan::string_end;

/// A JSON value as text. It preserves every digit, for example of `1.0e2`, and of `1e999`, which is out of range for a
/// double.
///
/// ```
/// use call_wire::json::Raw;
///
/// let raw = Raw::parse(r#"{"rate": 1.50, "most": 1e999}"#)?;
/// assert_eq!(raw.as_str(), r#"{"rate": 1.50, "most": 1e999}"#);
/// assert_eq!(raw.get("rate").expect("a member").decode::<f64>()?, 1.5);
/// assert!(raw.to_value().is_err(), "1e999 is out of range");
/// # Ok::<(), call_wire::json::DecodeError>(())
/// ```
///
/// Comparison ignores white space, escapes and the order of members. Numbers are equal if their texts are.
#[derive(Clone)]
pub struct Raw<'t>(Cow<'t, str>);

/// Any JSON value: the type of a member whose schema allows all values.
pub type Json = Raw<'static>;

impl Raw<'static> {
    /// The value null.
    pub const NULL: Self = Raw(Cow::Borrowed("null"));
}

impl<'t> Raw<'t> {
    /// Creates a value from text that a reader has checked.
    pub(super) const fn of_checked(text: &'t str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Returns the JSON text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts to a value that owns its text.
    #[must_use]
    pub fn into_owned(self) -> Raw<'static> {
        Raw(Cow::Owned(self.0.into_owned()))
    }

    /// Returns the value without insignificant white space.
    #[must_use]
    pub fn compact(&self) -> Raw<'static> {
        let mut text = String::with_capacity(self.0.len());
        push_compact(&self.0, &mut text);
        Raw(Cow::Owned(text))
    }
}

/// Appends a JSON text without insignificant white space.
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
    /// Formats as the JSON text.
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

/// Conversions from primitive values.
macro_rules! from {
    ($($type:ty),*) => {
        $(impl From<$type> for Raw<'static> {
            fn from(value: $type) -> Self {
                Value::from(value).into()
            }
        })*
    };
}

// There is no conversion from doubles: `Raw::of` returns an error for NaN and infinities.
from!(bool, i32, i64, u32, u64, &str, String);
