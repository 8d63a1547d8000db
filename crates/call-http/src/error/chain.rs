//! Errors of other crates, and their sources.

use std::error::Error as StdError;

/// An error of any type, returned by a [`Transport`](crate::Transport) or a [`TokenProvider`](crate::TokenProvider).
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// Iterates over an error and its sources.
pub(crate) fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// Returns the last error in the chain of sources, which is usually the most specific.
pub(crate) fn root_cause<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    chain(error).last().unwrap_or(error)
}
