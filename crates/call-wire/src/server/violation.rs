//! Violations of rules.

use std::fmt;

use crate::json::is_secret_name;
use crate::redact::without_secret_parameters;

/// The maximum number of violations that a check lists.
pub const MOST_VIOLATIONS: usize = 100;

/// The maximum number of characters of a value in a violation.
const LONGEST: usize = 100;

/// A value that violates a rule, or a required member that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) of the value, such as
    /// `/targets/0/kind`. It is empty for the body itself, and for a parameter. In XML, it consists of the local names
    /// of the elements and the attribute: `/PlayOnPhone/ItemId/@Id`.
    pub pointer: String,
    /// The name of the member, parameter, element or attribute. An item of an array has the name of the array, and a
    /// value of a map that of the map. It is empty for the body itself.
    pub member: &'static str,
    /// The problem.
    pub problem: Problem,
    /// The value in an error message, such as `10`, `"x"` or `an array`. Long texts are truncated, and values of members
    /// whose names indicate secrets are redacted. It is empty if the member is missing.
    pub found: String,
    /// The expected value, such as `an integer from 1 to 9`.
    pub expected: String,
}

/// The problem of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// The value is required, and is missing or null.
    Missing,
    /// The element may occur only once.
    Repeated,
    /// The value is of another JSON type, or the text is not a number or a boolean.
    WrongType,
    /// The string is not a value of its enum, or the tag is not that of a type of its union.
    NotOneOf,
    /// The number is out of range.
    OutOfRange,
    /// The string or array is too short or too long.
    WrongLength,
    /// The string is not a date-time, a duration or a UUID.
    Malformed,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, member, problem, found, expected } = self;
        match (pointer.as_str(), *member) {
            ("", "") => f.write_str("the body: ")?,
            ("", member) => write!(f, "{member}: ")?,
            (pointer, _) => write!(f, "{pointer}: ")?,
        }
        match problem {
            Problem::Missing => write!(f, "{member} is required (expected {expected})"),
            _ => write!(f, "{found} is not valid (expected {expected})"),
        }
    }
}

/// Returns a string for an error message.
pub(super) fn shown(member: &str, text: &str) -> String {
    if is_secret_name(member) {
        return "[redacted]".to_owned();
    }
    format!("{:?}", shortened(&without_secret_parameters(text)))
}

/// Truncates a long text.
pub(super) fn shortened(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}
