//! Whether our reader and serde_json say the same of a document.

use call_wire::json::{self, Kind, Raw, ReadError, Reader, Value};
use serde_json::{Map, Number};

/// What both say of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is JSON, and has the same value.
    Accepted,
    /// It is JSON, with a number that no double holds or half of a surrogate pair: only `Raw` takes it.
    Beyond,
    /// It is not JSON.
    Refused,
}

/// Compares what we say of a document with what serde_json says.
///
/// # Panics
///
/// If that differs.
pub fn verdict(document: &[u8]) -> Verdict {
    let theirs = serde_json::from_slice::<Value>(document);
    let Ok(text) = std::str::from_utf8(document) else {
        assert!(theirs.is_err(), "serde_json takes bytes that are not UTF-8: {document:?}");
        assert!(json::decode::<Raw>(document).is_err(), "we take bytes that are not UTF-8: {document:?}");
        return Verdict::Refused;
    };
    match (Raw::parse(text), theirs) {
        (Ok(raw), Ok(value)) => {
            same_value(&raw, &value);
            Verdict::Accepted
        }
        (Ok(raw), Err(error)) => {
            assert!(is_beyond(text), "only serde_json refuses {text:?}: {error}");
            raw.to_value().expect_err("serde_json refuses it");
            assert_compacts(&raw);
            Verdict::Beyond
        }
        (Err(error), Ok(_)) => panic!("only we refuse {text:?}: {error}"),
        (Err(_), Err(_)) => {
            // `decode` passes over a byte order mark, which is not JSON.
            if !text.starts_with('\u{feff}') {
                json::decode::<Raw>(document).expect_err("Raw::parse refuses it");
                json::decode::<Value>(document).expect_err("Raw::parse refuses it");
            }
            read(text).expect_err("Raw::parse refuses it");
            Verdict::Refused
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
    assert!(again == *raw || is_beyond(raw.as_str()), "{raw} became {again}");
    assert_eq!(again.compact().as_str(), compact.as_str());
}

/// Equal, and written with the same digits: `-0.0 == 0.0`.
fn assert_same(ours: &Value, theirs: &Value, text: &str) {
    assert_eq!(ours, theirs, "{text}");
    assert_eq!(ours.to_string(), theirs.to_string(), "{text}");
}

/// Whether a JSON text has something that a [`Value`] cannot hold.
fn is_beyond(text: &str) -> bool {
    read(text).is_err()
}

/// A value, read token by token.
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
            number(digits).ok_or_else(|| ReadError::new(place, "beyond any double"))?
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
