//! What is wrong with a notification, and where.

use std::{error::Error, fmt};

use call_wire::json::DecodeError;
use serde_json::Value;

use super::raw::{Raw, kind};

/// A body, or one entry of it, that could not be read: where, what was expected, what came.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
    raw: Option<Box<Raw>>,
}

impl NotificationError {
    /// For what stands at a place of the body and could not be decoded.
    pub(super) fn undecoded(place: &str, error: &DecodeError) -> Self {
        let path = format!("{place}{}", error.path());
        Self { path, message: error.message().to_owned(), position: error.position(), raw: None }
    }

    /// For what is not of the expected JSON type.
    pub(super) fn unlike(place: &str, expected: &str, came: &Value) -> Self {
        let message = format!("{}, expected {expected}", kind(came));
        Self { path: place.to_owned(), message, position: None, raw: None }
    }

    /// The same with the entry that is broken.
    pub(super) fn with_raw(self, raw: Value) -> Self {
        Self { raw: Some(Box::new(Raw(raw))), ..self }
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
    pub fn raw(&self) -> Option<&Value> {
        self.raw.as_ref().map(|raw| &raw.0)
    }
}

impl fmt::Display for NotificationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the notification" } else { &self.path };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for NotificationError {}
