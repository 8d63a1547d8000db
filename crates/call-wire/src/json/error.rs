//! What goes wrong while a text is read: at which byte, and what was expected there.

use std::error::Error;
use std::fmt;

use super::place::Place;

/// A failure of a [`Reader`](super::Reader): what was expected, what came, and at which byte.
///
/// [`within`](Self::within) makes a [`DecodeError`] of it, which tells the path and the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(Box<Failure>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    fault: Fault,
    at: usize,
}

/// What is wrong, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    message: Box<str>,
    /// Whether the text is not JSON, so that nothing behind it can be trusted.
    is_malformed: bool,
    /// Whether the value is a secret.
    is_secret: bool,
}

impl ReadError {
    /// An error at a value that has been read, with a message of the caller's own.
    #[must_use]
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Fault { message: message.into().into(), is_malformed: false, is_secret: false }.at(place.offset())
    }

    /// The byte of the text that it is about, from 0.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.at
    }

    /// What was expected, and what came.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0.fault.message
    }

    /// The same with its byte counted from a place: for the text of the value that stands there.
    #[must_use]
    pub fn since(mut self, place: Place) -> Self {
        self.0.at = self.0.at.saturating_sub(place.offset());
        self
    }

    /// The same of a value that is a secret, so that nothing of it is told.
    pub(super) fn without_value(self, place: Place) -> Self {
        if self.is_malformed() {
            return self;
        }
        let message = "a secret that does not fit its type".into();
        Fault { message, is_malformed: false, is_secret: true }.at(place.offset())
    }

    /// Whether the value is a secret.
    pub(super) fn is_secret(&self) -> bool {
        self.0.fault.is_secret
    }

    /// Whether the text is not JSON, so that nothing behind this place can be read.
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
    /// A text that is not JSON.
    pub(super) fn malformed(text: &str, at: usize, expected: &str) -> Self {
        let is_cut = at >= text.len();
        let message = if is_cut { format!("{expected}, but the text ends") } else { expected.to_owned() };
        Self { message: message.into(), is_malformed: true, is_secret: false }
    }

    /// A value that does not fit its type.
    pub(super) fn unexpected(message: String) -> Self {
        Self { message: message.into(), is_malformed: false, is_secret: false }
    }

    pub(super) fn at(self, at: usize) -> ReadError {
        ReadError(Box::new(Failure { fault: self, at }))
    }
}

/// A payload that could not be decoded: where, what was expected, what came.
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

    /// Drops the position, for a payload that was not a text.
    pub(super) fn without_position(self) -> Self {
        Self { position: None, ..self }
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
        let place = if self.path.is_empty() { "the payload" } else { &self.path };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for DecodeError {}
