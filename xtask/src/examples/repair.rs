//! Reads JSON that documentation shows, which is not always JSON.
//!
//! What is repaired here is a slip of a page's author (a trailing comma, a comment). The protocol crates never
//! mend: a server that sends such text gets an error.

use jsonc_parser::{ParseOptions, parse_to_serde_value};
use serde_json::Value;

use crate::diagnostic::{Diagnostic, Result};

/// A payload, and what had to be repaired.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    /// The payload.
    pub value: Value,
    /// What is wrong with the text as it stands; empty for strict JSON.
    pub notes: Vec<&'static str>,
}

/// A slip, and how the parser is told to take it.
type Slip = (&'static str, fn(&mut ParseOptions));

/// What a page's author may get wrong, mildest first.
const SLIPS: &[Slip] = &[
    ("trailing commas", |options| options.allow_trailing_commas = true),
    ("comments", |options| options.allow_comments = true),
];

/// Reads a payload, mending as little as will do.
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
    for slips in [&SLIPS[..1], &SLIPS[1..], SLIPS] {
        let mut options = strict_options();
        slips.iter().for_each(|(_, allow)| allow(&mut options));
        // The parser takes an empty text for null.
        let value = parse_to_serde_value::<Value>(text, &options).unwrap_or_default();
        if !value.is_null() {
            return Ok(Repaired { value, notes: slips.iter().map(|(note, _)| *note).collect() });
        }
    }
    let reason = strict.to_string();
    let reason = reason.rsplit_once(" at line ").map_or(reason.as_str(), |(reason, _)| reason);
    Err(Diagnostic::new(format!("not JSON, and no trailing comma or comment: {reason}")).at(format!(
        "line {}, column {}",
        strict.line(),
        strict.column()
    )))
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
    fn only_slips_are_mended() {
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
