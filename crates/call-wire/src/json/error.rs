//! Errors of reading and decoding.

use std::error::Error;
use std::fmt;

use super::place::Place;

/// An error of a [`Reader`](super::Reader), with a message and a byte offset.
///
/// [`within`](Self::within) converts it to a [`DecodeError`], which has the path and the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(Box<Failure>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    fault: Fault,
    at: usize,
}

/// An error without its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    message: Box<str>,
    /// Whether the text is malformed. The rest of a malformed text cannot be read.
    is_malformed: bool,
    /// Whether the value is a secret.
    is_secret: bool,
}

impl ReadError {
    /// Creates an error for the value at a place.
    #[must_use]
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Fault { message: message.into().into(), is_malformed: false, is_secret: false }.at(place.offset())
    }

    /// Returns the byte offset in the text, from 0.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.at
    }

    /// Returns the message, such as ``invalid type: integer `5`, expected a string``.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.fault.message
    }

    /// Returns the error with its offset counted from a place, for use with the text of the value at that place.
    #[must_use]
    pub fn since(mut self, place: Place) -> Self {
        self.0.at = self.0.at.saturating_sub(place.offset());
        self
    }

    /// Returns the error without its value, which is a secret.
    pub(super) fn without_value(self, place: Place) -> Self {
        if self.is_malformed() {
            return self;
        }
        let message = "invalid value (redacted, since the member is a secret)".into();
        Fault { message, is_malformed: false, is_secret: true }.at(place.offset())
    }

    /// Returns `true` if the value is a secret.
    pub(super) fn is_secret(&self) -> bool {
        self.0.fault.is_secret
    }

    /// Returns `true` if the text is malformed. Nothing after this position can be read.
    #[must_use]
    pub fn is_malformed(&self) -> bool {
        self.0.fault.is_malformed
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message(), self.offset())
    }
}

impl Error for ReadError {}

impl Fault {
    /// Malformed JSON.
    pub(super) fn malformed(text: &str, at: usize, expected: &str) -> Self {
        let is_cut = at >= text.len();
        let message = if is_cut { format!("{expected}, but the text ends") } else { expected.to_owned() };
        Self { message: message.into(), is_malformed: true, is_secret: false }
    }

    /// A value that is not valid for its type.
    pub(super) fn unexpected(message: String) -> Self {
        Self { message: message.into(), is_malformed: false, is_secret: false }
    }

    pub(super) fn at(self, at: usize) -> ReadError {
        ReadError(Box::new(Failure { fault: self, at }))
    }
}

/// The error for a payload that could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
}

impl DecodeError {
    pub(super) fn new(path: String, message: &str, position: Option<(usize, usize)>) -> Self {
        Self { path, message: message.to_owned(), position }
    }

    /// Removes the position, for a payload that was not text.
    pub(super) fn without_position(self) -> Self {
        Self { position: None, ..self }
    }

    /// Returns the JSON pointer ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) of the value, such as
    /// `/targets/0/identity`. It is empty for the payload itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the message, such as ``invalid type: integer `5`, expected a string``.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line and the column, counted from 1. Returns `None` if the payload was not text.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the payload" } else { &self.path };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for DecodeError {}
