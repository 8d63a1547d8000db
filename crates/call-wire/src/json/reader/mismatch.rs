//! Errors for values that are not valid for their type.

use super::Reader;
use crate::from_fn::from_fn;
use crate::json::error::{Fault, ReadError};
use crate::json::kind::Kind;
use crate::json::place::Place;
use crate::redact::without_secret_parameters;

/// The maximum number of characters of a value in an error.
const LONGEST: usize = 100;

impl Reader<'_> {
    /// Returns the error for an unexpected JSON type of the next value.
    #[cold]
    pub fn unexpected(&mut self, expected: &str) -> ReadError {
        let place = self.place();
        self.mismatch("type", place, expected)
    }

    /// Returns the error for an invalid value of the expected JSON type. The value has been read since the place.
    #[cold]
    pub fn invalid(&mut self, place: Place, expected: &str) -> ReadError {
        self.mismatch("value", place, expected)
    }

    fn mismatch(&mut self, wrong: &str, place: Place, expected: &str) -> ReadError {
        self.back(place);
        let value = self.kind().and_then(|kind| match kind {
            // The error does not contain the content of arrays and objects.
            Kind::Array | Kind::Object => Ok((kind, "")),
            _ => self.pass().map(|()| (kind, self.since(place.at))),
        });
        self.back(place);
        match value {
            Ok((kind, raw)) => Fault::unexpected(message(wrong, kind, raw, expected)).at(place.at),
            Err(malformed) => malformed,
        }
    }
}

/// Describes an invalid `type`, or an invalid `value` of the expected type.
fn message(wrong: &str, kind: Kind, raw: &str, expected: &str) -> String {
    let found = from_fn(|f| match kind {
        Kind::Null => f.write_str("null"),
        Kind::Boolean => write!(f, "boolean `{raw}`"),
        Kind::Number if raw.contains(['.', 'e', 'E']) => write!(f, "floating point `{}`", shortened(raw)),
        Kind::Number => write!(f, "integer `{}`", shortened(raw)),
        Kind::String => match Reader::new(raw).string("a string") {
            Ok(text) => write!(f, "string {:?}", shortened(&without_secret_parameters(&text))),
            Err(_) => write!(f, "string {}", shortened(&without_secret_parameters(raw))),
        },
        Kind::Array => f.write_str("array"),
        Kind::Object => f.write_str("object"),
    });
    format!("invalid {wrong}: {found}, expected {expected}")
}

/// Cuts a long text.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}
