//! The characters of Rust names, by the rules of Unicode that the compiler follows.

use unicode_ident::{is_xid_continue, is_xid_start};

/// Replaces all characters that are not valid in a Rust name with dashes.
pub(super) fn dashed(wire: &str) -> String {
    wire.replace(|c| !is_xid_continue(c), "-")
}

/// Returns whether a Rust name can start with the first character of a text.
pub(super) fn starts(text: &str) -> bool {
    text.chars().next().is_some_and(is_xid_start)
}
