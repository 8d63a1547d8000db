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

/// Splits the first attribute off the text. Returns its name, its value, and the rest of the text.
pub(super) fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let is_end = |byte| matches!(byte, b'=' | b' ' | b'\t' | b'\n' | b'\r');
    let end = text.bytes().position(is_end).filter(|end| *end > 0)?;
    let (name, rest) = text.split_at(end);
    let value = skip_space(skip_space(rest).strip_prefix('=')?);
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (value, rest) = value[1..].split_once(quote)?;
    Some((name, value, rest))
}

/// Returns the error for the malformed attributes of a start tag.
pub(super) fn malformed(tag: &str, offset: usize) -> DecodeError {
    let name = tag.find([' ', '\t', '\n', '\r']).unwrap_or(tag.len());
    let error = Attributes::new(tag, name).with_checks(false).find_map(std::result::Result::err);
    let found = error.map_or_else(|| String::from("an attribute without a name"), |error| error.to_string());
    syntax(offset, "well-formed attributes", found)
}

/// Normalizes the white space in the value of an attribute, and resolves its references.
pub(super) fn normalized(value: &str, offset: usize) -> Result<Cow<'_, str>> {
    let is_special = |byte| matches!(byte, b'\t' | b'\n' | b'\r' | b'&');
    if !value.bytes().fold(false, |found, byte| found | is_special(byte)) {
        return Ok(Cow::Borrowed(value));
    }
    let attribute = quick_xml::events::attributes::Attribute { key: QName(""), value: Cow::Borrowed(value) };
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    let value = value.map_err(|error| syntax(offset, "a well-formed attribute value", error))?;
    // Characters without references were checked with the whole document.
    if let Some((_, character)) = source::forbidden(&value) {
        return Err(source::not_allowed(character, offset));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the attributes of a tag, with `None` for a malformed one.
    fn read(tag: &str) -> Vec<Option<(&str, &str)>> {
        let mut rest = skip_space(&tag[1..]);
        let next = || {
            let found = (!rest.is_empty()).then(|| attribute(rest))?;
            rest = found.map_or("", |(.., after)| skip_space(after));
            Some(found.map(|(name, value, _)| (name, value)))
        };
        std::iter::from_fn(next).collect()
    }

    /// Like [`read`], but with quick-xml, which allows names that begin with an equals sign.
    fn read_by_quick_xml<'t>(tag: &'t str) -> Vec<Option<(&'t str, &'t str)>> {
        let part = |attribute: quick_xml::events::attributes::Attribute<'t>| match attribute.value {
            Cow::Borrowed(value) if !attribute.key.0.starts_with('=') => Some((attribute.key.0, value)),
            _ => None,
        };
        let mut attributes = Attributes::new(tag, 1);
        let attributes = attributes.with_checks(false);
        let mut found: Vec<_> = attributes.map(|attribute| attribute.ok().and_then(part)).collect();
        let end = found.iter().position(Option::is_none).map_or(found.len(), |at| at + 1);
        found.truncate(end);
        found
    }

    #[test]
    fn attributes_are_read_as_by_quick_xml() {
        const PARTS: [&str; 11] =
            ["a", "\u{E9}", "='b'", "=\"c\"", "=", " ", "\n", "'", "\"", "d='>'", "e = \"&\""];
        let mut random = fastrand::Rng::with_seed(1);
        for _ in 0..20_000 {
            let parts = (0..random.usize(..8)).map(|_| PARTS[random.usize(..PARTS.len())]);
            let tag = format!("x {}", parts.collect::<String>());
            assert_eq!(read(&tag), read_by_quick_xml(&tag), "{tag:?}");
        }
    }
}
