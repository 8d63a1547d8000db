//! Whole payloads: decoding and encoding.

use serde_json::Value;

use super::error::DecodeError;
use super::issues::{Found, Issues};
use super::location;
use super::reader::Reader;
use super::wire::Wire;
use super::writer::{EncodeError, Writer};

/// Decodes a JSON text. This takes half the time of serde's `Deserialize`, which converts the text first.
///
/// A byte order mark before the text is skipped. Unknown members, unknown enum values and unknown tags are not errors.
///
/// # Errors
///
/// Returns an error for bytes that are not JSON in UTF-8, for more than 127 nested arrays and objects, for a member of
/// an unexpected JSON type, and for a value that is not valid for its type, such as an invalid date-time.
pub fn decode<T: Wire>(json: &[u8]) -> Result<T, DecodeError> {
    decode_text(text(json)?)
}

/// Decodes a JSON value, through its text.
///
/// # Errors
///
/// Returns the errors of [`decode`].
pub fn decode_value<T: Wire>(value: &Value) -> Result<T, DecodeError> {
    decode_text(&value.to_string()).map_err(DecodeError::without_position)
}

/// Decodes a JSON text, and skips members and items that cannot be decoded.
///
/// A skipped member is `None`, and the `extra` of its object keeps the raw value. At most [`Issues::DEFAULT_LIMIT`]
/// issues are listed; the others are only counted.
///
/// # Errors
///
/// Returns an error for malformed JSON, and for a payload that is itself of an unexpected JSON type.
pub fn decode_lenient<T: Wire>(json: &[u8]) -> Result<(T, Issues), DecodeError> {
    decode_lenient_with_limit(json, Issues::DEFAULT_LIMIT)
}

/// Like [`decode_lenient`], with another limit for the list of issues.
///
/// # Errors
///
/// Returns the errors of [`decode_lenient`].
pub fn decode_lenient_with_limit<T: Wire>(json: &[u8], issues: usize) -> Result<(T, Issues), DecodeError> {
    decode_lenient_text(text(json)?, issues)
}

/// Like [`decode_lenient`], for a JSON value.
///
/// # Errors
///
/// Returns an error for a payload that is itself of an unexpected JSON type.
pub fn decode_lenient_value<T: Wire>(value: &Value) -> Result<(T, Issues), DecodeError> {
    decode_lenient_text(&value.to_string(), Issues::DEFAULT_LIMIT).map_err(DecodeError::without_position)
}

/// Returns the JSON pointers of the members that a type does not have, in the order of the text. An object of an unknown type
/// has none of its members.
///
/// # Errors
///
/// Returns the errors of [`decode`].
pub fn unknown_members<T: Wire>(json: &[u8]) -> Result<Vec<String>, DecodeError> {
    unknown_members_in::<T>(text(json)?)
}

/// Like [`unknown_members`], for a JSON value.
///
/// # Errors
///
/// Returns the errors of [`decode`].
pub fn unknown_members_value<T: Wire>(value: &Value) -> Result<Vec<String>, DecodeError> {
    unknown_members_in::<T>(&value.to_string()).map_err(DecodeError::without_position)
}

fn unknown_members_in<T: Wire>(text: &str) -> Result<Vec<String>, DecodeError> {
    let mut input = Reader::listing_unknown(text);
    read_text::<T>(text, &mut input)?;
    let mut offsets = input.unknown.unwrap_or_default();
    // A union may read an object more than once.
    offsets.sort_unstable();
    offsets.dedup();
    Ok(location::pointers(text, &offsets))
}

/// Encodes a value as compact JSON. This takes half the time of serde's `Serialize`, which parses the encoded text
/// again.
///
/// # Errors
///
/// Returns an error for a number that JSON cannot represent: NaN or an infinity that was not decoded from a string.
pub fn encode<T: Wire>(value: &T) -> Result<String, EncodeError> {
    let mut output = Writer::new();
    value.write(&mut output);
    output.finish()
}

/// Encodes a value as [`Value`], through its text.
///
/// # Errors
///
/// Returns the errors of [`encode`], and an error for a number that is out of range for [`Value`].
pub fn encode_value<T: Wire>(value: &T) -> Result<Value, EncodeError> {
    let text = encode(value)?;
    serde_json::from_str(&text)
        .map_err(|error| EncodeError::new(format!("not a valid `serde_json::Value`: {error}")))
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

/// Checks that bytes are UTF-8, and removes a byte order mark. Returns the text, which a [`Reader`] can read.
///
/// # Errors
///
/// Returns an error for bytes that are not UTF-8, and for more than 4 GiB.
pub fn text(json: &[u8]) -> Result<&str, DecodeError> {
    // JSON does not allow a byte order mark, but some senders write one.
    let json = json.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(json);
    if u32::try_from(json.len()).is_err() {
        return Err(DecodeError::new(String::new(), "invalid length: more than 4 GiB", None));
    }
    std::str::from_utf8(json).map_err(|error| {
        let (valid, _) = json.split_at_checked(error.valid_up_to()).unwrap_or((json, &[]));
        let before = String::from_utf8_lossy(valid);
        let path = location::pointers(&before, &[before.len()]).pop().unwrap_or_default();
        DecodeError::new(path, "invalid UTF-8", Some(location::line_and_column(&before, before.len())))
    })
}
