//! Why a frame could not be read.

use std::error::Error;
use std::fmt;

use call_wire::json::ReadError;

/// A frame that could not be read: where, what was expected, what came.
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

    /// What went wrong in the frame's text.
    pub(super) fn within(text: &str, error: &ReadError) -> Self {
        let found = error.within(text);
        let position = if error.is_malformed() { found.position() } else { None };
        Self { position, ..Self::new(found.path(), found.message()) }
    }

    /// Where: a JSON pointer, such as `/transcriptionData/words/0/offset`; empty for the frame as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What was expected, and what came.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Line and column in the text, from 1, where it is not JSON.
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
