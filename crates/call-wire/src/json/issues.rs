//! Issues of lenient decoding.

use std::fmt;
use std::ops::Range;

use super::error::ReadError;
use super::raw::Raw;

/// A value that [`decode_lenient`](super::decode_lenient) skipped.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// The JSON pointer of the value, or of its invalid part.
    pub path: String,
    /// The message, with the actual and the expected value.
    pub message: String,
    /// The original value, or `"[redacted]"` for a secret. The `extra` of the object keeps the original value, which is
    /// encoded unchanged.
    pub raw: Raw<'static>,
}

impl fmt::Display for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// The issues that [`decode_lenient`](super::decode_lenient) found.
pub type Issues = crate::issues::Issues<Issue>;

/// Issues while decoding. They have offsets, since paths are computed at the end.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) found: Vec<(ReadError, Range<usize>)>,
    limit: usize,
    pub(super) omitted: usize,
}

impl Found {
    pub(super) fn new(limit: usize) -> Self {
        Self { found: Vec::new(), limit, omitted: 0 }
    }

    /// Adds an issue for the value at these bytes. The error may be about a part of the value.
    pub(super) fn add(&mut self, error: ReadError, value: Range<usize>) {
        if self.found.len() < self.limit {
            self.found.push((error, value));
        } else {
            self.omitted += 1;
        }
    }
}
