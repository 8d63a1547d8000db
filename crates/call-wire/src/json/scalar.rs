//! Scalars, in their canonical spelling and in the other spellings that servers use.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use serde_json::Value;
use uuid::Uuid;

use super::error::ReadError;
use super::kind::Kind;
use super::raw::Raw;
use super::reader::Reader;
use super::wire::Wire;
use super::writer::Writer;
use crate::date_time::{DateTime, Duration};
use crate::flags::Flags;
use crate::open_enum::OpenEnum;

impl Wire for String {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        input.string("a string").map(Into::into)
    }

    fn write(&self, output: &mut Writer) {
        output.string(self);
    }
}

impl Wire for bool {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        input.boolean("a boolean")
    }

    fn write(&self, output: &mut Writer) {
        output.boolean(*self);
    }
}

/// Any JSON value. The object keeps the original text of a number that [`Value`] rounds. A number that is out of range
/// for [`Value`] is an error. [`Raw`] has no such limits.
impl Wire for Value {
    const HAS_NULL: bool = true;

    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        let place = input.place();
        let raw = input.skip()?;
        let value = raw.to_value().map_err(|error| ReadError::new(place, error.message()))?;
        // The texts are compared, since the value may have rounded a number.
        let written = Raw::from(&value);
        if written != raw {
            input.set_non_canonical();
        }
        Ok(value)
    }

    fn write(&self, output: &mut Writer) {
        output.raw(&self.into());
    }
}

/// A number type.
trait Numeric: Sized {
    const EXPECTED: &'static str;

    /// Parses a number in the spelling that `write` uses. Returns `None` for other spellings.
    fn from_canonical(text: &str) -> Option<Self>;
    /// Parses a number in another spelling (5.0 as an integer, 5 as a double), or the text of a numeric string.
    fn from_other(text: &str) -> Option<Self>;
}

fn read_number<T: Numeric>(input: &mut Reader<'_>) -> Result<T, ReadError> {
    let place = input.place();
    if input.kind()? == Kind::String {
        let text = input.string(T::EXPECTED)?;
        let Some(value) = T::from_other(&text) else {
            input.back(place);
            return Err(input.unexpected(T::EXPECTED));
        };
        input.set_non_canonical();
        return Ok(value);
    }
    let text = input.number(T::EXPECTED)?;
    if let Some(value) = T::from_canonical(text) {
        return Ok(value);
    }
    let value = T::from_other(text).ok_or_else(|| input.invalid(place, T::EXPECTED))?;
    input.set_non_canonical();
    Ok(value)
}

/// Returns the digits of a decimal number that is an integer and has at most 40 digits.
fn whole_digits(text: &str) -> Option<String> {
    const LONGEST: i64 = 40;
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let is_number = !whole.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return None;
    }
    if digits.bytes().all(|byte| byte == b'0') {
        return Some("0".to_owned());
    }
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
    if point <= 0 || point - i64::try_from(leading).ok()? > LONGEST {
        return None;
    }
    let point = usize::try_from(point).ok()?;
    let (before, behind) = digits.split_at_checked(point).unwrap_or((&digits, ""));
    let zeros = "0".repeat(point - before.len());
    behind.bytes().all(|byte| byte == b'0').then(|| format!("{sign}{before}{zeros}"))
}

macro_rules! integer {
    ($type:ty, $expected:literal) => {
        impl Numeric for $type {
            const EXPECTED: &'static str = $expected;

            fn from_canonical(text: &str) -> Option<Self> {
                // JSON allows no leading zeros and no plus signs: only minus zero is not canonical.
                if text == "-0" { None } else { text.parse().ok() }
            }

            fn from_other(text: &str) -> Option<Self> {
                // In JSON `5.0` and `5e0` are the integer 5.
                text.parse().ok().or_else(|| whole_digits(text)?.parse().ok())
            }
        }

        impl Wire for $type {
            fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
                read_number(input)
            }

            fn write(&self, output: &mut Writer) {
                output.integer(self);
            }
        }
    };
}

integer!(i32, "a 32-bit integer");
integer!(i64, "a 64-bit integer");
integer!(u32, "a 32-bit unsigned integer");
integer!(u64, "a 64-bit unsigned integer");

macro_rules! float {
    ($type:ident, $expected:literal) => {
        impl Numeric for $type {
            const EXPECTED: &'static str = $expected;

            fn from_canonical(text: &str) -> Option<Self> {
                let value: $type = text.parse().ok()?;
                is_written(format_args!("{value:?}"), text).then_some(value)
            }

            fn from_other(text: &str) -> Option<Self> {
                // OData writes these as strings. Rust also parses `inf`, `nan` and `infinity`.
                match text {
                    "INF" => Some($type::INFINITY),
                    "-INF" => Some($type::NEG_INFINITY),
                    "NaN" => Some($type::NAN),
                    _ if text.ends_with(|c: char| c.is_ascii_digit() || c == '.') => {
                        text.parse().ok().filter(|value: &$type| value.is_finite())
                    }
                    _ => None,
                }
            }
        }

        impl Wire for $type {
            fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
                read_number(input)
            }

            fn write(&self, output: &mut Writer) {
                output.float(self, self.is_finite());
            }

            fn same(&self, other: &Self) -> bool {
                self == other || (self.is_nan() && other.is_nan())
            }
        }
    };
}

float!(f64, "a double");
float!(f32, "a single-precision number");

/// Returns `true` if a value formats as this text.
fn is_written(value: impl fmt::Display, text: &str) -> bool {
    let mut rest = Rest(text);
    write!(rest, "{value}").is_ok() && rest.0.is_empty()
}

/// The rest of the text with which formatted output is compared.
struct Rest<'t>(&'t str);

impl fmt::Write for Rest<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

/// Reads a string and parses its value. The object keeps the text if it is not canonical.
fn read_string<T>(
    input: &mut Reader<'_>,
    expected: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
    is_canonical: impl FnOnce(&T, &str) -> bool,
) -> Result<T, ReadError> {
    let place = input.place();
    let text = input.string(expected)?;
    let value = parse(&text).ok_or_else(|| input.invalid(place, expected))?;
    if !is_canonical(&value, &text) {
        input.set_non_canonical();
    }
    Ok(value)
}

/// Reads the value of an open enum.
///
/// # Errors
///
/// Returns an error for a value that is not a string.
pub fn read_open_enum<T: OpenEnum>(input: &mut Reader<'_>) -> Result<T, ReadError> {
    read_string(input, T::NAME, |text| Some(T::parse(text)), |value, text| value.as_str() == text)
}

impl<E: OpenEnum> Wire for Flags<E> {
    fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
        read_string(input, E::NAME, |text| Some(Self::parse(text)), |value, text| value.to_text() == text)
    }

    fn write(&self, output: &mut Writer) {
        output.string(&self.to_text());
    }
}

/// Implements [`Wire`] for types whose canonical text is their `Display` output.
macro_rules! text {
    ($type:ty, $expected:literal) => {
        impl Wire for $type {
            fn read(input: &mut Reader<'_>) -> Result<Self, ReadError> {
                read_string(
                    input,
                    $expected,
                    |text| Self::from_str(text).ok(),
                    |value, text| is_written(value, text),
                )
            }

            fn write(&self, output: &mut Writer) {
                output.display(self);
            }
        }
    };
}

text!(DateTime, "a date-time (RFC 3339)");
text!(Duration, "a duration (ISO 8601)");
text!(Uuid, "a GUID");

json_serde!(DateTime);
json_serde!(Duration);
