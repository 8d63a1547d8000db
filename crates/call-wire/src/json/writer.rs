//! The writer of compact JSON.

use std::fmt::{self, Write as _};

use super::location;
use super::raw::Raw;
use super::scan::special;

/// The initial capacity, which is enough for most payloads.
const CAPACITY: usize = 512;

/// Writes a compact JSON text. It inserts the commas.
///
/// ```
/// use call_wire::json::Writer;
///
/// let mut output = Writer::new();
/// output.object();
/// output.name("tones");
/// output.array();
/// output.item();
/// output.string("a\"b");
/// output.end_array();
/// output.end_object();
/// assert_eq!(output.finish()?, r#"{"tones":["a\"b"]}"#);
/// # Ok::<(), call_wire::json::EncodeError>(())
/// ```
#[derive(Debug, Default)]
pub struct Writer {
    text: String,
    error: Option<EncodeError>,
}

/// The error for a value that JSON cannot represent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodeError {
    path: String,
    message: String,
}

impl EncodeError {
    /// Creates an error for the payload itself.
    pub(super) fn new(message: String) -> Self {
        Self { path: String::new(), message }
    }

    /// Returns the JSON pointer of the value, such as `/mediaState/audio`. It is empty for the payload itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns a description of the value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.path.is_empty() { "the payload" } else { &self.path };
        write!(f, "{place}: {}", self.message)
    }
}

impl std::error::Error for EncodeError {}

impl Writer {
    /// Creates a writer without any text.
    #[must_use]
    pub fn new() -> Self {
        Self { text: String::with_capacity(CAPACITY), error: None }
    }

    /// Returns the text.
    ///
    /// # Errors
    ///
    /// Returns an error for the first value that JSON cannot represent: NaN or an infinity.
    pub fn finish(self) -> Result<String, EncodeError> {
        match self.error {
            None => Ok(self.text),
            Some(error) => Err(error),
        }
    }

    /// Begins an object.
    pub fn object(&mut self) {
        self.text.push('{');
    }

    /// Ends an object.
    pub fn end_object(&mut self) {
        self.text.push('}');
    }

    /// Writes the name of a member. The caller must then write its value.
    #[inline]
    pub fn name(&mut self, name: &str) {
        self.separate(b'{');
        self.string(name);
        self.text.push(':');
    }

    /// Writes the name of a member that is known to need no escapes.
    #[inline]
    pub(super) fn plain_name(&mut self, name: &str) {
        self.separate(b'{');
        self.text.push('"');
        self.text.push_str(name);
        self.text.push_str("\":");
    }

    /// Writes a comma, unless this is the first member or item. No value ends with an opening brace or bracket.
    #[inline]
    fn separate(&mut self, open: u8) {
        if self.text.as_bytes().last() != Some(&open) {
            self.text.push(',');
        }
    }

    /// Begins an array.
    pub fn array(&mut self) {
        self.text.push('[');
    }

    /// Begins an item of an array. The caller must then write its value.
    pub fn item(&mut self) {
        self.separate(b'[');
    }

    /// Ends an array.
    pub fn end_array(&mut self) {
        self.text.push(']');
    }

    /// Writes null.
    pub fn null(&mut self) {
        self.text.push_str("null");
    }

    /// Writes a boolean.
    pub fn boolean(&mut self, value: bool) {
        self.text.push_str(if value { "true" } else { "false" });
    }

    /// Writes a number whose `Display` output is JSON.
    pub(super) fn integer(&mut self, value: impl fmt::Display) {
        _ = write!(self.text, "{value}");
    }

    /// Writes a double. NaN and infinities are errors.
    pub fn double(&mut self, value: f64) {
        self.float(value, value.is_finite());
    }

    /// Writes a number with the fewest digits that identify it.
    pub(super) fn float(&mut self, value: impl fmt::Debug, is_finite: bool) {
        if is_finite {
            _ = write!(self.text, "{value:?}");
        } else {
            self.fail(format!("the number {value:?} cannot be represented in JSON"));
        }
    }

    /// Writes a string.
    pub fn string(&mut self, value: &str) {
        self.text.push('"');
        self.escaped(value);
        self.text.push('"');
    }

    /// Writes the `Display` output of a value as a string.
    pub fn display(&mut self, value: &dyn fmt::Display) {
        self.text.push('"');
        _ = write!(Escape(self), "{value}");
        self.text.push('"');
    }

    /// Writes a raw value.
    pub fn raw(&mut self, raw: &Raw<'_>) {
        self.text.push_str(raw.as_str());
    }

    /// Writes text that is known to be JSON.
    pub(super) fn checked(&mut self, raw: &str) {
        self.text.push_str(raw);
    }

    /// Records the first error, and writes null for the value.
    fn fail(&mut self, message: String) {
        if self.error.is_none() {
            let path = location::pointers(&self.text, &[self.text.len()]).pop().unwrap_or_default();
            self.error = Some(EncodeError { path, message });
        }
        self.null();
    }

    /// Writes the content of a string.
    #[inline]
    fn escaped(&mut self, value: &str) {
        let end = special(value.as_bytes(), 0);
        if end == value.len() {
            self.text.push_str(value);
        } else {
            self.escape(value, end);
        }
    }

    /// Writes the content of a string whose first special character is at `end`.
    fn escape(&mut self, value: &str, mut end: usize) {
        let mut start = 0;
        loop {
            self.text.push_str(value.get(start..end).unwrap_or_default());
            let Some(byte) = value.as_bytes().get(end) else { return };
            match byte {
                b'"' => self.text.push_str("\\\""),
                b'\\' => self.text.push_str("\\\\"),
                b'\n' => self.text.push_str("\\n"),
                b'\r' => self.text.push_str("\\r"),
                b'\t' => self.text.push_str("\\t"),
                0x8 => self.text.push_str("\\b"),
                0xC => self.text.push_str("\\f"),
                other => _ = write!(self.text, "\\u{other:04x}"),
            }
            start = end + 1;
            end = special(value.as_bytes(), start);
        }
    }
}

/// Writes formatted output as the content of a string.
struct Escape<'w>(&'w mut Writer);

impl fmt::Write for Escape<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.escaped(text);
        Ok(())
    }
}
