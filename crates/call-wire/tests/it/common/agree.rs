//! Comparison of the reader with serde_json.

use call_wire::json::{self, Kind, Raw, ReadError, Reader, Value};
use serde_json::{Map, Number};

/// The result of both parsers for a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Both accept it, with the same value.
    Accepted,
    /// Only `Raw` accepts it. It has a number that is out of range for a double, or an unpaired surrogate.
    OnlyRaw,
    /// Both reject it.
    Rejected,
}

/// Parses a document with the reader and with serde_json.
///
/// # Panics
///
/// Panics if the results differ.
pub fn verdict(document: &[u8]) -> Verdict {
    let theirs = serde_json::from_slice::<Value>(document);
    let Ok(text) = std::str::from_utf8(document) else {
        assert!(theirs.is_err(), "serde_json accepts bytes that are not UTF-8: {document:?}");
        assert!(
            json::decode::<Raw>(document).is_err(),
            "the reader accepts bytes that are not UTF-8: {document:?}"
        );
        return Verdict::Rejected;
    };
    match (Raw::parse(text), theirs) {
        (Ok(raw), Ok(value)) => {
            same_value(&raw, &value);
            Verdict::Accepted
        }
        (Ok(raw), Err(error)) => {
            assert!(is_out_of_range(text), "only serde_json rejects {text:?}: {error}");
            raw.to_value().expect_err("serde_json rejects it");
            assert_compacts(&raw);
            Verdict::OnlyRaw
        }
        (Err(error), Ok(_)) => panic!("only the reader rejects {text:?}: {error}"),
        (Err(_), Err(_)) => {
            // `decode` skips a byte order mark, which is not JSON.
            if !text.starts_with('\u{feff}') {
                json::decode::<Raw>(document).expect_err("Raw::parse rejects it");
                json::decode::<Value>(document).expect_err("Raw::parse rejects it");
            }
            read(text).expect_err("Raw::parse rejects it");
            Verdict::Rejected
        }
    }
}

fn same_value(raw: &Raw<'_>, value: &Value) {
    let text = raw.as_str();
    assert_same(&read(text).expect("serde_json reads it"), value, text);
    assert_same(&raw.to_value().expect("serde_json reads it"), value, text);
    if !value.is_null() {
        assert_same(&raw.decode().expect("serde_json reads it"), value, text);
    }
    assert_compacts(raw);
}

fn assert_compacts(raw: &Raw<'_>) {
    let compact = raw.compact();
    let again = Raw::parse(compact.as_str()).expect("compact text is JSON");
    assert!(again == *raw || is_out_of_range(raw.as_str()), "{raw} became {again}");
    assert_eq!(again.compact().as_str(), compact.as_str());
}

/// Compares values and digits, as `-0.0 == 0.0`.
fn assert_same(ours: &Value, theirs: &Value, text: &str) {
    assert_eq!(ours, theirs, "{text}");
    assert_eq!(ours.to_string(), theirs.to_string(), "{text}");
}

/// Returns `true` if a JSON text has a value that is out of range for [`Value`].
fn is_out_of_range(text: &str) -> bool {
    read(text).is_err()
}

/// Reads a value token by token.
fn read(text: &str) -> Result<Value, ReadError> {
    let mut input = Reader::new(text);
    let value = read_value(&mut input)?;
    input.end()?;
    Ok(value)
}

fn read_value(input: &mut Reader<'_>) -> Result<Value, ReadError> {
    Ok(match input.kind()? {
        Kind::Null => input.null().map(|_| Value::Null)?,
        Kind::Boolean => Value::Bool(input.boolean("a boolean")?),
        Kind::Number => {
            let place = input.place();
            let digits = input.number("a number")?;
            number(digits).ok_or_else(|| ReadError::new(place, "out of range for a double"))?
        }
        Kind::String => Value::String(input.string("a string")?.into_owned()),
        Kind::Array => {
            let mut items = Vec::new();
            input.array("an array")?;
            while input.item()? {
                items.push(read_value(input)?);
            }
            Value::Array(items)
        }
        Kind::Object => {
            let mut members = Map::new();
            input.object("an object")?;
            while let Some(name) = input.name()? {
                let name = name.into_owned();
                members.insert(name, read_value(input)?);
            }
            Value::Object(members)
        }
    })
}

fn number(digits: &str) -> Option<Value> {
    let integer =
        || digits.parse::<u64>().map(Number::from).or_else(|_| digits.parse::<i64>().map(Number::from));
    match integer() {
        Ok(number) if digits != "-0" => Some(number.into()),
        _ => Number::from_f64(digits.parse().ok()?).map(Value::Number),
    }
}
