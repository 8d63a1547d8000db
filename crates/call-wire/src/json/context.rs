//! What travels along while a payload is decoded: the path of a failure, and what leniency found.

use std::{borrow::Cow, fmt};

use serde_json::Value;

/// One step of the way from the payload's root to a value.
#[derive(Clone, Debug)]
pub(super) enum Segment {
    Member(Cow<'static, str>),
    Item(usize),
}

/// The state of one decoding; types pass it on, and need not look into it.
#[derive(Debug, Default)]
pub struct Context {
    pub(super) lenient: bool,
    /// The way to the value that is being read; kept in lenient mode only, as a failure tells its own way.
    here: Vec<Segment>,
    /// The way to the value that failed, innermost step first.
    failed: Vec<Segment>,
    pub(super) issues: Vec<Issue>,
    spelling: Option<Value>,
}

/// One thing that [`decode_lenient`](super::decode_lenient) passed over.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Issue {
    /// Where: a JSON pointer.
    pub path: String,
    /// What was expected, and what came.
    pub message: String,
    /// The value as it came. It is kept in the object's `extra`, so that encoding writes it again.
    pub raw: Value,
}

impl Context {
    pub(super) fn lenient() -> Self {
        Self { lenient: true, ..Self::default() }
    }

    /// Leaves the original spelling of the value just read, where it is not the canonical one.
    pub fn spelled(&mut self, raw: impl Into<Value>) {
        self.spelling = Some(raw.into());
    }

    /// Takes the spelling that the value just read has left.
    #[inline]
    pub(super) fn take_spelling(&mut self) -> Option<Value> {
        self.spelling.take()
    }

    #[inline]
    pub(super) fn enter(&mut self, segment: Segment) {
        if self.lenient {
            self.here.push(segment);
        }
    }

    #[inline]
    pub(super) fn leave(&mut self) {
        if self.lenient {
            self.here.pop();
        }
    }

    /// Adds a step to the way of the failure that is passing by.
    pub(super) fn failed_in(&mut self, segment: Segment) {
        self.failed.push(segment);
    }

    /// Records the failure of the value at the present place, which leniency passes over.
    pub(super) fn record(&mut self, message: &impl fmt::Display, raw: Value) {
        let path = pointer(self.here.iter().chain(self.failed.iter().rev()));
        self.failed.clear();
        self.spelling = None;
        self.issues.push(Issue { path, message: message.to_string(), raw });
    }

    /// The JSON pointer of the failure; empty for the payload as a whole.
    #[doc(hidden)]
    #[must_use]
    pub fn failed_path(&self) -> String {
        pointer(self.failed.iter().rev())
    }
}

/// Writes a JSON pointer (RFC 6901).
fn pointer<'s>(segments: impl Iterator<Item = &'s Segment>) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        match segment {
            Segment::Member(name) => path.push_str(&name.replace('~', "~0").replace('/', "~1")),
            Segment::Item(index) => path.push_str(&index.to_string()),
        }
    }
    path
}
