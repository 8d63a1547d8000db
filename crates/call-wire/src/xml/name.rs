//! Qualified names and the namespaces of the protocol, so that `http` and `https` spellings meet in one place.

use std::{borrow::Cow, fmt};

/// The namespaces that the protocol uses.
pub mod ns {
    /// The SOAP 1.1 envelope, written with the prefix `soap`.
    pub const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
    /// Requests and responses of Exchange, written with the prefix `m`.
    pub const MESSAGES: &str = "http://schemas.microsoft.com/exchange/services/2006/messages";
    /// Types of Exchange, written with the prefix `t`.
    pub const TYPES: &str = "http://schemas.microsoft.com/exchange/services/2006/types";
    /// Errors of Exchange, written with the prefix `e`.
    pub const ERRORS: &str = "http://schemas.microsoft.com/exchange/services/2006/errors";
    /// `xsi:nil` and `xsi:type`.
    pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
    /// The types of XML Schema itself, for `QName` values such as `xsd:string`.
    pub const XSD: &str = "http://www.w3.org/2001/XMLSchema";
    /// `xml:lang`; its prefix needs no declaration.
    pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
    /// No namespace at all.
    pub const NONE: &str = "";
}

/// The prefixes under which the known namespaces are written, in the order of their declarations.
pub(super) const PREFIXES: [(&str, &str); 6] = [
    ("soap", ns::SOAP),
    ("m", ns::MESSAGES),
    ("t", ns::TYPES),
    ("e", ns::ERRORS),
    ("xsi", ns::XSI),
    ("xsd", ns::XSD),
];

/// A namespace and a local name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Name {
    /// The namespace, empty when there is none.
    pub namespace: Cow<'static, str>,
    /// The name without its prefix.
    pub local: Cow<'static, str>,
}

impl Name {
    /// A name in a namespace; [`ns::NONE`] for a name in no namespace.
    pub fn new(namespace: impl Into<Cow<'static, str>>, local: impl Into<Cow<'static, str>>) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }

    /// Whether this is the name in that namespace.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && self.namespace == namespace
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.namespace.is_empty() {
            write!(f, "{{{}}}", self.namespace)?;
        }
        f.write_str(&self.local)
    }
}

/// The namespace that a document means: `https` spellings, which the documentation had for years, are read
/// as the `http` ones.
pub(super) fn normalize(namespace: &str) -> Cow<'static, str> {
    let twin = namespace.strip_prefix("https://").filter(|rest| {
        ["schemas.microsoft.com/", "schemas.xmlsoap.org/", "www.w3.org/"]
            .iter()
            .any(|host| rest.starts_with(host))
    });
    let known = |(_, known): &&(&str, &'static str)| match twin {
        Some(rest) => known.strip_prefix("http://") == Some(rest),
        None => *known == namespace,
    };
    match (PREFIXES.iter().find(known), twin) {
        (Some((_, known)), _) => Cow::Borrowed(known),
        (None, Some(rest)) => Cow::Owned(format!("http://{rest}")),
        (None, None) => Cow::Owned(namespace.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_is_read_as_http_where_the_protocol_means_it() {
        let https = "https://schemas.microsoft.com/exchange/services/2006/messages";
        assert!(matches!(normalize(https), Cow::Borrowed(ns::MESSAGES)));
        assert_eq!(normalize("https://schemas.microsoft.com/other"), "http://schemas.microsoft.com/other");
        assert_eq!(normalize("https://schemas.xmlsoap.org/soap/envelope/"), ns::SOAP);
        assert_eq!(normalize("https://example.org/"), "https://example.org/");
    }
}
