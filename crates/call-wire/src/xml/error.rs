//! What went wrong in a document, where, and what was expected instead.

use std::error::Error;
use std::fmt;

use crate::redact::without_secret_parameters;

/// What [`decode_lenient`](super::decode_lenient) passed over.
pub type Issues = crate::Issues<Issue>;

/// One thing that does not fit, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    path: String,
    offset: usize,
    line: usize,
    column: usize,
    expected: String,
    found: String,
}

impl Issue {
    pub(super) fn new(offset: usize, expected: impl Into<String>, found: impl Into<String>) -> Self {
        let (expected, found) = (expected.into(), found.into());
        Self { path: String::new(), offset, line: 0, column: 0, expected, found }
    }

    /// The path through the elements, such as `/Envelope/Body/GetCallInfoResponse` or `/PhoneCallId/@Id`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Where the element starts, in bytes from the start of the document. For a document in UTF-16, in bytes
    /// of the same document in UTF-8.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in characters, counted from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// What would have fitted.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// What came.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Puts a step in front of the path.
    pub(super) fn under(&mut self, step: &str) {
        self.path.insert_str(0, step);
        self.path.insert(0, '/');
    }

    /// Counts line and column, now that the document is at hand. `skipped` bytes stood before the text.
    pub(super) fn locate(&mut self, text: &str, skipped: usize) {
        let mut end = self.offset.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        self.line = before.matches('\n').count() + 1;
        self.column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
        self.offset += skipped;
    }
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)?;
        write!(f, " (line {}, column {}, byte {})", self.line, self.column, self.offset)
    }
}

/// What kind of failure a [`DecodeError`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The text is no well-formed XML.
    Syntax,
    /// The document has something that is refused for safety: a document type, or too many
    /// levels, attributes or namespaces.
    Refused,
    /// The root element is another one.
    Root,
    /// The text of a member is not of its type.
    Value,
}

/// Why a document could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Failure>);

/// Behind one pointer, so that results are moved as fast as what they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    kind: ErrorKind,
    issue: Issue,
}

impl DecodeError {
    pub(super) fn new(kind: ErrorKind, issue: Issue) -> Self {
        Self(Box::new(Failure { kind, issue }))
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    pub(super) fn issue_mut(&mut self) -> &mut Issue {
        &mut self.0.issue
    }

    pub(super) fn into_issue(self) -> Issue {
        self.0.issue
    }

    /// Where it is, what was expected, and what came.
    #[must_use]
    pub fn issue(&self) -> &Issue {
        &self.0.issue
    }

    /// The path through the elements, empty when the text is no XML.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.issue.path
    }
}

impl From<Issue> for DecodeError {
    /// Converts an issue of lenient decoding to the error with which strict decoding ends there, for a caller that
    /// decodes leniently and then decides.
    fn from(issue: Issue) -> Self {
        Self::new(ErrorKind::Value, issue)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.issue.fmt(f)
    }
}

impl Error for DecodeError {}

/// What came, without the secrets of URLs and cut to a length that a log line can hold.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = without_secret_parameters(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The error of a text that is not well-formed XML.
pub(super) fn syntax(offset: usize, expected: impl Into<String>, found: impl ToString) -> DecodeError {
    DecodeError::new(ErrorKind::Syntax, Issue::new(offset, expected, found.to_string()))
}
