//! Rules for single claims.

use serde_json::Value;

use super::claims::{Claims, missing};
use super::error::{TokenError, TokenErrorKind};
use super::guid::is_guid;
use crate::text::quoted;

/// The expected values of a claim.
#[derive(Clone)]
pub(super) struct ClaimRule {
    pub(super) name: String,
    /// The accepted values; `None` if every non-empty value is accepted.
    pub(super) values: Option<Vec<String>>,
}

impl ClaimRule {
    /// Checks the claim of a token.
    pub(super) fn check(&self, claims: &Claims) -> Result<(), TokenError> {
        let name = &self.name;
        let value = match claims.all.get(name) {
            None | Some(Value::Null) => return Err(missing(name)),
            Some(value) => value,
        };
        let expected = match &self.values {
            None if !is_empty(value) => return Ok(()),
            None => "a value".to_owned(),
            Some(values) if value.as_str().is_some_and(|text| is_one_of(values, text)) => return Ok(()),
            Some(values) if values.is_empty() => "one of an empty list of values".to_owned(),
            Some(values) => list(values),
        };
        let found = value.as_str().map_or_else(|| quoted(&value.to_string()), quoted);
        let message = format!("the token's claim `{name}` is {found} (expected {expected})");
        Err(TokenError::new(TokenErrorKind::Claim, message))
    }
}

/// Returns `true` for values without information.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(members) => members.is_empty(),
    }
}

/// Returns `true` for a text that is empty or only whitespace.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Returns `true` if a text is one of the expected texts. GUIDs are compared case-insensitively. Blank texts never
/// match.
pub(super) fn is_one_of(expected: &[String], found: &str) -> bool {
    expected.iter().any(|expected| {
        let same_guid = || is_guid(expected) && expected.eq_ignore_ascii_case(found);
        !is_blank(expected) && (expected == found || same_guid())
    })
}

/// Lists texts for a message.
pub(super) fn list(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().take(8).map(|text| quoted(text)).collect();
    if texts.is_empty() { "an empty list".to_owned() } else { texts.join(" or ") }
}
