//! Texts from a request, for messages.

/// A text, escaped and cut.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    format!("{:?}", text.chars().take(LONGEST).collect::<String>())
}
