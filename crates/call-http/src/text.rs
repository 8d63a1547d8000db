//! Text for messages: on one line, and of limited length.

/// The largest number of characters in a line.
pub(crate) const LONGEST_LINE: usize = 1000;

/// Replaces whitespace and control characters by single spaces, and cuts the text after [`LONGEST_LINE`] characters. A
/// text from a server may end up in a log or on a terminal.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let mut length = 0;
    for word in words {
        for c in (!line.is_empty()).then_some(' ').into_iter().chain(word.chars()) {
            if length == LONGEST_LINE {
                line.push('…');
                return line;
            }
            line.push(c);
            length += 1;
        }
    }
    line
}

/// Cuts a line after 100 characters. Secrets must be redacted first, since a partial secret is not recognized.
pub(crate) fn shortened(line: &str) -> String {
    const LONGEST: usize = 100;
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whitespace_and_control_characters_become_single_spaces() {
        assert_eq!(one_line(" a\r\n\tb \u{1b}c\u{a0} "), "a b c");
        assert_eq!(one_line(" \n"), "");
    }

    #[test]
    fn a_line_is_cut_after_its_largest_number_of_characters() {
        let longest = "é".repeat(LONGEST_LINE);
        assert_eq!(one_line(&longest), longest);
        assert_eq!(one_line(&format!("{longest}é")), format!("{longest}…"));
        assert_eq!(one_line(&format!("{longest} é")), format!("{longest}…"));
    }

    #[test]
    fn the_beginning_of_a_line_has_a_hundred_characters() {
        let longest = "é".repeat(100);
        assert_eq!(shortened(&longest), longest);
        assert_eq!(shortened(&format!("{longest}é")), format!("{longest}…"));
    }
}
