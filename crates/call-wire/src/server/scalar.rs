//! Checks of scalars: strings, and the text of numbers.

use std::ops::RangeBounds;
use std::str::FromStr;

use super::rules::{EnumRules, ValueRules};
use super::violation::Problem;
use crate::{DateTime, Duration, Uuid};

/// Compares the content of a string with its rules.
pub(super) fn check_string(text: &str, rules: &ValueRules) -> Result<(), Problem> {
    match rules {
        ValueRules::Any | ValueRules::Text { minimum: 0, maximum: usize::MAX } => Ok(()),
        ValueRules::Text { minimum, maximum } => {
            ensure((*minimum..=*maximum).contains(&text.chars().count()), Problem::WrongLength)
        }
        ValueRules::Enum(rules) => ensure(has(rules, text), Problem::NotOneOf),
        ValueRules::Flags(rules) => {
            let mut names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
            ensure(names.all(|name| has(rules, name)), Problem::NotOneOf)
        }
        ValueRules::DateTime => ensure(DateTime::from_str(text).is_ok(), Problem::Malformed),
        ValueRules::Duration => ensure(Duration::from_str(text).is_ok(), Problem::Malformed),
        ValueRules::Uuid => ensure(Uuid::from_str(text).is_ok(), Problem::Malformed),
        _ => Err(Problem::WrongType),
    }
}

fn ensure(is_valid: bool, problem: Problem) -> Result<(), Problem> {
    if is_valid { Ok(()) } else { Err(problem) }
}

fn has(rules: &EnumRules, text: &str) -> bool {
    rules
        .values
        .iter()
        .any(|value| if rules.ignores_case { value.eq_ignore_ascii_case(text) } else { *value == text })
}

/// Compares a number with its rules. `text` is in the syntax of JSON.
pub(super) fn check_number(text: &str, rules: &ValueRules) -> Result<(), Problem> {
    let is_in_range = match rules {
        ValueRules::Any => true,
        // Only an integer of more than 64 bits cannot be parsed.
        ValueRules::Integer { minimum, maximum } if is_integer(text) => {
            text.parse().is_ok_and(|value: i64| (*minimum..=*maximum).contains(&value))
        }
        ValueRules::Number { minimum, maximum } => {
            text.parse().is_ok_and(|value: f64| (*minimum, *maximum).contains(&value))
        }
        _ => return Err(Problem::WrongType),
    };
    ensure(is_in_range, Problem::OutOfRange)
}

/// Compares the text of an XML element or attribute with its rules. White space around a value that is not a string is
/// ignored, and separates the items of a list.
pub(super) fn check_xml(text: &str, rules: &ValueRules) -> Result<(), Problem> {
    match rules {
        ValueRules::Text { .. } => check_string(text, rules),
        ValueRules::Boolean if matches!(text.trim(), "1" | "0") => Ok(()),
        ValueRules::Integer { .. } => {
            let unsigned = text.trim().strip_prefix('+').filter(|digits| !digits.starts_with('-'));
            check_parameter(unsigned.unwrap_or(text.trim()), rules)
        }
        ValueRules::Array { items, .. } => {
            text.split_whitespace().try_for_each(|item| check_xml(item, items))
        }
        _ => check_parameter(text.trim(), rules),
    }
}

/// Compares the text of a parameter with its rules. Items of a list are separated by commas.
pub(super) fn check_parameter(text: &str, rules: &ValueRules) -> Result<(), Problem> {
    match rules {
        ValueRules::Boolean if matches!(text, "true" | "false") => Ok(()),
        ValueRules::Integer { .. } if is_integer(text) => check_number(text, rules),
        ValueRules::Number { .. } if text.parse::<f64>().is_ok_and(f64::is_finite) => {
            check_number(text, rules)
        }
        ValueRules::Array { items, .. } => text.split(',').try_for_each(|item| check_parameter(item, items)),
        _ => check_string(text, rules),
    }
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}
