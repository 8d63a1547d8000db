//! Turns descriptions into doc comments that rustdoc accepts without warnings.

use proc_macro2::TokenStream;
use quote::quote;

use crate::resolve::model::{Member, MemberWire, XmlWire};

/// The width to which doc comments are wrapped, without their indentation.
const WIDTH: usize = 100;

/// Returns the doc attributes for a text, whose paragraphs are separated by blank lines.
#[must_use]
pub fn attributes(text: &str) -> TokenStream {
    of_lines(&lines(text))
}

/// Returns the doc attributes for lines that are wrapped and escaped already.
#[must_use]
pub fn of_lines(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        quote!(#[doc = #line])
    });
    lines.collect()
}

/// Returns the description, or the name in the schema if there is none.
#[must_use]
pub fn or_name(doc: &str, schema_name: &str) -> String {
    if doc.trim().is_empty() { name(schema_name) } else { doc.to_owned() }
}

/// Returns the documentation of a member: its description, or its name if there is none.
#[must_use]
pub fn member(member: &Member) -> String {
    if !member.doc.trim().is_empty() {
        return member.doc.clone();
    }
    match &member.wire {
        MemberWire::Json { name: wire, .. } => name(wire),
        MemberWire::Xml(XmlWire::Element(element)) => format!("The element {}", name(&element.local)),
        MemberWire::Xml(XmlWire::Attribute(attribute)) => {
            format!("The attribute {}", name(&attribute.local))
        }
        MemberWire::Xml(XmlWire::Text) => "The text content.".to_owned(),
        MemberWire::Xml(XmlWire::Choice | XmlWire::Content) => "One of several elements.".to_owned(),
        MemberWire::Xml(XmlWire::Any) => "Elements with arbitrary content.".to_owned(),
    }
}

/// Returns the documentation of the method that sets a member: the member's name, then the first sentence
/// about it.
#[must_use]
pub fn sets(doc: &str, wire: &str) -> String {
    let (name, sentence) = (name(wire), first_sentence(doc));
    if sentence.is_empty() || sentence == name {
        return format!("Sets {name}");
    }
    format!("Sets {name}\n\n{sentence}")
}

/// Returns the first sentence of a text.
#[must_use]
pub fn first_sentence(text: &str) -> String {
    let text = text.split("\n\n").next().unwrap_or_default();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let ends = text.match_indices(". ").map(|(at, _)| at + 1);
    let is_end = |end: &usize| {
        let (before, after) = text.split_at(*end);
        let word = before.rsplit(' ').next().unwrap_or_default();
        // Not within `e.g.`, code, or parentheses.
        !word.trim_end_matches('.').contains('.')
            && before.matches('`').count().is_multiple_of(2)
            && before.matches('(').count() == before.matches(')').count()
            && after.trim_start().starts_with(|c: char| !c.is_lowercase())
    };
    match ends.into_iter().find(is_end) {
        Some(end) => text.split_at(end).0.to_owned(),
        None => text,
    }
}

/// Wraps and escapes the lines of a doc comment.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let text = text.replace("\r\n", "\n").replace(is_unprintable, "");
    for paragraph in text.split("\n\n") {
        let words: Vec<_> = paragraph.split_whitespace().collect();
        if words.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        wrap(&escape(&words.join(" ")), &mut lines);
    }
    lines
}

/// Returns whether a character is invisible. rustc refuses those that change the direction of text in
/// comments.
fn is_unprintable(c: char) -> bool {
    let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !c.is_whitespace())
}

/// Formats a name on the wire as a sentence: as code if possible, and quoted if it would be invisible.
#[must_use]
pub fn name(wire: &str) -> String {
    let plain = !wire.is_empty()
        && wire.trim() == wire
        && !wire.contains(|c: char| c == '`' || c.is_control() || is_unprintable(c));
    match (plain, wire.contains('`')) {
        (true, _) => format!("`{wire}`."),
        (false, true) => format!("{wire:?}."),
        (false, false) => format!("`{wire:?}`."),
    }
}

fn wrap(paragraph: &str, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in paragraph.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(guard_start(std::mem::take(&mut line)));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(guard_start(line));
}

/// Escapes the start of a line that Markdown would parse as a heading, a list item or a quotation.
fn guard_start(line: String) -> String {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (start, rest) = line.split_at(digits);
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    if digits > 0 && rest.strip_prefix(['.', ')']).is_some_and(ends_word) {
        return format!("{start}\\{rest}");
    }
    let is_item = line.strip_prefix(['-', '+']).is_some_and(ends_word);
    let is_heading = line.starts_with('#') && ends_word(line.trim_start_matches('#'));
    let is_block = line.starts_with(['=', '|', '~']) || line.starts_with("--");
    if is_item || is_heading || is_block { format!("\\{line}") } else { line }
}

