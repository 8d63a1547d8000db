//! The prefixes that are declared at a place of a document, as a chain that places share.

use std::sync::Arc;

use super::name::{Namespace, ns};

/// The declarations in force, inner ones first. Clones share them.
#[derive(Clone, Default)]
pub(super) struct Scope(Option<Arc<Frame>>);

/// One declaration.
struct Frame {
    prefix: Box<str>,
    namespace: Namespace,
    /// The namespace as it came, where another one is meant.
    spelled: Option<Namespace>,
    outer: Scope,
}

/// What a prefix stands for.
pub(super) struct Bound<'a> {
    /// The namespace that is meant.
    pub namespace: &'a Namespace,
    /// The namespace as it came.
    pub spelled: &'a Namespace,
}

impl Scope {
    /// Adds a declaration. An empty prefix is that of the default namespace, and an empty namespace takes it back.
    pub fn bind(&mut self, prefix: &str, spelled: &str) {
        let namespace = Namespace::meant(spelled);
        let spelled = (namespace != *spelled).then(|| Namespace::spelled(spelled));
        let outer = std::mem::take(self);
        self.0 = Some(Arc::new(Frame { prefix: prefix.into(), namespace, spelled, outer }));
    }

    /// Takes the last declarations back.
    pub fn pop(&mut self, count: usize) {
        for _ in 0..count {
            self.0 = self.0.take().and_then(|frame| frame.outer.0.clone());
        }
    }

    /// What a prefix stands for, if it is declared.
    pub fn find(&self, prefix: &str) -> Option<Bound<'_>> {
        let frame = self.frames().find(|frame| *frame.prefix == *prefix)?;
        let spelled = frame.spelled.as_ref().unwrap_or(&frame.namespace);
        (!frame.namespace.is_empty()).then_some(Bound { namespace: &frame.namespace, spelled })
    }

    /// Whether one of the last declarations is for this prefix.
    pub fn declares(&self, prefix: &str, last: usize) -> bool {
        self.frames().take(last).any(|frame| *frame.prefix == *prefix)
    }

    /// Whether this is the same chain.
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

/// Whether a prefix has its meaning without a declaration.
pub(super) fn is_reserved(prefix: &str) -> bool {
    matches!(prefix, "xml" | "xmlns")
}

/// Why a declaration is none that XML allows.
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
