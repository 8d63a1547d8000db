//! What changed between two schemas, whom it breaks, and which semver step follows.
//!
//! Compared are the facts of two surfaces (see [`crate::surface`]). *Readers* take values of the types apart,
//! *writers* make values and call operations; a change breaks them when their code no longer compiles or means
//! something else. The rules follow from what the generated types are: structs and enums are
//! `#[non_exhaustive]`, enums and unions are open, every member is an `Option`, and the members that the schema
//! requires are the arguments of `new`.
//!
//! | Fact | Added | Removed | Changed |
//! | --- | --- | --- | --- |
//! | type, enum, union, element | nobody, minor | both, major | both, major; the mark `any case` and what an event is called: nobody, minor |
//! | member that is optional | nobody, minor | both, major | its type: both, major |
//! | member that is required | writers, major: `new` gets an argument | both, major | required or not: writers, major |
//! | member, parameter or body that may be null | | | nobody, patch: null is kept in any case |
//! | value of an enum | nobody, minor | both, major | |
//! | arm of a union | nobody, minor | both, major | both, major |
//! | what a union goes by | | | both, major |
//! | operation | nobody, minor | both, major | method or path: nobody, minor; request or answer element: both, major |
//! | parameter or body | writers, major: the call gets an argument | writers, major | writers, major |
//! | parameter that the client supplies | nobody, patch | nobody, patch | |
//! | status of an answer | nobody, minor; a success with another body than those before: readers, major | readers, major | readers, major |
//! | paging | nobody, minor | readers, major | nobody, patch |
//!
//! A name that changed in the case of its letters alone is told as renamed: readers and writers, major. What
//! belongs to a type or operation that was added or removed as a whole is counted with it and not listed. Two
//! things the surface does not say are judged as the worse: whether the service makes a required member (then
//! `new` does not ask for it), and whether a removed status had a type of its own.

pub(crate) mod fact;
pub mod print;
mod rules;
pub mod source;

use std::collections::{BTreeMap, BTreeSet};

use fact::Facts;

use crate::diagnostic::Result;
use crate::progress::Progress;
use crate::surface::Surface;

/// Whom a difference breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// Nobody.
    Nobody,
    /// Who takes values apart.
    Readers,
    /// Who makes values or calls operations.
    Writers,
    /// Readers and writers.
    Both,
}

/// The semver step that follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// There is no difference.
    #[default]
    None,
    /// The third number.
    Patch,
    /// The second number.
    Minor,
    /// The first number (before 1.0, the second).
    Major,
}

/// What happened to a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// Its key differs in the case of its letters.
    Renamed,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What happened.
    pub change: Change,
    /// The fact; the old key, when it was renamed.
    pub key: String,
    /// The new key, when it was renamed.
    pub renamed: Option<String>,
    /// What the fact said.
    pub old: Option<String>,
    /// What it says now.
    pub new: Option<String>,
    /// How many facts came or went with it.
    pub with: usize,
    /// Whom it breaks.
    pub breaks: Breaks,
    /// Which step follows.
    pub step: Step,
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
    /// What the reader should know about the comparison.
    pub notes: Vec<String>,
}

/// The differences of all compared APIs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// What was compared.
    pub sides: (String, String),
    /// One for each API.
    pub apis: Vec<ApiReport>,
}

impl Step {
    /// The exit code of `schema diff`; 1 is kept for errors.
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
    /// The greatest step that a difference asks for.
    #[must_use]
    pub fn step(&self) -> Step {
        self.differences.iter().map(|one| one.step).max().unwrap_or_default()
    }

    /// How many differences of a kind there are.
    #[must_use]
    pub fn count(&self, change: Change) -> usize {
        self.differences.iter().filter(|one| one.change == change).count()
    }
}

impl Report {
    /// The greatest step that an API asks for.
    #[must_use]
    pub fn step(&self) -> Step {
        self.apis.iter().map(ApiReport::step).max().unwrap_or_default()
    }
}

/// Reads both sides and compares them.
pub fn report(sides: &source::Sides<'_>, progress: &Progress) -> Result<Report> {
    let pairs = source::read(sides, progress)?;
    let apis = pairs.into_iter().map(|pair| ApiReport {
        facts: (pair.old.len(), pair.new.len()),
        differences: compare(&pair.old, &pair.new),
        api: pair.api,
        notes: pair.notes,
    });
    Ok(Report { sides: (sides.old.to_owned(), sides.new.to_owned()), apis: apis.collect() })
}

/// The differences of two surfaces, those with the greatest step first.
#[must_use]
pub fn compare(old: &Surface, new: &Surface) -> Vec<Difference> {
    let (old, new) = (Facts::new(old), Facts::new(new));
    let renamed = renamed(&old, &new);
    let new_names: BTreeSet<&str> = renamed.values().copied().collect();
    let mut differences = Vec::new();
    for (key, was) in old.surface {
        match (new.surface.get(key), renamed.get(key.as_str())) {
            (Some(is), _) if is == was => {}
            (Some(is), _) => differences.push(rules::changed(&old, &new, key, was, is)),
            (None, Some(name)) => differences.push(rules::renamed(key, name, was, &new.surface[*name])),
            (None, None) if old.has_lost_owner(key, &new) => {}
            (None, None) => differences.push(rules::removed(&old, key, was)),
        }
    }
    for (key, is) in new.surface {
        let known = old.surface.contains_key(key) || new_names.contains(key.as_str());
        if !known && !new.has_lost_owner(key, &old) {
            differences.push(rules::added(&old, &new, key, is));
        }
    }
    differences.sort_by(|a, b| (b.step, a.change, &a.key).cmp(&(a.step, b.change, &b.key)));
    differences
}

/// The keys that are gone, with the new key that differs from each in the case of letters alone.
fn renamed<'s>(old: &Facts<'s>, new: &Facts<'s>) -> BTreeMap<&'s str, &'s str> {
    let folded = |key: &&'s String| key.to_lowercase();
    let mut came: BTreeMap<String, &str> = BTreeMap::new();
    for key in new.surface.keys().filter(|key| !old.surface.contains_key(*key)) {
        came.entry(folded(&key)).or_insert(key);
    }
    let gone = old.surface.keys().filter(|key| !new.surface.contains_key(*key));
    // Two old keys cannot both have become the one new key.
    gone.filter_map(|key| Some((key.as_str(), came.remove(&folded(&key))?))).collect()
}
