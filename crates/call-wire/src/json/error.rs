//! What goes wrong while a text is read: at which byte, and what was expected there.

use std::error::Error;
use std::fmt;

use super::{DecodeError, Kind, Reader, place};
use crate::from_fn::from_fn;
use crate::redact::without_secret_parameters;

/// How many characters of a value an error repeats.
const SHOWN: usize = 100;

/// A failure of a [`Reader`]: what was expected, what came, and at which byte.
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
    pub fn new(place: super::Place, message: impl Into<String>) -> Self {
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

    /// The same with its path and its line in the text that was read.
    #[must_use]
    pub fn within(&self, text: &str) -> DecodeError {
        let path = place::pointers(text, &[self.offset()]).pop().unwrap_or_default();
        DecodeError::new(path, self.message(), Some(place::line_and_column(text, self.offset())))
    }

    /// The same with its byte counted from a place: for the text of the value that stands there.
    #[must_use]
    pub fn since(mut self, place: super::Place) -> Self {
        self.0.at = self.0.at.saturating_sub(place.offset());
        self
    }

    /// The same of a value that is a secret, so that nothing of it is told.
    pub(super) fn without_value(self, place: super::Place) -> Self {
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

    /// A value that is not what its place wants: of the wrong `type`, or with the wrong `value`.
    pub(super) fn unexpected(wrong: &str, kind: Kind, raw: &str, expected: &str) -> Self {
        let came = from_fn(|f| match kind {
            Kind::Null => f.write_str("null"),
            Kind::Boolean => write!(f, "boolean `{raw}`"),
            Kind::Number if raw.contains(['.', 'e', 'E']) => write!(f, "floating point `{}`", cut(raw)),
            Kind::Number => write!(f, "integer `{}`", cut(raw)),
            Kind::String => match Reader::new(raw).string("a string") {
                Ok(text) => write!(f, "string {:?}", cut(&without_secret_parameters(&text))),
                Err(_) => write!(f, "string {}", cut(&without_secret_parameters(raw))),
            },
            Kind::Array => f.write_str("sequence"),
            Kind::Object => f.write_str("map"),
        });
        Self {
            message: format!("invalid {wrong}: {came}, expected {expected}").into(),
            is_malformed: false,
            is_secret: false,
        }
    }

    pub(super) fn at(self, at: usize) -> ReadError {
        ReadError(Box::new(Failure { fault: self, at }))
    }
}

/// The beginning of a long text.
fn cut(text: &str) -> &str {
    text.char_indices().nth(SHOWN).map_or(text, |(end, _)| text.get(..end).unwrap_or_default())
}
