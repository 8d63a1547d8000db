//! What lenient decoding passes over: as it is found, and as it is told.

use std::ops::Range;

use super::error::ReadError;
use super::raw::Raw;

/// One thing that [`decode_lenient`](super::decode_lenient) passed over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// Where: a JSON pointer.
    pub path: String,
    /// What was expected, and what came.
    pub message: String,
    /// The value as it came; `"[redacted]"` for a secret. It is kept in the object's `extra`, so that encoding
    /// writes it again.
    pub raw: Raw<'static>,
}

/// What [`decode_lenient`](super::decode_lenient) passed over.
pub type Issues = crate::issues::Issues<Issue>;

/// The issues of a decoding that goes on: their places, as paths are found at the end.
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

    /// Adds an issue about the value that stands at some bytes; the error may be about a part of it.
    pub(super) fn add(&mut self, error: ReadError, value: Range<usize>) {
        if self.found.len() < self.limit {
            self.found.push((error, value));
        } else {
            self.omitted += 1;
        }
    }
}
