//! What lenient decoding passes over: a list with a limit.

use std::ops::Deref;
use std::{slice, vec};

/// What lenient decoding passed over: the first issues one by one, the rest as a number.
///
/// A payload of two million bytes may have a million issues; a list of all of them would take hundreds of times
/// the payload's memory.
#[derive(Clone, Debug, PartialEq)]
pub struct Issues<I> {
    pub(crate) told: Vec<I>,
    pub(crate) omitted: usize,
}

impl<I> Issues<I> {
    /// The number of issues that are listed by default.
    pub const DEFAULT_LIMIT: usize = 100;

    /// The number of issues that are not in the list.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }
}

impl<I> Default for Issues<I> {
    fn default() -> Self {
        Self { told: Vec::new(), omitted: 0 }
    }
}

impl<I> Deref for Issues<I> {
    type Target = [I];

    fn deref(&self) -> &[I] {
        &self.told
    }
}

impl<I> IntoIterator for Issues<I> {
    type Item = I;
    type IntoIter = vec::IntoIter<I>;

    fn into_iter(self) -> Self::IntoIter {
        self.told.into_iter()
    }
}

impl<'i, I> IntoIterator for &'i Issues<I> {
    type Item = &'i I;
    type IntoIter = slice::Iter<'i, I>;

    fn into_iter(self) -> Self::IntoIter {
        self.told.iter()
    }
}
