//! The pull reader of JSON.

mod ends;
mod mismatch;
mod pass;
mod string;

use std::borrow::Cow;

use super::error::{Fault, ReadError};
use super::issues::Found;
use super::kind::Kind;
use super::place::Place;
use super::raw::Raw;
use ends::Ends;

/// The maximum number of nested arrays and objects.
const MAX_DEPTH: u8 = 127;

/// Reads a JSON text, token by token.
///
/// The reader checks the grammar and keeps no values. Types read themselves from it in [`Wire::read`](super::Wire::read).
///
/// ```
/// use call_wire::json::Reader;
///
/// let mut input = Reader::new(r#"{"state": "established", "later": [1, 2.50]}"#);
/// input.object("a call")?;
/// assert_eq!(input.name()?.as_deref(), Some("state"));
/// assert_eq!(input.string("a text")?, "established");
/// assert_eq!(input.name()?.as_deref(), Some("later"));
/// assert_eq!(input.skip()?.as_str(), "[1, 2.50]");
/// assert_eq!(input.name()?, None);
/// input.end()?;
/// # Ok::<(), call_wire::json::ReadError>(())
/// ```
#[derive(Debug)]
pub struct Reader<'t> {
    text: &'t str,
    place: Place,
    /// Whether the text of the last value differs from the output of `Wire::write`.
    is_non_canonical: bool,
    /// The issues that lenient decoding has found; `None` for strict decoding.
    pub(super) issues: Option<Found>,
    /// The offsets of the values of unknown members; `None` if they are not listed.
    pub(super) unknown: Option<Vec<usize>>,
    /// The ends of values that were skipped by looking ahead.
    ends: Ends,
    /// The number of arrays and objects that have been entered.
    #[cfg(test)]
    entered: usize,
}

