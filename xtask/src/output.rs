//! What a run of the generator makes for one API, before anything is written.

use std::collections::BTreeMap;

/// The files of one API's crate, and what is told about them.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The text of every file, by its path below `src/generated`.
    pub files: BTreeMap<String, String>,
    /// The public facts, sorted: see [`crate::surface`].
    pub surface: BTreeMap<String, String>,
    /// How many types were emitted.
    pub types: usize,
    /// How many operations were emitted.
    pub operations: usize,
    /// What was not emitted.
    pub skipped: Vec<Skipped>,
    /// What a maintainer should know: renamed types, repaired diagnostics.
    pub notes: Vec<String>,
}

/// A definition that was not emitted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Its name in the schema.
    pub name: String,
    /// Why it was not emitted.
    pub reason: String,
}

impl Skipped {
    /// Creates an entry for the definition `name`.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), reason: reason.into() }
    }
}
