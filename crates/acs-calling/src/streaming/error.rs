//! Errors of reading frames.

use std::error::Error;
use std::fmt;

use call_wire::json::ReadError;

/// An error for a frame that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameError {
    path: String,
    message: String,
    position: Option<(usize, usize)>,
}

impl FrameError {
    pub(super) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into(), position: None }
    }

    /// Creates the error of a text that could not be read.
    pub(super) fn within(text: &str, error: &ReadError) -> Self {
        let found = error.within(text);
        let position = if error.is_malformed() { found.position() } else { None };
        Self { position, ..Self::new(found.path(), found.message()) }
    }

    /// Returns the place of the error as a JSON pointer, such as `/transcriptionData/words/0/offset`. It is empty for
    /// the frame as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the message: the expected and the actual value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the line and column, counted from 1, if the text is not JSON.
    #[must_use]
    pub fn position(&self) -> Option<(usize, usize)> {
        self.position
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the frame" } else { &self.path };
        write!(f, "{place}: {}", self.message)?;
        match self.position {
            Some((line, column)) => write!(f, " (line {line}, column {column})"),
            None => Ok(()),
        }
    }
}

impl Error for FrameError {}
