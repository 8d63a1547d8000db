//! The issues of lenient decoding: a list with a limit.

use std::ops::Deref;
use std::{slice, vec};

/// The issues that lenient decoding found: a list of the first issues, and the number of omitted ones.
///
/// The list is limited, since a payload of two million bytes may have a million issues, which would take hundreds of
/// times the memory of the payload.
#[derive(Clone, Debug, PartialEq)]
pub struct Issues<I> {
    pub(crate) listed: Vec<I>,
    pub(crate) omitted: usize,
}

impl<I> Issues<I> {
    /// The default maximum number of issues in the list.
    pub const DEFAULT_LIMIT: usize = 100;

    /// Returns the number of issues that are not in the list.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

impl<I> Default for Issues<I> {
    fn default() -> Self {
        Self { listed: Vec::new(), omitted: 0 }
    }
}

impl<I> Deref for Issues<I> {
    type Target = [I];

    fn deref(&self) -> &[I] {
        &self.listed
    }
}

impl<I> IntoIterator for Issues<I> {
    type Item = I;
    type IntoIter = vec::IntoIter<I>;

    fn into_iter(self) -> Self::IntoIter {
        self.listed.into_iter()
    }
}

impl<'i, I> IntoIterator for &'i Issues<I> {
    type Item = &'i I;
    type IntoIter = slice::Iter<'i, I>;

    fn into_iter(self) -> Self::IntoIter {
        self.listed.iter()
    }
}
