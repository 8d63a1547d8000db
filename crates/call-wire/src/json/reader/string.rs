//! Reading of strings.

use std::borrow::Cow;

use super::Reader;
use crate::json::error::ReadError;
use crate::json::scan::special;

impl<'t> Reader<'t> {
    /// Reads a string.
    #[inline]
    pub(super) fn pass_string(&mut self) -> Result<Cow<'t, str>, ReadError> {
        let start = self.place.at + 1;
        self.place.at = special(self.text.as_bytes(), start);
        match self.byte() {
            Some(b'"') => {
                let inside = self.since(start);
                self.place.at += 1;
                Ok(Cow::Borrowed(inside))
            }
            _ => self.unescape(start).map(Cow::Owned),
        }
    }

    /// Skips a string, and checks the syntax of its escapes. Returns `true` if it has escapes.
    pub(super) fn pass_string_unread(&mut self) -> Result<bool, ReadError> {
        let mut has_escapes = false;
        self.place.at += 1;
        loop {
            self.place.at = special(self.text.as_bytes(), self.place.at);
            match self.byte() {
                Some(b'"') => {
                    self.place.at += 1;
                    return Ok(has_escapes);
                }
                Some(b'\\') => {
                    has_escapes = true;
                    self.place.at += 1;
                    match self.byte() {
                        Some(b'u') => _ = self.hex()?,
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.place.at += 1,
                        _ => return Err(self.malformed("invalid escape")),
                    }
                }
                _ => return Err(self.unfinished()),
            }
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.place.at).copied()
    }

    #[cold]
    fn unfinished(&self) -> ReadError {
        self.malformed(match self.byte() {
            Some(_) => "control character in a string (expected an escape)",
            None => "expected the end of a string",
        })
    }

    /// Reads the rest of a string, from its first special character.
    fn unescape(&mut self, mut start: usize) -> Result<String, ReadError> {
        let mut text = String::new();
        loop {
            text.push_str(self.since(start));
            match self.byte() {
                Some(b'"') => {
                    self.place.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.place.at += 1;
                    text.push(self.escape()?);
                }
                _ => return Err(self.unfinished()),
            }
            start = self.place.at;
            self.place.at = special(self.text.as_bytes(), start);
        }
    }

    /// Reads an escape after its backslash.
    fn escape(&mut self) -> Result<char, ReadError> {
        let character = match self.byte() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.malformed("invalid escape")),
        };
        self.place.at += 1;
        Ok(character)
    }

    /// Reads `u` and four hexadecimal digits, or both escapes of a surrogate pair.
    fn unicode(&mut self) -> Result<char, ReadError> {
        let unit = self.hex()?;
        let code = match unit {
            0xD800..0xDC00 => {
                let rest = self.text.as_bytes().get(self.place.at..).unwrap_or_default();
                if !rest.starts_with(b"\\u") {
                    return Err(self.lone_surrogate());
                }
                self.place.at += 1;
                match self.hex()? {
                    second @ 0xDC00..0xE000 => 0x1_0000 + ((unit - 0xD800) << 10) + (second - 0xDC00),
                    _ => return Err(self.lone_surrogate()),
                }
            }
            _ => unit,
        };
        char::from_u32(code).ok_or_else(|| self.lone_surrogate())
    }

    /// Returns the error for an unpaired surrogate. The text is well-formed, so lenient decoding can skip the value.
    #[cold]
    fn lone_surrogate(&self) -> ReadError {
        ReadError::new(self.place, "unpaired surrogate in a string (expected a surrogate pair)")
    }

    /// Reads `u` and four hexadecimal digits.
    fn hex(&mut self) -> Result<u32, ReadError> {
        let digits = self.text.get(self.place.at + 1..self.place.at + 5);
        let digits = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let Some(code) = code else { return Err(self.malformed("invalid escape")) };
        self.place.at += 5;
        Ok(code)
    }
}
