//! The XML namespaces of a module: a constant for each, and its prefix.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;

/// The namespace of `xml:lang`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The name of the constant that lists the prefixes.
pub const PREFIXES: &str = "PREFIXES";

/// The names in the namespaces of the XML standards, which `call_wire::xml::ns` has, and the list of the
/// prefixes.
const RESERVED: [&str; 6] = [PREFIXES, "NONE", "SOAP", "XML", "XSD", "XSI"];

/// The prefixes of the XML standards, which the writer declares itself.
const RESERVED_PREFIXES: [&str; 5] = ["soap", "xml", "xmlns", "xsd", "xsi"];

/// The XML namespaces of a module, by URI.
#[derive(Clone, Debug, Default)]
pub struct Namespaces(BTreeMap<String, Namespace>);

/// An XML namespace.
#[derive(Clone, Debug)]
pub struct Namespace {
    /// The name of its constant.
    pub constant: String,
    /// The prefix that the schema declares for it.
    pub prefix: Option<String>,
}

impl Namespaces {
    /// Names the constants of namespaces. Where two would have the same name or prefix, the first URI gets
    /// it.
    pub fn new(uris: &BTreeSet<&str>, prefixes: &BTreeMap<String, String>) -> Self {
        let mut constants = BTreeSet::from(RESERVED.map(str::to_owned));
        let mut taken = BTreeSet::from(RESERVED_PREFIXES);
        let namespaces = uris.iter().map(|uri| {
            let name = constant(uri);
            let numbered = (2..).map(|number| format!("{name}_{number}"));
            let mut names = std::iter::once(name.clone()).chain(numbered);
            let constant = names.find(|name| constants.insert(name.clone())).unwrap_or(name);
            let prefix = prefixes.get(*uri).filter(|prefix| taken.insert(prefix.as_str())).cloned();
            ((*uri).to_owned(), Namespace { constant, prefix })
        });
        Self(namespaces.collect())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a namespace has a prefix.
    pub fn have_prefixes(&self) -> bool {
        self.0.values().any(|namespace| namespace.prefix.is_some())
    }

    /// Returns the name of a namespace's constant.
    pub fn constant(&self, uri: &str) -> Option<&str> {
        self.0.get(uri).map(|namespace| namespace.constant.as_str())
    }

    /// Returns the namespaces by URI.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Namespace)> {
        self.0.iter().map(|(uri, namespace)| (uri.as_str(), namespace))
    }
}

/// The name of a constant: the last part of the URI that is a word.
fn constant(uri: &str) -> String {
    let parts = uri.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let mut words = parts.filter(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    words.next().map_or_else(|| "NAMESPACE".to_owned(), |word| word.to_shouty_snake_case())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_namespace_has_a_constant_and_at_most_one_prefix() {
        let uris =
            ["http://a.example/2006/types", "http://b.example/types/", "urn:soap", "urn:x:1.0", "urn:1"];
        let prefixes = [(uris[0], "t"), (uris[1], "t"), (uris[2], "soap"), (uris[3], "x")];
        let prefixes = prefixes.map(|(uri, prefix)| (uri.to_owned(), prefix.to_owned())).into();
        let namespaces = Namespaces::new(&uris.into(), &prefixes);
        let named: Vec<_> =
            namespaces.iter().map(|(_, one)| (one.constant.as_str(), one.prefix.as_deref())).collect();
        assert_eq!(
            named,
            [("TYPES", Some("t")), ("TYPES_2", None), ("URN", None), ("SOAP_2", None), ("X", Some("x")),]
        );
    }
}
