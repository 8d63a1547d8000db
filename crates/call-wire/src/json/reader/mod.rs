//! The pull reader: asks a JSON text for one token after another, and remembers nothing but its place.

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

/// How many arrays and objects may stand within each other.
const MAX_DEPTH: u8 = 127;

/// A JSON text, read token by token.
///
/// The reader knows its place and checks the grammar as it goes; it keeps nothing that it has read. Types read
/// themselves from it by [`Wire::read`](super::Wire::read).
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
    /// Whether the text of the value just read is not the one that it would be written with.
    is_non_canonical: bool,
    /// What [`decode_lenient`](super::decode_lenient) has passed over; none in strict decoding.
    pub(super) issues: Option<Found>,
    /// What looks ahead have passed over.
    ends: Ends,
    /// How many arrays and objects have been entered.
    #[cfg(test)]
    entered: usize,
}

impl<'t> Reader<'t> {
    /// Reads a text from its beginning.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            place: Place { at: 0, depth: 0, opened: false },
            is_non_canonical: false,
            issues: None,
            ends: Ends::default(),
            #[cfg(test)]
            entered: 0,
        }
    }

    /// Reads a text and passes over values that do not fit their type.
    pub(super) fn lenient(text: &'t str, issues: Found) -> Self {
        Self { issues: Some(issues), ..Self::new(text) }
    }

    /// The kind of the next value.
    ///
    /// # Errors
    ///
    /// No value comes next.
    #[inline]
    pub fn kind(&mut self) -> Result<Kind, ReadError> {
        match self.peek() {
            Some(b'"') => Ok(Kind::String),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b'n') => Ok(Kind::Null),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            _ => Err(self.malformed("expected value")),
        }
    }

    /// Reads `null`, if it comes next.
    ///
    /// # Errors
    ///
    /// Malformed JSON.
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
    /// Another kind of value comes next; `expected` tells in the error what should have come.
    pub fn boolean(&mut self, expected: &str) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
            _ => Err(self.unexpected(expected)),
        }
    }

    /// Reads a number, as its text.
    ///
    /// # Errors
    ///
    /// As [`boolean`](Self::boolean).
    pub fn number(&mut self, expected: &str) -> Result<&'t str, ReadError> {
        if self.kind()? != Kind::Number {
            return Err(self.unexpected(expected));
        }
        let start = self.place.at;
        self.pass_number()?;
        Ok(self.since(start))
    }

    /// Reads a string; it is borrowed unless it has escapes.
    ///
    /// # Errors
    ///
    /// As [`boolean`](Self::boolean).
    #[inline]
    pub fn string(&mut self, expected: &str) -> Result<Cow<'t, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(expected));
        }
        self.pass_string()
    }

    /// Enters an object; its members are read by [`name`](Self::name).
    ///
    /// # Errors
    ///
    /// As [`boolean`](Self::boolean); and too many levels.
    #[inline]
    pub fn object(&mut self, expected: &str) -> Result<(), ReadError> {
        if self.peek() != Some(b'{') {
            return Err(self.unexpected(expected));
        }
        self.open()
    }

    /// Enters an object, if one comes next.
    #[inline]
    pub(super) fn enter(&mut self) -> Result<bool, ReadError> {
        if self.peek() == Some(b'{') { self.open().map(|()| true) } else { Ok(false) }
    }

    /// Reads the name of the object's next member, whose value must be read next; none at the object's end,
    /// which leaves the object.
    ///
    /// # Errors
    ///
    /// Malformed JSON.
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

    /// Enters an array; its items are asked for by [`item`](Self::item).
    ///
    /// # Errors
    ///
    /// As [`object`](Self::object).
    pub fn array(&mut self, expected: &str) -> Result<(), ReadError> {
        if self.peek() != Some(b'[') {
            return Err(self.unexpected(expected));
        }
        self.open()
    }

    /// Whether the array has another item, which must be read next; false at the array's end, which leaves the
    /// array.
    ///
    /// # Errors
    ///
    /// Malformed JSON.
    #[inline]
    pub fn item(&mut self) -> Result<bool, ReadError> {
        self.advance(b']', "expected `,` or `]`")
    }

    /// Passes over the next value, and gives its text.
    ///
    /// # Errors
    ///
    /// Malformed JSON. The escapes in strings are not looked at, but for their form.
    pub fn skip(&mut self) -> Result<Raw<'t>, ReadError> {
        self.kind()?;
        let start = self.place.at;
        self.pass()?;
        Ok(Raw::of_checked(self.since(start)))
    }

    /// The value of the member of that name, in the object that comes next: the first one, if it stands there
    /// more than once. The reader stays where it is.
    ///
    /// # Errors
    ///
    /// Malformed JSON in front of the member.
    pub fn look(&mut self, name: &str) -> Result<Option<Raw<'t>>, ReadError> {
        let place = self.place();
        let found = self.find_member(name)?;
        let raw = if found { Some(self.skip()?) } else { None };
        self.back(place);
        Ok(raw)
    }

    /// The place of the next value.
    #[inline]
    pub fn place(&mut self) -> Place {
        self.peek();
        self.place
    }

    /// Goes back to a place where the reader has been.
    pub fn back(&mut self, place: Place) {
        self.place = place;
    }

    /// The text from a place to where the reader is: the value that has been read since.
    pub(super) fn since_place(&self, place: Place) -> &'t str {
        self.since(place.at)
    }

    /// Says that the value just read would be written with another text, so that whoever holds it keeps the one
    /// that came.
    #[inline]
    pub fn set_non_canonical(&mut self) {
        self.is_non_canonical = true;
    }

    /// Whether the value just read would be written with another text. It is told once.
    #[inline]
    pub fn take_non_canonical(&mut self) -> bool {
        std::mem::take(&mut self.is_non_canonical)
    }

    /// Checks that nothing but white space follows.
    ///
    /// # Errors
    ///
    /// Something follows.
    pub fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.malformed("trailing characters")),
        }
    }

    /// Whether values that do not fit their type are passed over.
    pub(super) fn is_lenient(&self) -> bool {
        self.issues.is_some()
    }

    /// Goes on behind a value that could not be read, if that is allowed, and gives its text.
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

    /// The next byte that is no white space, which is not read yet.
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
            return Err(self
                .malformed("recursion limit exceeded: more than 127 arrays and objects within each other"));
        }
        self.place = Place { at: self.place.at + 1, depth: self.place.depth + 1, opened: true };
        #[cfg(test)]
        {
            self.entered += 1;
        }
        Ok(())
    }

    /// Goes to the next member or item; false at the end, which is read.
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

    /// The error of a text that is not JSON, at the present place.
    #[cold]
    fn malformed(&self, expected: &str) -> ReadError {
        Fault::malformed(self.text, self.place.at, expected).at(self.place.at)
    }
}
