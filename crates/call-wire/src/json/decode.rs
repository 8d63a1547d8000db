//! Whole payloads: from bytes to types and back, with errors that say where.

use serde_json::Value;

use super::error::DecodeError;
use super::issues::{Found, Issues};
use super::location;
use super::reader::Reader;
use super::wire::Wire;
use super::writer::{EncodeError, Writer};

/// Decodes a JSON text. This is the fast way: serde's `Deserialize` goes through another text.
///
/// # Errors
///
/// What is not JSON in UTF-8, more than 127 levels, or a member of the wrong type or with a value that its type does not
/// have, such as a date that is none. Unknown members, values of enums, and tags are no error.
pub fn decode<T: Wire>(json: &[u8]) -> Result<T, DecodeError> {
    decode_text(text(json)?)
}

/// Decodes a JSON value, by way of its text.
///
/// # Errors
///
/// A member of the wrong JSON type.
pub fn decode_value<T: Wire>(value: &Value) -> Result<T, DecodeError> {
    decode_text(&value.to_string()).map_err(DecodeError::without_position)
}

/// Decodes a JSON text and passes over members of the wrong JSON type: each stays `None`, is kept raw in its
/// object's `extra`, and is told in the list, which ends after [`Issues::DEFAULT_LIMIT`].
///
/// # Errors
///
/// Malformed JSON, or a payload that is of another JSON type as a whole.
pub fn decode_lenient<T: Wire>(json: &[u8]) -> Result<(T, Issues), DecodeError> {
    decode_lenient_with_limit(json, Issues::DEFAULT_LIMIT)
}

/// As [`decode_lenient`], with a list of at most so many issues; the others are counted.
///
/// # Errors
///
/// As [`decode_lenient`].
pub fn decode_lenient_with_limit<T: Wire>(json: &[u8], issues: usize) -> Result<(T, Issues), DecodeError> {
    decode_lenient_text(text(json)?, issues)
}

/// As [`decode_lenient`], for a JSON value.
///
/// # Errors
///
/// A payload that is of another JSON type as a whole.
pub fn decode_lenient_value<T: Wire>(value: &Value) -> Result<(T, Issues), DecodeError> {
    decode_lenient_text(&value.to_string(), Issues::DEFAULT_LIMIT).map_err(DecodeError::without_position)
}

/// Encodes as compact JSON. This is the fast way: serde's `Serialize` reads this text again.
///
/// # Errors
///
/// A number that JSON cannot say: the double NaN or an infinity.
pub fn encode<T: Wire>(value: &T) -> Result<String, EncodeError> {
    let mut output = Writer::new();
    value.write(&mut output);
    output.finish()
}

/// Encodes as a JSON value, by way of the text.
///
/// # Errors
///
/// As [`encode`]; and a number that [`Value`] cannot hold.
pub fn encode_value<T: Wire>(value: &T) -> Result<Value, EncodeError> {
    let text = encode(value)?;
    serde_json::from_str(&text).map_err(|error| EncodeError::new(format!("does not fit a `Value`: {error}")))
}

pub(super) fn decode_text<T: Wire>(text: &str) -> Result<T, DecodeError> {
    read_text(text, &mut Reader::new(text))
}

pub(super) fn decode_lenient_text<T: Wire>(text: &str, issues: usize) -> Result<(T, Issues), DecodeError> {
    let mut input = Reader::lenient(text, Found::new(issues));
    let value = read_text(text, &mut input)?;
    Ok((value, input.issues.map(|found| found.within(text)).unwrap_or_default()))
}

#[inline]
fn read_text<T: Wire>(text: &str, input: &mut Reader<'_>) -> Result<T, DecodeError> {
    let mut value = None;
    let read = T::read_into(&mut value, input).and_then(|()| input.end());
    match (read, value) {
        (Ok(()), Some(value)) => Ok(value),
        (Ok(()), None) => Err(input.unexpected("a value").within(text)),
        (Err(error), _) => Err(error.within(text)),
    }
}

/// The JSON text that bytes are, without a byte order mark: for a [`Reader`] of one's own.
///
/// # Errors
///
/// Bytes that are no UTF-8, or longer than 4 GiB.
pub fn text(json: &[u8]) -> Result<&str, DecodeError> {
    // A byte order mark is no JSON, but some senders write one.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    if u32::try_from(json.len()).is_err() {
        return Err(DecodeError::new(String::new(), "longer than 4 GiB", None));
    }
    std::str::from_utf8(json).map_err(|error| {
        let (valid, _) = json.split_at_checked(error.valid_up_to()).unwrap_or((json, &[]));
        let before = String::from_utf8_lossy(valid);
        let path = location::pointers(&before, &[before.len()]).pop().unwrap_or_default();
        DecodeError::new(path, "invalid UTF-8", Some(location::line_and_column(&before, before.len())))
    })
}
