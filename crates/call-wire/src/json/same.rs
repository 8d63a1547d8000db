//! Equality of JSON texts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::ReadError;
use super::kind::Kind;
use super::reader::Reader;

/// Returns `true` if two JSON texts are equal, except for white space, escapes and the order of members.
///
/// If a name is repeated, the last member counts. Numbers are equal if their texts are equal.
pub(super) fn texts(one: &str, other: &str) -> bool {
    one == other || matches!((parse(one), parse(other)), (Ok(one), Ok(other)) if one == other)
}

/// A JSON value that borrows from its text.
#[derive(PartialEq)]
enum Parsed<'t> {
    Null,
    Boolean(bool),
    Number(&'t str),
    String(Cow<'t, str>),
    Array(Vec<Parsed<'t>>),
    Object(BTreeMap<Cow<'t, str>, Parsed<'t>>),
}

fn parse(text: &str) -> Result<Parsed<'_>, ReadError> {
    parse_value(&mut Reader::new(text))
}

fn parse_value<'t>(input: &mut Reader<'t>) -> Result<Parsed<'t>, ReadError> {
    Ok(match input.kind()? {
        Kind::Null => input.null().map(|_| Parsed::Null)?,
        Kind::Boolean => Parsed::Boolean(input.boolean("a boolean")?),
        Kind::Number => Parsed::Number(input.number("a number")?),
        Kind::String => Parsed::String(input.string("a string")?),
        Kind::Array => {
            let mut items = Vec::new();
            input.array("an array")?;
            while input.item()? {
                items.push(parse_value(input)?);
            }
            Parsed::Array(items)
        }
        Kind::Object => {
            let mut members = BTreeMap::new();
            input.object("an object")?;
            while let Some(name) = input.name()? {
                members.insert(name, parse_value(input)?);
            }
            Parsed::Object(members)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn white_space_escapes_and_order_are_ignored() {
        for (one, other, same) in [
            ("{\"a\": 1, \"b\": [1.50]}", "{\"b\":[1.50],\"\\u0061\":1}", true),
            ("{\"a\": 1, \"a\": 2}", "{\"a\": 2}", true),
            ("1.50", "1.5", false),
            ("[1]", "[1, 2]", false),
            ("[]", "{}", false),
            ("{\"a\": 1}", "{\"b\": 1}", false),
            ("{\"a\": {\"x\": null}, \"b\": true}", "{\"b\": true, \"a\": {\"x\": null}}", true),
            ("{\"a\": {\"x\": null}, \"b\": true}", "{\"b\": false, \"a\": {\"x\": null}}", false),
            ("\"\\u00e9\"", "\"é\"", true),
            ("null", "false", false),
        ] {
            assert_eq!(texts(one, other), same, "{one} {other}");
        }
    }
}
