//! Qualified names, and the namespaces of the XML standards.

use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// The namespaces of the XML standards.
pub mod ns {
    /// The SOAP 1.1 envelope, written with the prefix `soap`.
    pub const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
    /// `xsi:nil` and `xsi:type`.
    pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
    /// The types of XML Schema itself, for `QName` values such as `xsd:string`.
    pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";
    /// `xml:lang`; its prefix needs no declaration.
    pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
    /// No namespace.
    pub const NONE: &str = "";
}

/// The namespaces of the XML standards, with their prefixes in written documents.
pub(super) const STANDARD: [(&str, &str); 3] = [("soap", ns::SOAP), ("xsi", ns::XSI), ("xsd", ns::XSD)];

/// The prefix of a type in `xsi:type` if its namespace has no prefix.
pub(super) const TYPE_PREFIX: &str = "q";

/// A namespace. Clones share the text.
#[derive(Clone)]
pub struct Namespace(Text);

#[derive(Clone)]
enum Text {
    Known(&'static str),
    Shared(Arc<str>),
}

impl Namespace {
    /// Returns the namespace for the text of a document. Some `https` spellings, which documentation contained for years,
    /// are read as the `http` ones.
    pub(super) fn normalized(original: &str) -> Self {
        const HOSTS: [&str; 3] = ["schemas.microsoft.com/", "schemas.xmlsoap.org/", "www.w3.org/"];
        let rest = original.strip_prefix("https://");
        let rest = rest.filter(|rest| HOSTS.iter().any(|host| rest.starts_with(host)));
        let text = rest.map_or(Cow::Borrowed(original), |rest| Cow::Owned(format!("http://{rest}")));
        let known = STANDARD.iter().map(|(_, known)| *known).find(|known| *known == text);
        known.map_or_else(|| Self::exact(&text), Self::from)
    }

    /// Returns the namespace with exactly this text.
    pub(super) fn exact(text: &str) -> Self {
        Self(Text::Shared(text.into()))
    }
}

impl Deref for Namespace {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Text::Known(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl Default for Namespace {
    fn default() -> Self {
        Self::from(ns::NONE)
    }
}

impl From<&'static str> for Namespace {
    fn from(text: &'static str) -> Self {
        Self(Text::Known(text))
    }
}

impl From<String> for Namespace {
    fn from(text: String) -> Self {
        Self(Text::Shared(text.into()))
    }
}

impl PartialEq for Namespace {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Namespace {}

impl PartialEq<str> for Namespace {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Namespace {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Hash for Namespace {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Namespace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

/// A namespace and a local name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The namespace; empty if there is none.
    pub namespace: Namespace,
    /// The name without its prefix.
    pub local: Cow<'static, str>,
}

impl Name {
    /// Creates a name. The namespace of a name in no namespace is [`ns::NONE`].
    pub fn new(namespace: impl Into<Namespace>, local: impl Into<Cow<'static, str>>) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }

    /// Returns `true` if this is the local name in the namespace.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.borrow().is(namespace, local)
    }

    /// Borrows the name.
    #[must_use]
    pub fn borrow(&self) -> NameRef<'_> {
        NameRef { namespace: &self.namespace, local: &self.local }
    }
}

impl From<NameRef<'static>> for Name {
    fn from(name: NameRef<'static>) -> Self {
        Self::new(name.namespace, name.local)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.borrow().fmt(f)
    }
}

/// A borrowed [`Name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRef<'a> {
    /// The namespace; empty if there is none.
    pub namespace: &'a str,
    /// The name without its prefix.
    pub local: &'a str,
}

impl NameRef<'_> {
    /// Returns `true` if this is the local name in the namespace.
    #[must_use]
    pub fn is(self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }
}

impl fmt::Display for NameRef<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_empty() {
            write!(f, "{{{}}}", self.namespace)?;
        }
        f.write_str(self.local)
    }
}

/// Splits a name into its prefix, which may be empty, and its local name. Returns `None` if the name is invalid.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    let (prefix, local) = match name.bytes().position(|byte| byte == b':') {
        Some(colon) => (&name[..colon], &name[colon + 1..]),
        None => ("", name),
    };
    let has_prefix = prefix.len() + local.len() < name.len();
    (is_plain(local) && (!has_prefix || is_plain(prefix))).then_some((prefix, local))
}

/// Returns `true` if the text is a valid name without a colon.
pub(super) fn is_plain(name: &str) -> bool {
    let bytes = name.as_bytes();
    if bytes.first().is_some_and(u8::is_ascii) && bytes.iter().all(|byte| IN_NAMES[usize::from(*byte)]) {
        return !matches!(bytes[0], b'-' | b'.' | b'0'..=b'9');
    }
    let mut characters = name.chars();
    characters.next().is_some_and(starts_name) && characters.all(continues_name)
}

/// Whether a byte is an ASCII character that is allowed in names.
static IN_NAMES: [bool; 256] = {
    let mut found = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        found[byte as usize] = plain;
        byte += 1;
    }
    found
};

/// `NameStartChar` of XML, without the colon.
fn starts_name(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '_' => true,
        '\0'..='\u{7F}' => false,
        _ => matches!(
            c,
            '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
                | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
                | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
                | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}'
        ),
    }
}

/// `NameChar` of XML, without the colon.
fn continues_name(c: char) -> bool {
    let more =
        matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}');
    more || starts_name(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_read_as_http_for_known_hosts() {
        let soap = Namespace::normalized("https://schemas.xmlsoap.org/soap/envelope/");
        assert!(matches!(soap.0, Text::Known(ns::SOAP)));
        let other = Namespace::normalized("https://schemas.microsoft.com/other");
        assert_eq!(other, "http://schemas.microsoft.com/other");
        assert_eq!(Namespace::normalized("https://example.org/"), "https://example.org/");
    }

    #[test]
    fn names_follow_the_xml_standard() {
        assert_eq!(split("a"), Some(("", "a")));
        assert_eq!(split("a:b-1.\u{E9}"), Some(("a", "b-1.\u{E9}")));
        for wrong in ["", ":", "a:", ":a", "a:b:c", "1a", "-a", "a b", "a\"", "a\u{D7}"] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }
}
