//! Whole payloads: from bytes to types and back, with errors that say where.

use std::{error::Error, fmt};

use serde::{Deserializer, de::Error as _};
use serde_json::Value;

use super::{Context, Issue, Wire};

/// A payload that could not be decoded: where, what was expected, what came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
}

impl DecodeError {
    fn new(error: &serde_json::Error, context: &Context) -> Self {
        let position = (error.line() > 0).then(|| (error.line(), error.column()));
        let mut message = error.to_string();
        if let Some((line, column)) = position {
            // The position is told by itself.
            let suffix = format!(" at line {line} column {column}");
            message.truncate(message.strip_suffix(&suffix).map_or(message.len(), str::len));
        }
        Self {
            path: context.failed_path(),
            message,
            position,
        }
    }

    /// Where: a JSON pointer, such as `/targets/0/identity`; empty for the payload as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected, and what came.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column in the text, from 1; none if the payload was no text.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() {
            "the payload"
        } else {
            &self.path
        };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for DecodeError {}

/// Decodes a JSON text.
///
/// # Errors
///
/// Malformed JSON, or a member of the wrong JSON type; unknown members, values and tags are no error.
pub fn decode<T: Wire>(json: &[u8]) -> Result<T, DecodeError> {
    read_text(json, &mut Context::default())
}

/// Decodes a JSON value.
///
/// # Errors
///
/// A member of the wrong JSON type.
pub fn decode_value<T: Wire>(value: &Value) -> Result<T, DecodeError> {
    let mut context = Context::default();
    T::read(value, &mut context).map_err(|error| DecodeError::new(&error, &context))
}

/// Decodes a JSON text and passes over members of the wrong JSON type: each stays `None`, is kept raw in its
/// object's `extra`, and is told in the list.
///
/// # Errors
///
/// Malformed JSON, or a payload that is of another JSON type as a whole.
pub fn decode_lenient<T: Wire>(json: &[u8]) -> Result<(T, Vec<Issue>), DecodeError> {
    let mut context = Context::lenient();
    let value = read_text(json, &mut context)?;
    Ok((value, context.issues))
}

/// As [`decode_lenient`], for a JSON value.
///
/// # Errors
///
/// A payload that is of another JSON type as a whole.
pub fn decode_lenient_value<T: Wire>(value: &Value) -> Result<(T, Vec<Issue>), DecodeError> {
    let mut context = Context::lenient();
    let value = T::read(value, &mut context).map_err(|error| DecodeError::new(&error, &context))?;
    Ok((value, context.issues))
}

/// Encodes as compact JSON.
///
/// # Errors
///
/// A number that JSON cannot say: the double NaN or an infinity.
pub fn encode<T: Wire>(value: &T) -> Result<String, serde_json::Error> {
    serde_json::to_string(value)
}

fn read_text<T: Wire>(json: &[u8], context: &mut Context) -> Result<T, DecodeError> {
    // A byte order mark is no JSON, but some senders write one.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    let mut input = serde_json::Deserializer::from_slice(json);
    let value = T::read(&mut input, context).and_then(|value| input.end().map(|()| value));
    value.map_err(|error| DecodeError::new(&error, context))
}

/// Reads a value through serde alone; the path goes into the error's text.
///
/// # Errors
///
/// As [`Wire::read`].
pub fn read_alone<'de, T: Wire, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    let mut context = Context::default();
    T::read(input, &mut context).map_err(|error| match context.failed_path() {
        path if path.is_empty() => error,
        path => D::Error::custom(format_args!("{path}: {error}")),
    })
}
