//! Errors of reading notifications.

use std::error::Error;
use std::fmt;

use call_webhook::{Refused, not_json};
use call_wire::json::{DecodeError, Raw, ReadError};

/// An error for a body, or one of its entries, that could not be read.
#[derive(Clone, PartialEq)]
pub struct NotificationError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
    raw: Option<Box<Raw<'static>>>,
    is_too_many: bool,
}

impl NotificationError {
    /// Creates the error of a body that is not UTF-8 or not JSON.
    pub(super) fn malformed(error: &DecodeError) -> Self {
        let message = error.message().to_owned();
        Self { path: String::new(), message, position: error.position(), raw: None, is_too_many: false }
    }

    /// Creates the error of a body that could not be read.
    pub(super) fn in_body(error: &ReadError, text: &str) -> Self {
        let found = error.within(text);
        if error.is_malformed() {
            return Self::malformed(&found);
        }
        Self { path: found.path().to_owned(), position: None, ..Self::malformed(&found) }
    }

    /// Replaces the message if the body is recognized as another format than JSON, such as HTML.
    pub(super) fn or_other_format(mut self, body: &[u8]) -> Self {
        if let Some(message) = not_json(body) {
            self.message = message.to_owned();
        }
        self
    }

    /// Marks the error as that of a body with too many entries.
    pub(super) fn too_many(mut self) -> Self {
        self.is_too_many = true;
        self
    }

    /// Returns whether the body has too many entries.
    fn is_too_many(&self) -> bool {
        self.is_too_many
    }

    /// Returns the refusal of a body that could not be read.
    pub(super) fn into_refused(self) -> Refused {
        Refused::because(if self.is_too_many() { 413 } else { 400 }, self)
    }

    /// Creates the error of an entry; the place of `error` is relative to the entry.
    pub(super) fn in_entry(index: usize, error: &ReadError, entry: &Raw<'_>) -> Self {
        let found = error.within(entry.as_str());
        let path = format!("/value/{index}{}", found.path());
        let raw = Some(Box::new(entry.compact()));
        Self { path, message: found.message().to_owned(), position: None, raw, is_too_many: false }
    }

    /// Returns the place of the error as a JSON pointer, such as `/value/0/resourceData/state`. It is empty for the
    /// body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the message: the expected and the actual value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line and column, counted from 1, if the body is not JSON.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }

    /// Returns the invalid entry as received; `None` if the body as a whole could not be read. `Debug` does not show
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
