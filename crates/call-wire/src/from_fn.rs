//! Formats values with a function, like `std::fmt::from_fn`, which is stable since Rust 1.93.

use std::fmt;

/// A value that is formatted by a function.
pub(crate) struct FromFn<F>(F);

/// Creates a value whose `Display` and `Debug` call the function.
pub(crate) fn from_fn<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result>(print: F) -> FromFn<F> {
    FromFn(print)
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Debug for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0)(f)
    }
}
