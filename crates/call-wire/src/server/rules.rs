//! Rules of values: types, required members, enums and limits.

use std::fmt;
use std::ops::Bound;

/// The rules of a value.
///
/// Rules are constants of the generated code and refer to one another, so that a recursive type has finite rules.
#[derive(Clone, Copy, Debug)]
pub enum ValueRules {
    /// Any value.
    Any,
    /// `true` or `false`.
    Boolean,
    /// An integer in a range.
    Integer {
        /// The smallest value.
        minimum: i64,
        /// The largest value.
        maximum: i64,
    },
    /// A number in a range.
    Number {
        /// The lower bound.
        minimum: Bound<f64>,
        /// The upper bound.
        maximum: Bound<f64>,
    },
    /// A string. Its length is counted in characters.
    Text {
        /// The smallest length.
        minimum: usize,
        /// The largest length.
        maximum: usize,
    },
    /// A string with a date and a time, as in RFC 3339.
    DateTime,
    /// A string with a duration, as in ISO 8601.
    Duration,
    /// A string with a UUID.
    Uuid,
    /// A string with a value of an enum.
    Enum(&'static EnumRules),
    /// A string with values of an enum, separated by commas.
    Flags(&'static EnumRules),
    /// An object.
    Object(&'static ObjectRules),
    /// An object of one of several types.
    Union(&'static UnionRules),
    /// An array.
    Array {
        /// The rules of each item.
        items: &'static ValueRules,
        /// The smallest number of items.
        minimum: usize,
        /// The largest number of items.
        maximum: usize,
    },
    /// An object whose members have arbitrary names. These are the rules of their values.
    Map(&'static ValueRules),
    /// A value or null.
    Nullable(&'static ValueRules),
}

impl ValueRules {
    /// A 32-bit integer.
    pub const INT32: Self = Self::Integer { minimum: i32::MIN as i64, maximum: i32::MAX as i64 };
    /// A 64-bit integer.
    pub const INT64: Self = Self::Integer { minimum: i64::MIN, maximum: i64::MAX };
    /// Any number.
    pub const NUMBER: Self = Self::Number { minimum: Bound::Unbounded, maximum: Bound::Unbounded };
    /// A string of any length.
    pub const TEXT: Self = Self::Text { minimum: 0, maximum: usize::MAX };

    /// An array with any number of items.
    #[must_use]
    pub const fn array(items: &'static Self) -> Self {
        Self::Array { items, minimum: 0, maximum: usize::MAX }
    }
}

/// The rules of an object. Members that are not listed are not checked.
#[derive(Clone, Copy, Debug)]
pub struct ObjectRules {
    /// The name of the type in the schema.
    pub name: &'static str,
    /// The members, in the schema's order.
    pub members: &'static [MemberRules],
}

/// The rules of a member of an object.
#[derive(Clone, Copy, Debug)]
pub struct MemberRules {
    /// The name.
    pub name: &'static str,
    /// Whether an object without it violates the rules.
    pub is_required: bool,
    /// Whether a required member may be null. A member that is not required may always be null.
    pub is_nullable: bool,
    /// The rules of its value.
    pub value: ValueRules,
}

impl MemberRules {
    /// A member that must be present and not null.
    #[must_use]
    pub const fn required(name: &'static str, value: ValueRules) -> Self {
        Self { name, is_required: true, is_nullable: false, value }
    }

    /// A member that may be absent or null.
    #[must_use]
    pub const fn optional(name: &'static str, value: ValueRules) -> Self {
        Self { name, is_required: false, is_nullable: true, value }
    }

    /// A member that must be present, and may be null.
    #[must_use]
    pub const fn required_or_null(name: &'static str, value: ValueRules) -> Self {
        Self { name, is_required: true, is_nullable: true, value }
    }
}

/// The values of an enum.
#[derive(Clone, Copy, Debug)]
pub struct EnumRules {
    /// The name of the type in the schema.
    pub name: &'static str,
    /// The values, in the schema's order.
    pub values: &'static [&'static str],
    /// Whether values are compared without regard to case.
    pub ignores_case: bool,
}

/// The types of a union. A member of the object, the tag, selects one of them.
#[derive(Clone, Copy, Debug)]
pub struct UnionRules {
    /// The name of the type in the schema.
    pub name: &'static str,
    /// The name of the tag.
    pub tag: &'static str,
    /// The types, each with the value of the tag. OData allows a `#` before the value.
    pub variants: &'static [(&'static str, &'static ObjectRules)],
    /// The type of an object whose tag is missing or has another value. Without it, such an object violates the rules.
    pub base: Option<&'static ObjectRules>,
}

impl fmt::Display for ValueRules {
    /// Formats the expected value, as in "an integer from 1 to 9".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("a value"),
            Self::Boolean => f.write_str("a boolean"),
            Self::Integer { minimum, maximum } => {
                let bound = |bound: i64, none: i64| {
                    if bound == none { Bound::Unbounded } else { Bound::Included(bound) }
                };
                f.write_str("an integer")?;
                write_range(f, &bound(*minimum, i64::MIN), &bound(*maximum, i64::MAX))
            }
            Self::Number { minimum, maximum } => {
                f.write_str("a number")?;
                write_range(f, minimum, maximum)
            }
            Self::Text { minimum, maximum } => {
                f.write_str("a string")?;
                write_length(f, *minimum, *maximum, "character", "characters")
            }
            Self::DateTime => f.write_str("a date-time, such as 2026-03-12T08:00:00Z"),
            Self::Duration => f.write_str("a duration, such as PT5M"),
            Self::Uuid => f.write_str("a UUID"),
            Self::Enum(rules) => write!(f, "one of {}", rules.values.join(", ")),
            Self::Flags(rules) => write!(f, "some of {}, separated by commas", rules.values.join(", ")),
            Self::Object(rules) => write!(f, "an object of the type {}", rules.name),
            Self::Union(rules) => write!(f, "an object of the type {}", rules.name),
            Self::Array { minimum, maximum, .. } => {
                f.write_str("an array")?;
                write_length(f, *minimum, *maximum, "item", "items")
            }
            Self::Map(_) => f.write_str("an object"),
            Self::Nullable(rules) => write!(f, "{rules} or null"),
        }
    }
}

/// Writes the bounds of a number, if there are any.
fn write_range<N: fmt::Display>(
    f: &mut fmt::Formatter<'_>,
    minimum: &Bound<N>,
    maximum: &Bound<N>,
) -> fmt::Result {
    if let (Bound::Included(minimum), Bound::Included(maximum)) = (minimum, maximum) {
        return write!(f, " from {minimum} to {maximum}");
    }
    match minimum {
        Bound::Included(minimum) => write!(f, " of at least {minimum}")?,
        Bound::Excluded(minimum) => write!(f, " above {minimum}")?,
        Bound::Unbounded => {}
    }
    let and = if matches!(minimum, Bound::Unbounded) { "" } else { " and" };
    match maximum {
        Bound::Included(maximum) => write!(f, "{and} of at most {maximum}"),
        Bound::Excluded(maximum) => write!(f, "{and} below {maximum}"),
        Bound::Unbounded => Ok(()),
    }
}

/// Writes the bounds of a length, if there are any.
fn write_length(
    f: &mut fmt::Formatter<'_>,
    minimum: usize,
    maximum: usize,
    one: &str,
    many: &str,
) -> fmt::Result {
    let unit = |count: usize| if count == 1 { one } else { many };
    match (minimum, maximum) {
        (0, usize::MAX) => Ok(()),
        (minimum, usize::MAX) => write!(f, " of at least {minimum} {}", unit(minimum)),
        (0, maximum) => write!(f, " of at most {maximum} {}", unit(maximum)),
        (minimum, maximum) if minimum == maximum => write!(f, " of {minimum} {}", unit(minimum)),
        (minimum, maximum) => write!(f, " of {minimum} to {maximum} {}", unit(maximum)),
    }
}
