//! Parses JSON in documentation, which is not always valid.
//!
//! Trailing commas and comments of a page's author are accepted here. The protocol crates do not accept them:
//! such a response of a service is an error.

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::Value;

use schema_codegen::diagnostic::{Diagnostic, Result};

/// A payload and its repairs.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// The payload.
    pub value: Value,
    /// The errors that were repaired; empty for valid JSON.
    pub notes: Vec<&'static str>,
}

/// A kind of error, and the option of the parser that accepts it.
type Leniency = (&'static str, fn(&mut ParseOptions));

/// The errors that are accepted, the most harmless first.
const LENIENCIES: &[Leniency] = &[
    ("trailing commas", |options| options.allow_trailing_commas = true),
    ("comments", |options| options.allow_comments = true),
];

/// Parses a payload with as few repairs as possible.
pub fn read(text: &str) -> Result<Repaired> {
    let strict = match serde_json::from_str(text) {
        Ok(value) => {
            return Ok(Repaired { value, notes: Vec::new() });
        }
        Err(error) => error,
    };
    if text.trim().is_empty() {
        return Err(Diagnostic::new("the payload is empty"));
    }
    for leniencies in [&LENIENCIES[..1], &LENIENCIES[1..], LENIENCIES] {
        let mut options = strict_options();
        leniencies.iter().for_each(|(_, allow)| allow(&mut options));
        // The parser returns null for an empty text.
        let value = parse_to_serde_value::<Value>(text, &options).unwrap_or_default();
        if !value.is_null() {
            return Ok(Repaired { value, notes: leniencies.iter().map(|(note, _)| *note).collect() });
        }
    }
    let reason = strict.to_string();
    let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
    Err(Diagnostic::new(format!("not valid JSON, even with trailing commas and comments: {reason}"))
        .at(format!("line {}, column {}", strict.line(), strict.column())))
}

fn strict_options() -> ParseOptions {
    ParseOptions {
        allow_comments: false,
        allow_loose_object_property_names: false,
        allow_trailing_commas: false,
        allow_missing_commas: false,
        allow_single_quoted_strings: false,
        allow_hexadecimal_numbers: false,
        allow_unary_plus_numbers: false,
        allow_bare_decimal_point_numbers: false,
        allow_non_finite_numbers: false,
        allow_extended_string_escapes: false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_trailing_commas_and_comments_are_repaired() {
        let notes = |text: &str| read(text).map(|repaired| repaired.notes);
        assert_eq!(notes("{\"a\": [1]}"), Ok(vec![]));
        assert_eq!(notes("{\"a\": [1,],}"), Ok(vec!["trailing commas"]));
        assert_eq!(notes("{\"a\": 1 // one\n}"), Ok(vec!["comments"]));
        assert_eq!(notes("{\"a\": 1, // one\n}"), Ok(vec!["trailing commas", "comments"]));
        assert_eq!(
            read("[1.50, 12345678901,]").map(|repaired| repaired.value),
            Ok(json!([1.5, 12_345_678_901_u64]))
        );
        for text in ["{\"a\": 1", "{a: 1}", "['a']", "[1 2]", ""] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
