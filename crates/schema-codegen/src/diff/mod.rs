//! Compares two schemas: what changed, whom it breaks, and which semver step is required.
//!
//! The facts of two surfaces are compared (see [`crate::surface`]). *Readers* are users who receive values of
//! the types, *writers* are users who create values and call operations. A change breaks them if their code
//! no longer compiles or changes its meaning. The rules follow from the generated types: structs and enums
//! are `#[non_exhaustive]`, enums and unions are open, every member is an `Option`, and the members that the
//! schema requires are the arguments of `new`.
//!
//! | Fact | Added | Removed | Changed |
//! | --- | --- | --- | --- |
//! | type, enum, union, element | nobody, minor | both, major | both, major; the mark `any case` and the name of an event: nobody, minor |
//! | member that is optional | nobody, minor | both, major | its type: both, major |
//! | member that is required | writers, major: `new` takes another argument | both, major | required or not: writers, major |
//! | member, parameter or body that may be null | | | nobody, patch: null is kept in any case |
//! | value of an enum | nobody, minor | both, major | |
//! | arm of a union | nobody, minor | both, major | both, major |
//! | tag of a union | | | both, major |
//! | operation | nobody, minor | both, major | method or path: nobody, minor; request or response element: both, major |
//! | parameter or body | writers, major: the method takes another argument | writers, major | writers, major |
//! | parameter that the client supplies | nobody, patch | nobody, patch | |
//! | status of a response | nobody, minor; a success with a different body: readers, major | readers, major | readers, major |
//! | paging | nobody, minor | readers, major | nobody, patch |
//!
//! Nobody creates values of a type that is *only received*, and nobody receives values of a type that is *only
//! sent*, so only readers or only writers are counted, and the output says so. A required member that is added
//! to a type that is only received breaks nobody (minor); a member of such a type that becomes required or
//! optional breaks nobody either (patch). Only tests and servers call the `new` of such a type, and its
//! arguments are not counted. [`uses`] derives from the operations which types are sent and received.
//!
//! A name whose letters differ in case alone is reported as renamed: readers and writers, major. The facts of
//! a type or operation that was added or removed are counted with it and not listed. Two facts are not in the
//! surface, and the worse case is assumed: whether the service sets a required member (then `new` does not
//! take it), and whether a removed status had a type of its own.

pub mod fact;
pub mod member;
pub mod print;
mod rules;
pub mod uses;

use std::collections::{BTreeMap, BTreeSet};

use fact::Facts;
use rules::Rules;
use uses::Use;

use crate::codegen;
use crate::diagnostic::Diagnostic;
use crate::surface::Surface;

/// Whom a difference breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// Nobody.
    Nobody,
    /// Users who receive values.
    Readers,
    /// Users who create values or call operations.
    Writers,
    /// Readers and writers.
    Both,
}

/// The required semver step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// There is no difference.
    #[default]
    None,
    /// The third number of the version.
    Patch,
    /// The second number of the version.
    Minor,
    /// The first number of the version (before 1.0, the second).
    Major,
}

/// What happened to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Added,
    /// It was removed.
    Removed,
    /// Its value changed.
    Changed,
    /// Its key changed in the case of its letters.
    Renamed,
}

/// A difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What happened.
    pub change: Change,
    /// The key of the fact; the old key if it was renamed.
    pub key: String,
    /// The new key if it was renamed.
    pub renamed: Option<String>,
    /// The old value.
    pub old: Option<String>,
    /// The new value.
    pub new: Option<String>,
    /// The number of facts that were added or removed with it.
    pub with: usize,
    /// Whom it breaks.
    pub breaks: Breaks,
    /// The required step.
    pub step: Step,
    /// The use of the definition, if it excludes users whom the difference would break otherwise.
    pub only: Option<Use>,
}

/// The differences of one API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApiReport {
    /// The name of the API.
    pub api: String,
    /// The differences, worst first.
    pub differences: Vec<Difference>,
    /// The number of facts before and after.
    pub facts: (usize, usize),
    /// The rows of the configuration that match something in the old schema, and nothing in the new one.
    pub unmatched: Vec<Diagnostic>,
    /// Notes about the comparison.
    pub notes: Vec<String>,
}

/// The differences of all compared APIs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What was compared.
    pub sides: (String, String),
    /// The reports, one for each API.
    pub apis: Vec<ApiReport>,
}

impl Step {
    /// Returns the exit code of `schema diff`. The exit code 1 is reserved for errors.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Patch | Self::Minor => 2,
            Self::Major => 3,
        }
    }
}

impl ApiReport {
    /// Compares the facts of two schemas.
    #[must_use]
    pub fn of(api: &str, old: &codegen::Facts, new: &codegen::Facts, notes: Vec<String>) -> Self {
        let unmatched = new.unmatched.iter().filter(|row| !old.unmatched.contains(row));
        Self {
            api: api.to_owned(),
            differences: compare(&old.surface, &new.surface),
            facts: (old.surface.len(), new.surface.len()),
            unmatched: unmatched.cloned().collect(),
            notes,
        }
    }

    /// Returns the greatest step that a difference requires.
    #[must_use]
    pub fn step(&self) -> Step {
        self.differences.iter().map(|one| one.step).max().unwrap_or_default()
    }

    /// Returns the number of differences of a kind.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.differences.iter().filter(|one| one.change == change).count()
    }
}

impl Report {
    /// Returns the greatest step that an API requires.
    #[must_use]
    pub fn step(&self) -> Step {
        self.apis.iter().map(ApiReport::step).max().unwrap_or_default()
    }
}

/// Returns the differences of two surfaces, the ones with the greatest step first.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Vec<Difference> {
    let (old, new) = (Facts::new(old), Facts::new(new));
    let renamed = renamed(&old, &new);
    let new_names: BTreeSet<&str> = renamed.values().copied().collect();
    let rules = Rules { old: &old, new: &new, uses: uses::of(&old) };
    let mut differences = Vec::new();
    for (key, was) in old.surface {
        match (new.surface.get(key), renamed.get(key.as_str())) {
            (Some(is), _) if is == was => {}
            (Some(is), _) => differences.push(rules.changed(key, was, is)),
            (None, Some(name)) => differences.push(rules.renamed(key, name, was, &new.surface[*name])),
            (None, None) if old.has_lost_owner(key, &new) => {}
            (None, None) => differences.push(rules.removed(key, was)),
        }
    }
    for (key, is) in new.surface {
        let known = old.surface.contains_key(key) || new_names.contains(key.as_str());
        if !known && !new.has_lost_owner(key, &old) {
            differences.push(rules.added(key, is));
        }
    }
    differences.sort_by(|a, b| (b.step, a.change, &a.key).cmp(&(a.step, b.change, &b.key)));
    differences
}

/// Returns the removed keys for which there is a new key that differs in case alone.
fn renamed<'s>(old: &Facts<'s>, new: &Facts<'s>) -> BTreeMap<&'s str, &'s str> {
    let folded = |key: &&'s String| key.to_lowercase();
    let mut came: BTreeMap<String, &str> = BTreeMap::new();
    for key in new.surface.keys().filter(|key| !old.surface.contains_key(*key)) {
        came.entry(folded(&key)).or_insert(key);
    }
    let gone = old.surface.keys().filter(|key| !new.surface.contains_key(*key));
    // Two old keys cannot both have become the same new key.
    gone.filter_map(|key| Some((key.as_str(), came.remove(&folded(&key))?))).collect()
}
