//! Errors of values that do not fit their type.

use super::Reader;
use crate::from_fn::from_fn;
use crate::json::error::{Fault, ReadError};
use crate::json::kind::Kind;
use crate::json::place::Place;
use crate::redact::without_secret_parameters;

/// The number of characters of a value that an error repeats.
const LONGEST: usize = 100;

impl Reader<'_> {
    /// The error of a value that is not what it should be. The value comes next.
    #[cold]
    pub fn unexpected(&mut self, expected: &str) -> ReadError {
        let place = self.place();
        self.mismatch("type", place, expected)
    }

    /// The error of a value of the right kind that says nothing the type knows. The value has been read since
    /// the place.
    #[cold]
    pub fn invalid(&mut self, place: Place, expected: &str) -> ReadError {
        self.mismatch("value", place, expected)
    }

    fn mismatch(&mut self, wrong: &str, place: Place, expected: &str) -> ReadError {
        self.back(place);
        let value = self.kind().and_then(|kind| match kind {
            // What an array or an object holds is not told.
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

/// Describes a value of the wrong `type`, or of the right type with an invalid `value`.
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
        Kind::Array => f.write_str("sequence"),
        Kind::Object => f.write_str("map"),
    });
    format!("invalid {wrong}: {found}, expected {expected}")
}

/// The beginning of a long text.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}
