//! `Display` and `Debug` from a function. `std::fmt::from_fn` does the same, from Rust 1.93 on.

use std::fmt;

/// Prints with a function.
pub(crate) struct FromFn<F>(F);

/// Prints with the function, as `Display` and as `Debug`.
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
