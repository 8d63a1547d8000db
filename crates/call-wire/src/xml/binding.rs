//! Bindings of prefixes to namespaces.

use std::borrow::Cow;

use super::name::Namespace;

/// A prefix and its namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The prefix.
    pub prefix: Cow<'static, str>,
    /// The namespace.
    pub namespace: Namespace,
}

/// Returns the prefix of a text that may be a qualified name.
pub(super) fn prefix_of(text: &str) -> Option<&str> {
    let (prefix, local) = text.trim().split_once(':')?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let names = !prefix.is_empty() && !local.is_empty() && prefix.chars().chain(local.chars()).all(plain);
    names.then_some(prefix)
}
