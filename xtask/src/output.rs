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
    /// The schema's name of it.
    pub name: String,
    /// Why.
    pub reason: String,
}
