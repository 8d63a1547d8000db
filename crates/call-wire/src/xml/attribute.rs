//! Attributes, and reading them from a start tag.

use std::borrow::Cow;
use std::fmt;

use quick_xml::XmlVersion;
use quick_xml::events::attributes::Attributes;
use quick_xml::name::QName;

use super::error::{DecodeError, syntax};
use super::name::Name;
use super::source;
use crate::redact::Text;

type Result<T> = std::result::Result<T, DecodeError>;

/// An attribute.
#[derive(Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The name.
    pub name: Name,
    /// The value, with its entities resolved.
    pub value: String,
}

impl fmt::Debug for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut output = f.debug_struct("Attribute");
        output.field("name", &self.name).field("value", &Text(&self.value)).finish()
    }
}

pub(super) fn skip_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// The name and the value of the attribute at the start of a text, and what follows them.
pub(super) fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let is_end = |byte| matches!(byte, b'=' | b' ' | b'\t' | b'\n' | b'\r');
    let end = text.bytes().position(is_end).filter(|end| *end > 0)?;
    let (name, rest) = text.split_at(end);
    let value = skip_space(skip_space(rest).strip_prefix('=')?);
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, rest) = value[1..].split_once(quote)?;
    Some((name, value, rest))
}

/// What is wrong with the attributes of a start tag.
pub(super) fn misspelled(tag: &str, offset: usize) -> DecodeError {
    let name = tag.find([' ', '\t', '\n', '\r']).unwrap_or(tag.len());
    let error = Attributes::new(tag, name).with_checks(false).find_map(std::result::Result::err);
    let found = error.map_or_else(|| String::from("an attribute without a name"), |error| error.to_string());
    syntax(offset, "well-formed attributes", found)
}

/// The value of an attribute, with its white space and references as XML means them.
pub(super) fn normalized(value: &str, offset: usize) -> Result<Cow<'_, str>> {
    let is_special = |byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'&');
    if !value.bytes().fold(false, |found, byte| found | is_special(byte)) {
        return Ok(Cow::Borrowed(value));
    }
    let attribute = quick_xml::events::attributes::Attribute { key: QName(""), value: Cow::Borrowed(value) };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    let value = value.map_err(|error| syntax(offset, "a well-formed attribute value", error))?;
    // What came without references was looked at with the whole document.
    if let Some((_, character)) = source::forbidden(&value) {
        return Err(source::not_allowed(character, offset));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The attributes of a tag, up to the first that is none.
    fn ours(tag: &str) -> Vec<Option<(&str, &str)>> {
        let mut rest = skip_space(&tag[1..]);
        let next = || {
            let found = (!rest.is_empty()).then(|| attribute(rest))?;
            rest = found.map_or("", |(.., after)| skip_space(after));
            Some(found.map(|(name, value, _)| (name, value)))
        };
        std::iter::from_fn(next).collect()
    }

    /// The same as quick-xml reads them. It takes an equals sign for the start of a name.
    fn theirs<'t>(tag: &'t str) -> Vec<Option<(&'t str, &'t str)>> {
        let read = |attribute: quick_xml::events::attributes::Attribute<'t>| match attribute.value {
            Cow::Borrowed(value) if !attribute.key.0.starts_with('=') => Some((attribute.key.0, value)),
            _ => None,
        };
        let mut attributes = Attributes::new(tag, 1);
        let attributes = attributes.with_checks(false);
        let mut found: Vec<_> = attributes.map(|attribute| attribute.ok().and_then(read)).collect();
        let end = found.iter().position(Option::is_none).map_or(found.len(), |at| at + 1);
        found.truncate(end);
        found
    }

    #[test]
    fn attributes_are_those_of_quick_xml() {
        const PARTS: [&str; 11] =
            ["a", "\u{E9}", "='b'", "=\"c\"", "=", " ", "\n", "'", "\"", "d='>'", "e = \"&\""];
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..20_000 {
            let parts = (0..random.usize(..8)).map(|_| PARTS[random.usize(..PARTS.len())]);
            let tag = format!("x {}", parts.collect::<String>());
            assert_eq!(ours(&tag), theirs(&tag), "{tag:?}");
        }
    }
}
