//! Scalars: values that are represented by the text of an element or attribute.

use crate::integer::Integer;
use crate::open_enum::OpenEnum;

/// A value that is represented by text.
pub trait Text: Sized + PartialEq {
    /// A description of valid text for error messages, such as `a boolean`.
    const EXPECTS: &'static str;

    /// Parses text. Returns `None` if it is invalid.
    fn read(text: &str) -> Option<Self>;

    /// Returns the canonical text.
    fn write(&self) -> String;

    /// Calls a function with the canonical text, without a copy if the value contains it.
    fn with_text<R>(&self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(&self.write())
    }
}

impl Text for String {
    const EXPECTS: &'static str = "text";

    fn read(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }

    fn with_text<R>(&self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(self)
    }
}

/// Reads `true` and `false` in any case, since documentation contains `True`. Also reads `1` and `0`.
impl Text for bool {
    const EXPECTS: &'static str = "a boolean";

    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == "1" || text.eq_ignore_ascii_case("true") {
            Some(true)
        } else if text == "0" || text.eq_ignore_ascii_case("false") {
            Some(false)
        } else {
            None
        }
    }

    fn write(&self) -> String {
        self.to_string()
    }

    fn with_text<R>(&self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(if *self { "true" } else { "false" })
    }
}

macro_rules! integers {
    ($($type:ty: $expects:literal,)*) => {$(
        impl Text for $type {
            const EXPECTS: &'static str = $expects;

            fn read(text: &str) -> Option<Self> {
                text.trim().parse().ok()
            }

            fn write(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

integers! {
    i8: "an 8-bit integer",
    i16: "a 16-bit integer",
    i32: "a 32-bit integer",
    i64: "a 64-bit integer",
    i128: "a 128-bit integer",
    u8: "an 8-bit unsigned integer",
    u16: "a 16-bit unsigned integer",
    u32: "a 32-bit unsigned integer",
    u64: "a 64-bit unsigned integer",
    u128: "a 128-bit unsigned integer",
}

impl Text for Integer {
    const EXPECTS: &'static str = "an integer";

    fn read(text: &str) -> Option<Self> {
        text.trim().parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }

    fn with_text<R>(&self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(self.as_str())
    }
}

macro_rules! floats {
    ($($type:ty),*) => {$(
        impl Text for $type {
            const EXPECTS: &'static str = "a number";

            fn read(text: &str) -> Option<Self> {
                match text.trim() {
                    "INF" | "+INF" => Some(Self::INFINITY),
                    "-INF" => Some(Self::NEG_INFINITY),
                    "NaN" => Some(Self::NAN),
                    // Rust also parses names such as `inf`, which XML Schema does not allow.
                    text if text.contains(|c: char| c.is_alphabetic() && !matches!(c, 'e' | 'E')) => None,
                    text => text.parse().ok(),
                }
            }

            fn write(&self) -> String {
                match *self {
                    Self::INFINITY => String::from("INF"),
                    Self::NEG_INFINITY => String::from("-INF"),
                    number => number.to_string(),
                }
            }
        }
    )*};
}

floats!(f32, f64);

/// Accepts any text: an unknown value is kept unchanged.
impl<E: OpenEnum> Text for E {
    const EXPECTS: &'static str = E::NAME;

    fn read(text: &str) -> Option<Self> {
        Some(E::parse(text))
    }

    fn write(&self) -> String {
        self.as_str().to_owned()
    }

    fn with_text<R>(&self, use_text: impl FnOnce(&str) -> R) -> R {
        use_text(self.as_str())
    }
}

/// Values in one text, separated by white space (`xs:list`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List<T>(pub Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl<T: Text> Text for List<T> {
    const EXPECTS: &'static str = T::EXPECTS;

    fn read(text: &str) -> Option<Self> {
        text.split_ascii_whitespace().map(T::read).collect::<Option<_>>().map(Self)
    }

    fn write(&self) -> String {
        self.0.iter().map(T::write).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_parsed_from_all_spellings() {
        assert_eq!(bool::read(" True "), Some(true));
        assert_eq!(bool::read("0"), Some(false));
        assert_eq!(bool::read("yes"), None);
        assert_eq!(i32::read("+12"), Some(12));
        assert_eq!(i32::read("99999999999"), None);
        assert_eq!(f64::read("-INF"), Some(f64::NEG_INFINITY));
        assert_eq!(f64::read("inf"), None);
        assert_eq!(f64::read("1E3"), Some(1000.0));
        assert_eq!(List::<i32>::read(" 1  2 "), Some(List(vec![1, 2])));
    }
}
