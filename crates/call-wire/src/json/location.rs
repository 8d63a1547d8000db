//! Locations in a text: JSON pointers, lines and columns.
//!
//! The reader does not keep the path of the current value, which would slow down successful decoding. Another pass over
//! the text computes the paths of any number of offsets.

use std::fmt::Write as _;

use super::error::{DecodeError, ReadError};
use super::issues::{Found, Issue, Issues};
use super::raw::Raw;
use super::reader::Reader;
use super::scan::string_end;

/// The maximum number of characters of a name in a pointer.
const LONGEST: usize = 256;

/// Returns the JSON pointers (RFC 6901) of the values at some offsets, which are in ascending order.
pub(super) fn pointers(text: &str, offsets: &[usize]) -> Vec<String> {
    let mut scan = Scan { text, at: 0, open: Vec::new() };
    offsets
        .iter()
        .map(|offset| {
            while scan.at < *offset && scan.advance() {}
            scan.pointer()
        })
        .collect()
}

/// Returns the line and the column of an offset, from 1. The column counts characters.
pub(super) fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// A pass over a text that is well-formed up to the offset of interest.
struct Scan<'t> {
    text: &'t str,
    at: usize,
    open: Vec<Open>,
}

/// An open array or object.
enum Open {
    Array {
        index: usize,
    },
    /// With the start and the end of the current member's name, including its quotes.
    Object {
        name: Option<(usize, usize)>,
    },
}

impl Scan<'_> {
    /// Skips a token. Returns false at the end of the text.
    fn advance(&mut self) -> bool {
        let Some(byte) = self.text.as_bytes().get(self.at) else { return false };
        let start = self.at;
        self.at += 1;
        match byte {
            b'[' => self.open.push(Open::Array { index: 0 }),
            b'{' => self.open.push(Open::Object { name: None }),
            b']' | b'}' => _ = self.open.pop(),
            b',' => match self.open.last_mut() {
                Some(Open::Array { index }) => *index += 1,
                Some(Open::Object { name }) => *name = None,
                None => {}
            },
            b'"' => {
                self.at = string_end(self.text.as_bytes(), start);
                if let Some(Open::Object { name: name @ None }) = self.open.last_mut() {
                    *name = Some((start, self.at));
                }
            }
            _ => {}
        }
        true
    }

    fn pointer(&self) -> String {
        let mut path = String::new();
        for open in &self.open {
            match open {
                Open::Array { index } => _ = write!(path, "/{index}"),
                Open::Object { name: Some((start, end)) } => {
                    let raw = self.text.get(*start..*end).unwrap_or_default();
                    let read = Reader::new(raw).string("a name");
                    let name = read.unwrap_or_else(|_| raw.trim_matches('"').into());
                    path.push('/');
                    push_name(&mut path, &name);
                }
                Open::Object { name: None } => {}
            }
        }
        path
    }
}

/// Appends a name to a pointer. A long name is cut.
pub(crate) fn push_name(path: &mut String, name: &str) {
    for (count, character) in name.chars().enumerate() {
        match character {
            _ if count == LONGEST => return path.push('…'),
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            other => path.push(other),
        }
    }
}

impl ReadError {
    /// Converts the error to a [`DecodeError`], which has the path and the line. `text` is the text that was read.
    #[must_use]
    pub fn within(&self, text: &str) -> DecodeError {
        let path = pointers(text, &[self.offset()]).pop().unwrap_or_default();
        DecodeError::new(path, self.message(), Some(line_and_column(text, self.offset())))
    }
}

impl Found {
    /// Returns the issues with their paths. `text` is the text that was read.
    pub(super) fn within(mut self, text: &str) -> Issues {
        self.found.sort_by_key(|(error, _)| error.offset());
        let offsets: Vec<_> = self.found.iter().map(|(error, _)| error.offset()).collect();
        let listed = self.found.iter().zip(pointers(text, &offsets)).map(|((error, value), path)| {
            let raw = match text.get(value.clone()) {
                Some(raw) if !error.is_secret() => Raw::of_checked(raw).compact(),
                _ => Raw::from("[redacted]"),
            };
            Issue { path, message: error.message().to_owned(), raw }
        });
        Issues { listed: listed.collect(), omitted: self.omitted }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn pointer(text: &str, before: &str) -> String {
        let at = text.find(before).expect("part of the text");
        pointers(text, &[at]).remove(0)
    }

    #[test]
    fn a_pointer_has_escaped_names_and_indices() {
        let text = r#"{"a": [1, {"b/~c": "2"}], "q\"\u0041": {"d": [[], 3]}}"#;
        assert_eq!(pointer(text, "{"), "");
        assert_eq!(pointer(text, "1"), "/a/0");
        assert_eq!(pointer(text, "{\"b"), "/a/1");
        assert_eq!(pointer(text, "\"2\""), "/a/1/b~1~0c");
        assert_eq!(pointer(text, "3"), "/q\"A/d/1");
        let places = ["1", "{\"b", "[]"].map(|before| text.find(before).expect("part of the text"));
        assert_eq!(pointers(text, &places), ["/a/0", "/a/1", "/q\"A/d/0"]);
    }

    #[test]
    fn a_truncated_text_has_a_pointer_to_its_end() {
        for (text, path) in [("{\"a\": [true, \"x", "/a/1"), ("[{\"a", "/0/a"), ("", ""), ("\"\\", "")] {
            assert_eq!(pointers(text, &[text.len()]), [path], "{text}");
        }
    }

    #[test]
    fn a_long_name_is_cut_in_a_pointer() {
        let text = format!("{{\"{}\": 1}}", "n".repeat(5000));
        let path = pointer(&text, "1");
        assert_eq!(path.chars().count(), LONGEST + 2, "{path}");
    }

    #[test]
    fn lines_and_columns_count_characters_from_1() {
        assert_eq!(line_and_column("é\n ü1", 6), (2, 3));
        assert_eq!(line_and_column("", 0), (1, 1));
    }
}
