//! Errors and issues of decoding.

use std::error::Error;
use std::fmt;

use crate::redact::without_secret_parameters;

/// The issues that [`decode_lenient`](super::decode_lenient) found.
pub type Issues = crate::issues::Issues<Issue>;

/// An issue of decoding: its location, and the expected and the actual content.
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

    /// Returns the path of the elements, such as `/Envelope/Body/GetCallInfoResponse` or `/PhoneCallId/@Id`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the offset of the element from the start of the document, in bytes. For a document in UTF-16, the offset
    /// refers to the same document in UTF-8.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Returns the line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Returns the column in characters, from 1.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }

    /// Returns a description of the expected content.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.expected
    }

    /// Returns the actual content, shortened and without the secrets of URLs.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.found
    }

    /// Prepends a step to the path.
    pub(super) fn under(&mut self, step: &str) {
        self.path.insert_str(0, step);
        self.path.insert(0, '/');
    }

    /// Computes the line and the column. `text` is the document without the first `skipped` bytes.
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

/// The kind of a [`DecodeError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Malformed XML.
    Syntax,
    /// The document exceeds a safety limit: it has a document type, or too many levels, attributes or namespaces.
    Refused,
    /// The document has an unexpected root element.
    Root,
    /// The text of a member is not valid for its type.
    Value,
}

/// The error for a document that could not be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Failure>);

/// The content of an error, in a box to keep results small.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Failure {
    kind: ErrorKind,
    issue: Issue,
}

impl DecodeError {
    pub(super) fn new(kind: ErrorKind, issue: Issue) -> Self {
        Self(Box::new(Failure { kind, issue }))
    }

    /// Returns the kind of the error.
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

    /// Returns the location, and the expected and the actual content.
    #[must_use]
    pub fn issue(&self) -> &Issue {
        &self.0.issue
    }

    /// Returns the path of the elements. It is empty for malformed XML.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0.issue.path
    }
}

impl From<Issue> for DecodeError {
    /// Converts an issue of lenient decoding to the error that strict decoding returns for it. A caller can decode
    /// leniently first, and then return some issues as errors.
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

/// Quotes a text for an error, shortened and without the secrets of URLs.
pub(super) fn excerpt(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = without_secret_parameters(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// Returns the error for malformed XML.
pub(super) fn syntax(offset: usize, expected: impl Into<String>, found: impl ToString) -> DecodeError {
    DecodeError::new(ErrorKind::Syntax, Issue::new(offset, expected, found.to_string()))
}
