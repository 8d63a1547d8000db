//! Whether two JSON texts mean the same.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::ReadError;
use super::kind::Kind;
use super::reader::Reader;

/// Whether two JSON texts mean the same: white space, escapes and the order of members do not count. Of members
/// with one name the last one counts. Numbers are equal if their texts are, so that no digit is passed over.
pub(super) fn texts(one: &str, other: &str) -> bool {
    one == other || matches!((whole(one), whole(other)), (Ok(one), Ok(other)) if one == other)
}

/// What a text means.
#[derive(PartialEq)]
enum Meaning<'t> {
    Null,
    Boolean(bool),
    Number(&'t str),
    String(Cow<'t, str>),
    Array(Vec<Meaning<'t>>),
    Object(BTreeMap<Cow<'t, str>, Meaning<'t>>),
}

fn whole(text: &str) -> Result<Meaning<'_>, ReadError> {
    meaning(&mut Reader::new(text))
}

fn meaning<'t>(input: &mut Reader<'t>) -> Result<Meaning<'t>, ReadError> {
    Ok(match input.kind()? {
        Kind::Null => input.null().map(|_| Meaning::Null)?,
        Kind::Boolean => Meaning::Boolean(input.boolean("a boolean")?),
        Kind::Number => Meaning::Number(input.number("a number")?),
        Kind::String => Meaning::String(input.string("a string")?),
        Kind::Array => {
            let mut items = Vec::new();
            input.array("an array")?;
            while input.item()? {
                items.push(meaning(input)?);
            }
            Meaning::Array(items)
        }
        Kind::Object => {
            let mut members = BTreeMap::new();
            input.object("an object")?;
            while let Some(name) = input.name()? {
                members.insert(name, meaning(input)?);
            }
            Meaning::Object(members)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::texts;

    #[test]
    fn what_counts_and_what_does_not() {
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
