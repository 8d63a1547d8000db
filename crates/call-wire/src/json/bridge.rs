//! The bridge to serde, for all of its formats.
//!
//! A value is converted through JSON text. This code is therefore compiled once for each format, and not once for each
//! type. The costs are a second pass over the value, and serde's data model, in which numbers are 64-bit integers or
//! doubles. [`decode`](super::decode) and [`encode`](super::encode) have neither cost.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Deserializer, Serialize, Serializer};

use super::decode::{decode_text, encode};
use super::error::ReadError;
use super::kind::Kind;
use super::reader::Reader;
use super::wire::Wire;
use super::writer::Writer;

/// The name of the only member of a number with serde_json's feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// Deserializes a value from any format. The message of an error begins with the JSON pointer.
///
/// # Errors
///
/// Returns the errors of [`Wire::read`] and of the input.
pub fn deserialize<'de, T: Wire, D: Deserializer<'de>>(input: D) -> Result<T, D::Error> {
    let text = collect(input)?;
    decode_text(&text).map_err(|error| match error.path() {
        "" => D::Error::custom(error.message()),
        path => D::Error::custom(format_args!("{path}: {}", error.message())),
    })
}

/// Serializes a value to any format.
///
/// # Errors
///
/// Returns the errors of [`encode`] and of the output, and an error for a number that serde's data model cannot
/// represent.
pub fn serialize<T: Wire, S: Serializer>(value: &T, output: S) -> Result<S::Ok, S::Error> {
    let text = encode(value).map_err(S::Error::custom)?;
    replay(&text, output)
}

/// Converts any input to a JSON text.
fn collect<'de, D: Deserializer<'de>>(input: D) -> Result<String, D::Error> {
    let mut output = Writer::new();
    Collect(&mut output).deserialize(input)?;
    output.finish().map_err(D::Error::custom)
}

struct Collect<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Collect<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Collect<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON can represent")
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.boolean(value);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.integer(value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.integer(value);
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.double(value);
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.string(value);
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        self.0.null();
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        self.deserialize(input)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        self.deserialize(input)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.array();
        loop {
            let output = &mut *self.0;
            if items.next_element_seed(Item(output))?.is_none() {
                break;
            }
        }
        self.0.end_array();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut next = members.next_key::<String>()?;
        if next.as_deref() == Some(NUMBER) {
            let value = collect_value(&mut members)?;
            next = members.next_key()?;
            match digits(&value) {
                Some(digits) if next.is_none() => {
                    self.0.checked(&digits);
                    return Ok(());
                }
                // A member that happens to have this name.
                _ => {
                    self.0.object();
                    self.0.name(NUMBER);
                    self.0.checked(&value);
                }
            }
        } else {
            self.0.object();
        }
        while let Some(name) = next {
            self.0.name(&name);
            members.next_value_seed(Collect(self.0))?;
            next = members.next_key()?;
        }
        self.0.end_object();
        Ok(())
    }
}

/// Returns the next value of a map as a separate JSON text.
fn collect_value<'de, A: MapAccess<'de>>(members: &mut A) -> Result<String, A::Error> {
    let mut output = Writer::new();
    members.next_value_seed(Collect(&mut output))?;
    output.finish().map_err(A::Error::custom)
}

/// Returns the number in a JSON string.
fn digits(value: &str) -> Option<String> {
    let text = Reader::new(value).string("a string").ok()?;
    let is_number = Reader::new(&text).number("a number").is_ok_and(|number| number == text);
    is_number.then(|| text.into_owned())
}

/// An item of an array. Its comma is written only if there is an item.
struct Item<'w>(&'w mut Writer);

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        self.0.item();
        Collect(self.0).deserialize(input)
    }
}

/// Serializes a JSON text to any output.
fn replay<S: Serializer>(text: &str, output: S) -> Result<S::Ok, S::Error> {
    Replay(&RefCell::new(Reader::new(text))).serialize(output)
}

/// The next value of a text. `Serialize` takes a shared reference, so the reader is in a cell.
struct Replay<'r, 't>(&'r RefCell<Reader<'t>>);

impl Serialize for Replay<'_, '_> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        let failed = S::Error::custom;
        let input = || self.0.borrow_mut();
        // The borrow of the reader must end before a nested value is serialized.
        let kind = input().kind().map_err(failed)?;
        match kind {
            Kind::Null => {
                input().null().map_err(failed)?;
                output.serialize_unit()
            }
            Kind::Boolean => {
                let value = input().boolean("a boolean").map_err(failed)?;
                output.serialize_bool(value)
            }
            Kind::Number => {
                let digits = input().number("a number").map_err(failed)?;
                replay_number(digits, output)
            }
            Kind::String => {
                let text = input().string("a string").map_err(failed)?;
                output.serialize_str(&text)
            }
            Kind::Array => {
                input().array("an array").map_err(failed)?;
                let mut items = output.serialize_seq(None)?;
                while self.has_item().map_err(failed)? {
                    items.serialize_element(self)?;
                }
                items.end()
            }
            Kind::Object => {
                input().object("an object").map_err(failed)?;
                let mut members = output.serialize_map(None)?;
                while let Some(name) = self.name().map_err(failed)? {
                    members.serialize_entry(&name, self)?;
                }
                members.end()
            }
        }
    }
}

impl<'t> Replay<'_, 't> {
    fn has_item(&self) -> Result<bool, ReadError> {
        self.0.borrow_mut().item()
    }

    fn name(&self) -> Result<Option<Cow<'t, str>>, ReadError> {
        self.0.borrow_mut().name()
    }
}

fn replay_number<S: Serializer>(digits: &str, output: S) -> Result<S::Ok, S::Error> {
    // An integer cannot represent minus zero.
    if digits == "-0" {
        return output.serialize_f64(-0.0);
    }
    if let Ok(value) = digits.parse::<u64>() {
        return output.serialize_u64(value);
    }
    if let Ok(value) = digits.parse::<i64>() {
        return output.serialize_i64(value);
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => output.serialize_f64(value),
        _ => Err(S::Error::custom(format_args!(
            "the number {digits} is out of range for a double (`json::encode` preserves it)"
        ))),
    }
}
