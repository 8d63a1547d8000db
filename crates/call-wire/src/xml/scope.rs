//! The prefixes that are declared at a place in a document.

use std::sync::Arc;

use super::name::{Namespace, ns};

/// A chain of declarations, the innermost first. Clones share it.
#[derive(Clone, Default)]
pub(super) struct Scope(Option<Arc<Frame>>);

/// One declaration.
struct Frame {
    prefix: Box<str>,
    namespace: Namespace,
    /// The original text of the namespace, if it differs.
    original: Option<Box<str>>,
    outer: Scope,
}

/// The namespace of a prefix. An empty namespace removes the default namespace.
pub(super) struct Bound<'a> {
    /// The namespace.
    pub namespace: &'a Namespace,
    /// The original text of the namespace.
    pub original: &'a str,
}

impl Scope {
    /// Adds a declaration.
    pub fn with(self, prefix: &str, namespace: Namespace, original: &str) -> Self {
        let original = (namespace != *original).then(|| original.into());
        Self(Some(Arc::new(Frame { prefix: prefix.into(), namespace, original, outer: self })))
    }

    /// Returns the namespace of a prefix, if it is declared.
    pub fn find(&self, prefix: &str) -> Option<Bound<'_>> {
        let frame = self.frames().find(|frame| *frame.prefix == *prefix)?;
        let original = frame.original.as_deref().unwrap_or(&frame.namespace);
        Some(Bound { namespace: &frame.namespace, original })
    }

    /// Returns `true` if both are the same chain.
    pub fn is(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    fn frames(&self) -> impl Iterator<Item = &Frame> {
        std::iter::successors(self.0.as_deref(), |frame| frame.outer.0.as_deref())
    }
}

/// Returns `true` if a prefix needs no declaration.
pub(super) fn is_reserved(prefix: &str) -> bool {
    matches!(prefix, "xml" | "xmlns")
}

/// Returns the reason if XML does not allow a declaration.
pub(super) fn refusal(prefix: &str, namespace: &str) -> Option<&'static str> {
    const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
    match prefix {
        "xmlns" => Some("a declaration of the prefix xmlns"),
        "xml" => (namespace != ns::XML).then_some("another namespace for the prefix xml"),
        _ if matches!(namespace, ns::XML | XMLNS) => Some("another prefix for a namespace of XML itself"),
        "" => None,
        _ => namespace.is_empty().then_some("a prefix without a namespace"),
    }
}
