//! Scalars: read as they should be sent, and in the other spellings that servers use.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Unexpected, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Number, Value};
use uuid::Uuid;

use super::{Context, Wire};
use crate::{DateTime, Duration, Flags, OpenEnum};

impl Wire for Value {
    fn read<'de, D: Deserializer<'de>>(input: D, _context: &mut Context) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

impl Wire for String {
    fn read<'de, D: Deserializer<'de>>(input: D, _context: &mut Context) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

impl Wire for bool {
    fn read<'de, D: Deserializer<'de>>(input: D, _context: &mut Context) -> Result<Self, D::Error> {
        Self::deserialize(input)
    }
}

/// A number type, with how it is made from what JSON may hold.
trait Numeric: Wire {
    const EXPECTED: &'static str;

    /// From the kind of number that `Serialize` writes for the type.
    fn from_number(number: &Number) -> Option<Self>;
    /// From a number of the other kind (5.0 for an integer, 5 for a double), or from a numeric string.
    fn from_other(text: &str) -> Option<Self>;
}

fn read_number<'de, T: Numeric, D: Deserializer<'de>>(
    input: D,
    context: &mut Context,
) -> Result<T, D::Error> {
    input.deserialize_any(NumberVisitor {
        context,
        number: PhantomData,
    })
}

struct NumberVisitor<'c, T> {
    context: &'c mut Context,
    number: PhantomData<T>,
}

impl<T: Numeric> NumberVisitor<'_, T> {
    fn number<E: Error>(self, number: Number, came: Unexpected<'_>) -> Result<T, E> {
        if let Some(value) = T::from_number(&number) {
            return Ok(value);
        }
        let value = T::from_other(&number.to_string()).ok_or_else(|| E::invalid_value(came, &self))?;
        self.context.spelled(Value::Number(number));
        Ok(value)
    }
}

impl<'de, T: Numeric> Visitor<'de> for NumberVisitor<'_, T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.number(value.into(), Unexpected::Signed(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.number(value.into(), Unexpected::Unsigned(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let came = Unexpected::Float(value);
        match Number::from_f64(value) {
            Some(number) => self.number(number, came),
            None => Err(E::invalid_value(came, &self)),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let value = T::from_other(text).ok_or_else(|| E::invalid_type(Unexpected::Str(text), &self))?;
        self.context.spelled(text);
        Ok(value)
    }

    /// With serde_json's feature `arbitrary_precision`, numbers come as a map of one magic member.
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        match Value::deserialize(MapAccessDeserializer::new(map))? {
            Value::Number(number) => self.number(number, Unexpected::Other("a number")),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

macro_rules! integer {
    ($type:ty, $expected:literal, $from:ident) => {
        impl Numeric for $type {
            const EXPECTED: &'static str = $expected;

            fn from_number(number: &Number) -> Option<Self> {
                number.$from().and_then(|value| value.try_into().ok())
            }

            fn from_other(text: &str) -> Option<Self> {
                // `5.0` and `5e0` are the integer 5 to JSON.
                text.parse().ok().or_else(|| {
                    let value: f64 = text.parse().ok()?;
                    let exact = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
                    exact.then(|| format!("{value:.0}").parse().ok()).flatten()
                })
            }
        }

        impl Wire for $type {
            fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
                read_number(input, context)
            }
        }
    };
}

integer!(i32, "a 32-bit integer", as_i64);
integer!(i64, "a 64-bit integer", as_i64);
integer!(u32, "a 32-bit unsigned integer", as_u64);
integer!(u64, "a 64-bit unsigned integer", as_u64);

macro_rules! float {
    ($type:ident, $expected:literal) => {
        impl Numeric for $type {
            const EXPECTED: &'static str = $expected;

            fn from_number(number: &Number) -> Option<Self> {
                // An integer would be written with a fraction, so it counts as another spelling.
                let value = number.is_f64().then(|| number.as_f64()).flatten()?;
                #[allow(
                    clippy::cast_possible_truncation,
                    reason = "compared with the original below"
                )]
                let narrow = value as $type;
                (f64::from(narrow) == value).then_some(narrow)
            }

            fn from_other(text: &str) -> Option<Self> {
                // OData writes these as strings; Rust would also read `inf`, `nan` and `infinity`.
                match text {
                    "INF" => Some($type::INFINITY),
                    "-INF" => Some($type::NEG_INFINITY),
                    "NaN" => Some($type::NAN),
                    _ if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') => text.parse().ok(),
                    _ => None,
                }
            }
        }

        impl Wire for $type {
            fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
                read_number(input, context)
            }

            fn same(&self, other: &Self) -> bool {
                self == other || (self.is_nan() && other.is_nan())
            }
        }
    };
}

float!(f64, "a double");
float!(f32, "a single-precision number");

/// Reads a string and makes a value of it; one that `write` would not give back as it came is kept.
fn read_string<'de, T, D: Deserializer<'de>>(
    input: D,
    context: &mut Context,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
    is_canonical: impl FnOnce(&T, &str) -> bool,
) -> Result<T, D::Error> {
    input.deserialize_str(StringVisitor {
        context,
        expected,
        parse,
        is_canonical,
        value: PhantomData,
    })
}

struct StringVisitor<'c, T, P, C> {
    context: &'c mut Context,
    expected: &'static str,
    parse: P,
    is_canonical: C,
    value: PhantomData<T>,
}

impl<T, P: FnOnce(&str) -> Option<T>, C: FnOnce(&T, &str) -> bool> Visitor<'_>
    for StringVisitor<'_, T, P, C>
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let value =
            (self.parse)(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self.expected))?;
        if !(self.is_canonical)(&value, text) {
            self.context.spelled(text);
        }
        Ok(value)
    }
}

/// Reads the value of an open enum.
///
/// # Errors
///
/// A value that is no string.
pub fn read_open_enum<'de, T: OpenEnum, D: Deserializer<'de>>(
    input: D,
    context: &mut Context,
) -> Result<T, D::Error> {
    read_string(
        input,
        context,
        T::NAME,
        |text| Some(T::parse(text)),
        |value, text| value.as_str() == text,
    )
}

impl<E: OpenEnum> Wire for Flags<E> {
    fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
        read_string(
            input,
            context,
            E::NAME,
            |text| Some(Self::parse(text)),
            |value, text| value.to_text() == text,
        )
    }
}

/// Types whose canonical text is their `Display`.
macro_rules! text {
    ($type:ty, $expected:literal) => {
        impl Wire for $type {
            fn read<'de, D: Deserializer<'de>>(input: D, context: &mut Context) -> Result<Self, D::Error> {
                read_string(
                    input,
                    context,
                    $expected,
                    |text| Self::from_str(text).ok(),
                    |value, text| value.to_string() == text,
                )
            }
        }
    };
}

text!(DateTime, "a date-time (RFC 3339)");
text!(Duration, "a duration (ISO 8601)");
text!(Uuid, "a GUID");

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.collect_str(self)
    }
}
