//! The output of the generator for one API, before it is written.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;

/// The generated files of a crate, and a report about them.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The text of every file, by its path below `src/generated`.
    pub files: BTreeMap<String, String>,
    /// The public facts, sorted: see [`crate::surface`].
    pub surface: BTreeMap<String, String>,
    /// The number of emitted types.
    pub types: usize,
    /// The number of emitted operations.
    pub operations: usize,
    /// The definitions that were not emitted.
    pub skipped: Vec<Skipped>,
    /// Notes for the maintainer, such as renamed types.
    pub notes: Vec<String>,
    /// The rows of the configuration that match nothing in the schema.
    pub unmatched: Vec<Diagnostic>,
}

/// A definition that was not emitted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its name in the schema.
    pub name: String,
    /// Why it was not emitted.
    pub reason: String,
    /// Whether the generator does not support it. Otherwise, it is not part of what is generated.
    pub unsupported: bool,
}

impl Skipped {
    /// Creates an entry for the definition `name`.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), reason: reason.into(), unsupported: false }
    }

    /// Creates an entry for what the generator does not support.
    pub fn unsupported(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { unsupported: true, ..Self::new(name, reason) }
    }
}
