//! Parses the fenced blocks of a Markdown page, with the headings and the comment before each.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use super::repair;

/// A fenced block.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The language: the first word after the fence, in lower case.
    pub language: String,
    /// The text between the fences.
    pub text: String,
    /// The line of the opening fence, counted from 1.
    pub fence: usize,
    /// The line where the text begins.
    pub line: usize,
    /// Whether there is a closing fence.
    pub closed: bool,
    /// The headings above it, from the title of the page down. Translated headings are in English if they have
    /// an anchor.
    pub headings: Vec<String>,
    /// The JSON of the HTML comment before the block; null if there is none.
    pub comment: Value,
    /// Whether there is a comment that begins like JSON but is invalid.
    pub broken_comment: bool,
}

/// Returns the fenced blocks of a page.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut page =
        Page { text, blocks: Vec::new(), headings: Vec::new(), comment: String::new(), open: Open::Text };
    let parser = Parser::new_ext(text, Options::ENABLE_YAML_STYLE_METADATA_BLOCKS);
    for (event, range) in parser.into_offset_iter() {
        page.take(event, range);
    }
    page.blocks
}

/// The construct that the current events belong to.
enum Open {
    Text,
    Heading { level: HeadingLevel, title: String, anchor: Option<String>, is_tab: bool },
    Block(Block),
}

struct Page<'t> {
    text: &'t str,
    blocks: Vec<Block>,
    headings: Vec<(HeadingLevel, String)>,
    comment: String,
    open: Open,
}

impl Page<'_> {
    fn take(&mut self, event: Event<'_>, range: Range<usize>) {
        match (event, &mut self.open) {
            (Event::Start(Tag::Heading { level, .. }), _) => {
                self.open = Open::Heading { level, title: String::new(), anchor: None, is_tab: false };
            }
            // A tab, such as `# [HTTP](#tab/http)`, is not a heading.
            (Event::Start(Tag::Link { dest_url, .. }), Open::Heading { is_tab, .. }) => {
                *is_tab |= dest_url.starts_with("#tab/");
            }
            (Event::Text(text) | Event::Code(text), Open::Heading { title, .. }) => title.push_str(&text),
            (Event::InlineHtml(html), Open::Heading { anchor, .. }) => {
                *anchor = anchor.take().or_else(|| anchor_of(&html));
            }
            (Event::End(TagEnd::Heading(_)), _) => self.close_heading(),
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _) => {
                self.open = Open::Block(self.block(&info, &range));
            }
            (Event::Text(text), Open::Block(block)) => {
                if block.text.is_empty() {
                    block.line = line_of(self.text, range.start);
                }
                block.text.push_str(&text);
            }
            (Event::End(TagEnd::CodeBlock), _) => {
                if let Open::Block(block) = std::mem::replace(&mut self.open, Open::Text) {
                    self.blocks.push(block);
                }
            }
            (Event::Start(Tag::HtmlBlock), _) => self.comment.clear(),
            (Event::Html(html) | Event::InlineHtml(html), _) => self.comment.push_str(&html),
            _ => {}
        }
    }

    fn close_heading(&mut self) {
        let heading = std::mem::replace(&mut self.open, Open::Text);
        if let Open::Heading { level, title, anchor, is_tab: false } = heading {
            self.headings.retain(|(above, _)| *above < level);
            self.headings.push((level, anchor.unwrap_or(title)));
            // A comment belongs to the block that follows it in the same section.
            self.comment.clear();
        }
    }

    fn block(&mut self, info: &str, range: &Range<usize>) -> Block {
        let language = info.split([' ', ',', '{']).next().unwrap_or_default().to_lowercase();
        let fence = line_of(self.text, range.start);
        let comment = std::mem::take(&mut self.comment);
        let (comment, broken_comment) = annotation(&comment);
        Block {
            language,
            text: String::new(),
            fence,
            line: fence + 1,
            closed: is_closed(&self.text[range.clone()]),
            headings: self.headings.iter().map(|(_, title)| title.clone()).collect(),
            comment,
            broken_comment,
        }
    }
}

/// Returns the English title in the anchor of a translated heading: `<a name="json-representation">`.
fn anchor_of(html: &str) -> Option<String> {
    let name = html.strip_prefix("<a name=\"")?.split_once('"')?.0;
    Some(name.replace('-', " "))
}

/// Returns the JSON in a comment, and whether it is invalid.
fn annotation(html: &str) -> (Value, bool) {
    let inner = html.rsplit_once("<!--").and_then(|(_, rest)| rest.split_once("-->")).map(|(inner, _)| inner);
    let Some(json) = inner.map(str::trim).filter(|inner| inner.starts_with('{')) else {
        return (Value::Null, false);
    };
    match repair::read(json) {
        Ok(repaired) => (repaired.value, false),
        Err(_) => (Value::Null, true),
    }
}

/// Returns whether the last line of a block is the closing fence.
fn is_closed(block: &str) -> bool {
    let plain = |line: &str| line.trim_start_matches([' ', '\t', '>']).trim_end().to_owned();
    let mut lines = block.trim_end().lines();
    let opening = lines.next().map(plain).unwrap_or_default();
    let mark = opening.chars().next().unwrap_or('`');
    let length = opening.chars().take_while(|sign| *sign == mark).count();
    lines
        .next_back()
        .map(plain)
        .is_some_and(|last| last.len() >= length && last.chars().all(|sign| sign == mark))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_the_headings_and_the_comment_before_it() {
        let text = "---\ntitle: T\n---\n# T\n## Request\n# [HTTP](#tab/http)\n<!-- {\n \"blockType\": \"request\",\n} -->\n\
                    ```Http extra\nGET /a\n```\n### `Next`\n~~~\nx\n";
        let blocks = blocks(text);
        assert_eq!(blocks.len(), 2);
        assert_eq!(blocks[0].language, "http");
        assert_eq!(blocks[0].text, "GET /a\n");
        assert_eq!((blocks[0].fence, blocks[0].line, blocks[0].closed), (10, 11, true));
        assert_eq!(blocks[0].headings, ["T", "Request"]);
        assert_eq!(blocks[0].comment["blockType"], "request");
        assert_eq!(blocks[1].headings, ["T", "Request", "Next"]);
        assert_eq!((blocks[1].comment.is_null(), blocks[1].closed), (true, false));
    }

    #[test]
    fn translated_headings_have_the_title_of_their_anchor() {
        let text = "# <a name=\"call-log\"></a>Anrufliste\n## Ein <b>Beispiel</b>\n```\n```\n";
        assert_eq!(blocks(text).remove(0).headings, ["call log", "Ein Beispiel"]);
    }

    #[test]
    fn a_comment_may_be_invalid_or_missing() {
        let one = |text: &str| blocks(text).remove(0);
        assert!(one("<!-- { \"a\": -->\n```\n```\n").broken_comment);
        assert!(!one("<!-- to do -->\n```\n```\n").broken_comment);
        assert_eq!(one("- x\n\n  <!-- {\"a\": 1} -->\n  ```\n  b\n  ```\n").comment["a"], 1);
    }
}
