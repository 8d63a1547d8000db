//! Integers of any size.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// An integer of any size, such as `xs:integer` of [XML Schema](https://www.w3.org/TR/xmlschema-2/#integer).
///
/// It is stored as decimal digits. For arithmetic, convert it to a primitive integer with `try_from`.
///
/// ```
/// use call_wire::Integer;
///
/// let count: Integer = "100000000000000000000000000000000000000000".parse()?;
/// assert!(count > Integer::from(7));
/// assert!(i128::try_from(&count).is_err());
/// assert_eq!(u8::try_from(&"+007".parse::<Integer>()?), Ok(7));
/// # Ok::<(), call_wire::ParseIntegerError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Integer {
    /// Decimal digits without leading zeros, with a minus sign if the number is negative.
    text: String,
}

impl Integer {
    /// Returns the decimal digits, without leading zeros, and with a minus sign if the number is negative.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the number is negative, and its digits.
    fn parts(&self) -> (bool, &str) {
        match self.text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, &self.text),
        }
    }
}

impl Default for Integer {
    fn default() -> Self {
        Self { text: String::from("0") }
    }
}

impl Ord for Integer {
    fn cmp(&self, other: &Self) -> Ordering {
        // Without leading zeros, the longer number is the larger one.
        let by_size = |one: &str, other: &str| one.len().cmp(&other.len()).then_with(|| one.cmp(other));
        match (self.parts(), other.parts()) {
            ((false, one), (false, other)) => by_size(one, other),
            ((true, one), (true, other)) => by_size(other, one),
            ((false, _), (true, _)) => Ordering::Greater,
            ((true, _), (false, _)) => Ordering::Less,
        }
    }
}

impl PartialOrd for Integer {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (is_negative, digits) = self.parts();
        f.pad_integral(!is_negative, "", digits)
    }
}

impl FromStr for Integer {
    type Err = ParseIntegerError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (is_negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return Err(ParseIntegerError(()));
        }
        let digits = digits.trim_start_matches('0');
        let text = match (digits, is_negative) {
            ("", _) => String::from("0"),
            (digits, true) => format!("-{digits}"),
            (digits, false) => digits.to_owned(),
        };
        Ok(Self { text })
    }
}

/// The error for text that is not a valid integer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseIntegerError(());

impl fmt::Display for ParseIntegerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a valid integer (expected an optional sign and decimal digits)")
    }
}

impl Error for ParseIntegerError {}

/// The error for an [`Integer`] that is out of range for a primitive type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntegerRangeError(());

impl fmt::Display for IntegerRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the integer is out of range for the type")
    }
}

impl Error for IntegerRangeError {}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl From<$type> for Integer {
            fn from(number: $type) -> Self {
                Self { text: number.to_string() }
            }
        }

        impl TryFrom<&Integer> for $type {
            type Error = IntegerRangeError;

            fn try_from(integer: &Integer) -> Result<Self, Self::Error> {
                integer.text.parse().map_err(|_| IntegerRangeError(()))
            }
        }

        impl TryFrom<Integer> for $type {
            type Error = IntegerRangeError;

            fn try_from(integer: Integer) -> Result<Self, Self::Error> {
                Self::try_from(&integer)
            }
        }
    )*};
}

numbers!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn integer(text: &str) -> Integer {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_parsed_integer_has_canonical_digits() {
        for (text, canonical) in
            [("0", "0"), ("-0", "0"), ("+000", "0"), ("007", "7"), ("-070", "-70"), ("+5", "5")]
        {
            assert_eq!(integer(text).as_str(), canonical);
        }
        for text in ["", "-", "+", "--1", "+-1", "1.0", "1e3", " 1", "0x1", "\u{663}"] {
            let error = text.parse::<Integer>().expect_err(text);
            assert_eq!(
                error.to_string(),
                "not a valid integer (expected an optional sign and decimal digits)"
            );
        }
        assert_eq!(format!("{:>4}|{:+}|{:?}", integer("-7"), integer("7"), Integer::default()), "  -7|+7|0");
    }

    #[test]
    fn integers_are_ordered_by_value() {
        let long = "123456789".repeat(9);
        let sorted = [format!("-1{long}"), format!("-{long}"), "-10".into(), "-9".into(), "0".into()]
            .into_iter()
            .chain(["2".into(), "10".into(), long.clone(), format!("{long}0")]);
        let sorted: Vec<Integer> = sorted.map(|text| integer(&text)).collect();
        assert!(sorted.is_sorted());
        assert!(sorted.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn an_integer_out_of_range_is_an_error() {
        assert_eq!(i64::try_from(&Integer::from(i64::MIN)), Ok(i64::MIN));
        assert_eq!(u128::try_from(Integer::from(u128::MAX)), Ok(u128::MAX));
        assert!(u64::try_from(&Integer::from(-1)).is_err());
        let error = i32::try_from(&integer("2147483648")).expect_err("out of range");
        assert_eq!(error.to_string(), "the integer is out of range for the type");
    }
}
