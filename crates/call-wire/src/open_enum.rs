//! Enums that preserve values added by newer servers.

use std::fmt;

/// An enum of a schema that the server may extend.
///
/// Parsing never fails: a value unknown to this version becomes the variant `Other`, which contains the exact text. The
/// content of `Other` is opaque ([`Unrecognized`]). Code cannot match on it, so a later version can add a variant for
/// the value without breaking that code.
///
/// ```
/// use call_wire::OpenEnum;
/// # #[derive(Clone, PartialEq)]
/// # enum State { Ringing, Other(call_wire::Unrecognized) }
/// # impl OpenEnum for State {
/// #     const NAME: &'static str = "state";
/// #     const VALUES: &'static [Self] = &[Self::Ringing];
/// #     fn as_str(&self) -> &str {
/// #         match self { Self::Ringing => "ringing", Self::Other(other) => other.as_str() }
/// #     }
/// #     fn other(value: call_wire::Unrecognized) -> Self { Self::Other(value) }
/// # }
/// assert!(matches!(State::parse("ringing"), State::Ringing));
/// assert_eq!(State::parse("teleported").as_str(), "teleported");
/// assert!(State::parse_known("teleported").is_none());
/// ```
pub trait OpenEnum: Sized + Clone + PartialEq + 'static {
    /// The name of the enum in the schema.
    const NAME: &'static str;
    /// All known values, in the order of the schema.
    const VALUES: &'static [Self];
    /// Whether the service ignores the case of the values.
    const FOLD: bool = false;

    /// Returns the text on the wire.
    fn as_str(&self) -> &str;

    /// Creates the variant `Other`, for text that is not a known value.
    fn other(value: Unrecognized) -> Self;

    /// Parses a value. An unknown value becomes the variant `Other`.
    #[must_use]
    fn parse(text: &str) -> Self {
        Self::parse_known(text).unwrap_or_else(|| Self::other(Unrecognized(text.into())))
    }

    /// Parses a known value. Returns `None` for an unknown value.
    #[must_use]
    fn parse_known(text: &str) -> Option<Self> {
        let same = |value: &&Self| {
            let known = value.as_str();
            if Self::FOLD { known.eq_ignore_ascii_case(text) } else { known == text }
        };
        Self::VALUES.iter().find(same).cloned()
    }
}

/// The exact text of an enum value unknown to this version.
///
/// It has no public constructor; parse the text as the enum instead.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    /// Returns the original text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for Unrecognized {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Implements the conversions from and to text and JSON for an [`OpenEnum`].
#[macro_export]
macro_rules! open_enum {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::OpenEnum::parse(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok($crate::OpenEnum::parse(text))
            }
        }

        impl $crate::json::Wire for $name {
            fn read(
                input: &mut $crate::json::Reader<'_>,
            ) -> ::std::result::Result<Self, $crate::json::ReadError> {
                $crate::json::read_open_enum(input)
            }

            fn write(&self, output: &mut $crate::json::Writer) {
                output.string($crate::OpenEnum::as_str(self));
            }
        }

        $crate::json_serde!($name);
    };
}
