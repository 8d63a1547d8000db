//! Text for messages.

/// Quotes a text from a request: escapes it, and cuts it after 120 characters.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn a_text_is_escaped_and_cut_after_120_characters() {
        assert_eq!(quoted("a\n\"b\""), r#""a\n\"b\"""#);
        let longest = "é".repeat(120);
        assert_eq!(quoted(&longest), format!("\"{longest}\""));
        assert_eq!(quoted(&format!("{longest}é")), format!("\"{longest}\"..."));
    }
}