/// Escapes what Markdown would parse as markup, and turns addresses into links. Code and links are kept.
fn escape(text: &str) -> String {
    // Three backticks would start a code block, which rustdoc would compile.
    let mut text = text.to_owned();
    while text.contains("```") {
        text = text.replace("```", "`");
    }
    // With an odd number of backticks, one of them is not closed.
    let balanced = text.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(text.len());
    for (index, part) in text.split('`').enumerate() {
        if index > 0 {
            out.push_str(if balanced { "`" } else { "\\`" });
        }
        if balanced && index % 2 == 1 {
            out.push_str(part);
        } else {
            escape_prose(part, &mut out);
        }
    }
    out
}

fn escape_prose(mut text: &str, out: &mut String) {
    while let Some((before, name, address, after)) = find_link(text) {
        escape_plain(before, out);
        out.push('[');
        escape_signs(name, out);
        out.push_str(&format!("]({address})"));
        text = after;
    }
    escape_plain(text, out);
}

/// Finds the first link in a text. Returns the text before it, its name and address, and the text after it.
fn find_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (before, rest) = text.split_once("](https://")?;
    let (before, name) = before.rsplit_once('[')?;
    let address = &text[text.len() - rest.len() - "https://".len()..];
    let (address, after) = address.split_once(')')?;
    let is_sign = |c: char| c.is_ascii() && !c.is_ascii_whitespace() && !matches!(c, '<' | '>' | '(' | '\\');
    let is_link = !name.is_empty() && !name.contains(']') && address.chars().all(is_sign);
    is_link.then_some((before, name, address, after))
}

/// Escapes a text without links.
fn escape_plain(text: &str, out: &mut String) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let address = word.find("http://").or_else(|| word.find("https://"));
        match address {
            Some(start) => {
                let rest = &word[start..];
                let end = rest.find(['<', '>', '"', ')', ']', '\'', ',', ';']).unwrap_or(rest.len());
                let end = rest[..end].trim_end_matches(['.', ':', '?', '!']).len();
                escape_signs(&word[..start], out);
                out.push('<');
                out.push_str(&rest[..end]);
                out.push('>');
                escape_signs(&rest[end..], out);
            }
            None => escape_signs(word, out),
        }
    }
}

fn escape_signs(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(c, '[' | ']' | '<' | '>' | '*' | '_' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::{lines, name, sets};

    #[test]
    fn markdown_in_a_description_is_escaped() {
        assert_eq!(lines("a [b] <c> `d[0]` e"), [r"a \[b\] \<c\> `d[0]` e"]);
        assert_eq!(lines("see (https://x.example/a_b)."), ["see (<https://x.example/a_b>)."]);
        assert_eq!(
            lines("see [a_b c](https://x.example/a_b), d_e"),
            [r"see [a\_b c](https://x.example/a_b), d\_e"]
        );
        assert_eq!(lines("[a](https://x.example/<b>)"), [r"\[a\](<https://x.example/>\<b\>)"]);
        assert_eq!(lines("[a](ftp://x.example)"), [r"\[a\](ftp://x.example)"]);
        assert_eq!(lines("one ` alone"), [r"one \` alone"]);
        assert_eq!(lines("```rust\nno fence\n```"), ["`rust no fence `"]);
        assert_eq!(lines("# no heading\n\n1. no list"), [r"\# no heading", "", r"1\. no list"]);
        assert_eq!(lines("- no item\n\n3.1.4 section"), [r"\- no item", "", "3.1.4 section"]);
        assert!(lines(" \n\n ").is_empty());
        assert_eq!(lines("a \u{202e}turn \0and a zero"), ["a turn and a zero"]);
    }

    #[test]
    fn invisible_names_are_quoted() {
        assert_eq!(name("a b"), "`a b`.");
        assert_eq!(name(""), "`\"\"`.");
        assert_eq!(name("\t"), "`\"\\t\"`.");
        assert_eq!(name("a`b"), "\"a`b\".");
    }

    #[test]
    fn a_setter_has_the_first_sentence_of_its_member() {
        for (doc, expected) in [
            ("Where events are posted. Left out, nowhere.", "Sets `aB`.\n\nWhere events are posted."),
            ("The URL (e.g. of `a. B`) to use. More.", "Sets `aB`.\n\nThe URL (e.g. of `a. B`) to use."),
            ("Number that is shown.\n\nSource: x.", "Sets `aB`.\n\nNumber that is shown."),
            ("URL to use", "Sets `aB`.\n\nURL to use"),
            ("`aB`.", "Sets `aB`."),
            ("", "Sets `aB`."),
        ] {
            assert_eq!(sets(doc, "aB"), expected);
        }
    }

    #[test]
    fn long_lines_are_wrapped() {
        let lines = lines(&"word ".repeat(50));
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() <= 100));
    }
}
