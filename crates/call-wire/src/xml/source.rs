//! The text of a document: its encoding and its characters.

use std::borrow::Cow;

use super::error::{DecodeError, ErrorKind, Issue, syntax};

/// The maximum length of a text, since offsets have 32 bits.
const LONGEST: usize = u32::MAX as usize;

/// The text of a document, and the number of bytes before it.
pub(super) struct Source<'a> {
    pub text: Cow<'a, str>,
    pub skipped: usize,
}

impl<'a> Source<'a> {
    /// Decodes UTF-8, and UTF-16 with a byte order mark.
    pub fn new(bytes: &'a [u8]) -> Result<Self, DecodeError> {
        let source = match bytes {
            [0xEF, 0xBB, 0xBF, rest @ ..] => Self::utf8(rest, 3),
            [0xFE, 0xFF, rest @ ..] => Self::utf16(rest, u16::from_be_bytes),
            [0xFF, 0xFE, rest @ ..] => Self::utf16(rest, u16::from_le_bytes),
            _ => Self::utf8(bytes, 0),
        }?;
        if source.text.len() > LONGEST {
            return Err(DecodeError::new(ErrorKind::Refused, Issue::new(0, "at most 4 GiB", "more")));
        }
        if let Some((offset, character)) = forbidden(&source.text) {
            let issue = Issue::new(offset, "a character that XML allows", code_point(character));
            return Err(source.located(DecodeError::new(ErrorKind::Syntax, issue)));
        }
        Ok(source)
    }

    fn utf8(bytes: &'a [u8], skipped: usize) -> Result<Self, DecodeError> {
        std::str::from_utf8(bytes).map(|text| Self { text: Cow::Borrowed(text), skipped }).map_err(|error| {
            let end = error.valid_up_to();
            let found = format!("byte 0x{:02x}", bytes.get(end).copied().unwrap_or_default());
            let mut issue = Issue::new(end, "text in UTF-8", found);
            issue.locate(&String::from_utf8_lossy(&bytes[..end]), skipped);
            DecodeError::new(ErrorKind::Syntax, issue)
        })
    }

    fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Self, DecodeError> {
        let (pairs, rest) = bytes.as_chunks::<2>();
        let text: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect();
        match text {
            Ok(text) if rest.is_empty() => Ok(Self { text: Cow::Owned(text), skipped: 0 }),
            _ => {
                let issue = Issue::new(0, "text in UTF-16", "invalid UTF-16");
                Err(DecodeError::new(ErrorKind::Syntax, issue))
            }
        }
    }

    /// Adds the line and the column to an error.
    pub fn located(&self, mut error: DecodeError) -> DecodeError {
        error.issue_mut().locate(&self.text, self.skipped);
        error
    }
}

/// Returns `true` if XML allows a character, literally or as a reference.
pub(super) fn is_allowed(character: char) -> bool {
    !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Returns the first character that XML does not allow, with its offset.
pub(super) fn forbidden(text: &str) -> Option<(usize, char)> {
    // One pass without branches: nearly all texts have no control characters and no bytes of U+FFFE.
    let suspect = |byte: u8| (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) | (byte == 0xEF);
    if !text.bytes().fold(false, |found, byte| found | suspect(byte)) {
        return None;
    }
    text.char_indices().find(|(_, character)| !is_allowed(*character))
}

/// Returns `true` if the text consists of white space, as defined by the XML standard.
pub(super) fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// Formats a character that cannot be printed.
pub(super) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// Returns the error for a reference to a character that XML does not allow.
pub(super) fn not_allowed(character: char, offset: usize) -> DecodeError {
    let found = format!("a reference to {}", code_point(character));
    syntax(offset, "a character that XML allows", found)
}
