//! What is wrong with a notification, and where.

use std::error::Error;
use std::fmt;

use call_webhook::{Refused, not_json};
use call_wire::json::{DecodeError, Raw, ReadError};

/// A body, or one entry of it, that could not be read: where, what was expected, what came.
#[derive(Clone, PartialEq)]
pub struct NotificationError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
    raw: Option<Box<Raw<'static>>>,
    is_too_many: bool,
}

impl NotificationError {
    /// For bytes that are not text, or text that is not JSON.
    pub(super) fn unlike_json(error: &DecodeError) -> Self {
        let message = error.message().to_owned();
        Self { path: String::new(), message, position: error.position(), raw: None, is_too_many: false }
    }

    /// For a body that could not be read.
    pub(super) fn in_body(error: &ReadError, text: &str) -> Self {
        let found = error.within(text);
        if error.is_malformed() {
            return Self::unlike_json(&found);
        }
        Self { path: found.path().to_owned(), position: None, ..Self::unlike_json(&found) }
    }

    /// Names a body that is something else than JSON.
    pub(super) fn naming(mut self, body: &[u8]) -> Self {
        if let Some(message) = not_json(body) {
            self.message = message.to_owned();
        }
        self
    }

    /// Notes that the body has more entries than are read.
    pub(super) fn too_many(mut self) -> Self {
        self.is_too_many = true;
        self
    }

    /// Whether the body has more entries than are read.
    fn is_too_many(&self) -> bool {
        self.is_too_many
    }

    /// The refusal of a body that could not be read.
    pub(super) fn into_refused(self) -> Refused {
        Refused::because(if self.is_too_many() { 413 } else { 400 }, self)
    }

    /// For an entry that could not be read; the error's place counts from the entry.
    pub(super) fn in_entry(index: usize, error: &ReadError, entry: &Raw<'_>) -> Self {
        let found = error.within(entry.as_str());
        let path = format!("/value/{index}{}", found.path());
        let raw = Some(Box::new(entry.compact()));
        Self { path, message: found.message().to_owned(), position: None, raw, is_too_many: false }
    }

    /// Where: a JSON pointer from the root of the body, such as `/value/0/resourceData/state`; empty for the
    /// body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected, and what came.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column, from 1, in a body that is not JSON.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }

    /// The broken entry as it came; `None` if the body as a whole could not be read. `Debug` does not show
    /// its values.
    #[must_use]
    pub fn raw(&self) -> Option<&Raw<'static>> {
        self.raw.as_deref()
    }
}

impl fmt::Display for NotificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the body" } else { &self.path };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for NotificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotificationError")
            .field("path", &self.path)
            .field("message", &self.message)
            .field("position", &self.position)
            .field("raw", &self.raw.as_ref().map(|raw| raw.outline()))
            .finish()
    }
}

impl Error for NotificationError {}