impl<'t> Reader<'t> {
    /// Creates a reader for JSON text.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            place: Place { at: 0, depth: 0, opened: false },
            is_non_canonical: false,
            issues: None,
            unknown: None,
            ends: Ends::default(),
            #[cfg(test)]
            entered: 0,
        }
    }

    /// Creates a reader that skips values that cannot be decoded.
    pub(super) fn lenient(text: &'t str, issues: Found) -> Self {
        Self { issues: Some(issues), ..Self::new(text) }
    }

    /// Creates a reader that lists the unknown members.
    pub(super) fn listing_unknown(text: &'t str) -> Self {
        Self { unknown: Some(Vec::new()), ..Self::new(text) }
    }

    /// Notes that the next value is that of an unknown member.
    pub(super) fn note_unknown(&mut self) {
        let at = self.place().at;
        if let Some(unknown) = &mut self.unknown {
            unknown.push(at);
        }
    }

    /// Returns the kind of the next value.
    ///
    /// # Errors
    ///
    /// Returns an error if the next token is not a value.
    #[inline]
    pub fn kind(&mut self) -> Result<Kind, ReadError> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b'n') => Ok(Kind::Null),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            _ => Err(self.malformed("expected a value")),
        }
    }

    /// Reads a null. If the next value is not null, returns `false` and reads nothing.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON.
    #[inline]
    pub fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null").map(|()| true)
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// Returns an error for a value of another kind, and for malformed JSON. `expected` is part of the error message.
    pub fn boolean(&mut self, expected: &str) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.unexpected(expected)),
        }
    }

    /// Reads a number, and returns its text.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`boolean`](Self::boolean).
    pub fn number(&mut self, expected: &str) -> Result<&'t str, ReadError> {
        if self.kind()? != Kind::Number {
            return Err(self.unexpected(expected));
        }
        let start = self.place.at;
        self.pass_number()?;
        Ok(self.since(start))
    }

    /// Reads a string. It is borrowed unless it has escapes.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`boolean`](Self::boolean).
    #[inline]
    pub fn string(&mut self, expected: &str) -> Result<Cow<'t, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(expected));
        }
        self.pass_string()
    }

    /// Enters an object. [`name`](Self::name) reads its members.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`boolean`](Self::boolean), and an error for more than 127 nested arrays and objects.
    #[inline]
    pub fn object(&mut self, expected: &str) -> Result<(), ReadError> {
        if self.peek() != Some(b'{') {
            return Err(self.unexpected(expected));
        }
        self.open()
    }

    /// Enters an object. Returns `false` for another value.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<bool, ReadError> {
        if self.peek() == Some(b'{') { self.open().map(|()| true) } else { Ok(false) }
    }

    /// Reads the name of the next member. The caller must then read its value. At the end of the object, leaves the
    /// object and returns `None`.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON.
    #[inline]
    pub fn name(&mut self) -> Result<Option<Cow<'t, str>>, ReadError> {
        if !self.advance(b'}', "expected `,` or `}`")? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.malformed("expected the name of a member"));
        }
        let name = self.pass_string()?;
        if self.peek() != Some(b':') {
            return Err(self.malformed("expected `:`"));
        }
        self.place.at += 1;
        Ok(Some(name))
    }

    /// Enters an array. [`item`](Self::item) advances to its items.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`object`](Self::object).
    pub fn array(&mut self, expected: &str) -> Result<(), ReadError> {
        if self.peek() != Some(b'[') {
            return Err(self.unexpected(expected));
        }
        self.open()
    }

    /// Advances to the next item. The caller must then read it. At the end of the array, leaves the array and returns
    /// `false`.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON.
    #[inline]
    pub fn item(&mut self) -> Result<bool, ReadError> {
        self.advance(b']', "expected `,` or `]`")
    }

    /// Skips the next value, and returns its text.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON. Unpaired surrogates in strings are not errors.
    pub fn skip(&mut self) -> Result<Raw<'t>, ReadError> {
        self.kind()?;
        let start = self.place.at;
        self.pass()?;
        Ok(Raw::of_checked(self.since(start)))
    }

    /// Returns the value of the first member with this name, if the next value is an object. The reader does not
    /// advance.
    ///
    /// # Errors
    ///
    /// Returns an error for malformed JSON before or in the member.
    pub fn look(&mut self, name: &str) -> Result<Option<Raw<'t>>, ReadError> {
        let place = self.place();
        let found = self.find_member(name)?;
        let raw = if found { Some(self.skip()?) } else { None };
        self.back(place);
        Ok(raw)
    }

    /// Returns the place of the next value.
    #[inline]
    pub fn place(&mut self) -> Place {
        self.peek();
        self.place
    }

    /// Goes back to a place.
    pub fn back(&mut self, place: Place) {
        self.place = place;
    }

    /// Returns the text of the value that has been read since a place.
    pub(super) fn since_place(&self, place: Place) -> &'t str {
        self.since(place.at)
    }

    /// Marks the last value as not canonical: its original text differs from the text that would be written. The object
    /// that contains the value keeps the original text.
    #[inline]
    pub fn set_non_canonical(&mut self) {
        self.is_non_canonical = true;
    }

    /// Returns `true` if the last value is not canonical, and resets the mark.
    #[inline]
    pub fn take_non_canonical(&mut self) -> bool {
        std::mem::take(&mut self.is_non_canonical)
    }

    /// Checks that only white space follows.
    ///
    /// # Errors
    ///
    /// Returns an error if other characters follow.
    pub fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.malformed("trailing characters")),
        }
    }

    /// Returns `true` if values that cannot be decoded are skipped.
    pub(super) fn is_lenient(&self) -> bool {
        self.issues.is_some()
    }

    /// Skips a value that could not be decoded, if the reader is lenient, and returns its text.
    pub(super) fn pass_over(&mut self, place: Place, error: ReadError) -> Result<&'t str, ReadError> {
        if self.issues.is_none() || error.is_malformed() {
            return Err(error);
        }
        self.back(place);
        self.pass()?;
        self.is_non_canonical = false;
        let raw = self.since(place.at);
        if let Some(issues) = &mut self.issues {
            issues.add(error, place.at..place.at + raw.len());
        }
        Ok(raw)
    }

    /// Returns the next byte that is not white space, without reading it.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.text.as_bytes().get(self.place.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_behind_space(),
        }
    }

    fn peek_behind_space(&mut self) -> Option<u8> {
        let rest = self.text.as_bytes().get(self.place.at..).unwrap_or_default();
        let space = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t')).count();
        self.place.at += space;
        rest.get(space).copied()
    }

    fn since(&self, start: usize) -> &'t str {
        self.text.get(start..self.place.at).unwrap_or_default()
    }

    fn open(&mut self) -> Result<(), ReadError> {
        if self.place.depth == MAX_DEPTH {
            return Err(
                self.malformed("recursion limit exceeded (expected at most 127 nested arrays and objects)")
            );
        }
        self.place = Place { at: self.place.at + 1, depth: self.place.depth + 1, opened: true };
        #[cfg(test)]
        {
            self.entered += 1;
        }
        Ok(())
    }

    /// Advances to the next member or item. At the end, reads the closing character and returns `false`.
    #[inline(always)]
    fn advance(&mut self, end: u8, expected: &str) -> Result<bool, ReadError> {
        let first = std::mem::take(&mut self.place.opened);
        match self.peek() {
            Some(byte) if byte == end => {
                self.place.at += 1;
                self.place.depth = self.place.depth.saturating_sub(1);
                Ok(false)
            }
            Some(_) if first => Ok(true),
            Some(b',') => {
                self.place.at += 1;
                if self.peek() == Some(end) {
                    return Err(self.malformed("trailing comma"));
                }
                Ok(true)
            }
            _ => Err(self.malformed(expected)),
        }
    }

    /// Returns the error for malformed JSON at the current place.
    #[cold]
    fn malformed(&self, expected: &str) -> ReadError {
        Fault::malformed(self.text, self.place.at, expected).at(self.place.at)
    }
}
