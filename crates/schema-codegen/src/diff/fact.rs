//! The kinds of facts in a surface, and the definitions that they belong to.

use std::collections::{BTreeMap, BTreeSet};

use crate::surface::Surface;

/// The kind of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// A type, an enum, a union or a global element.
    Definition,
    /// A member of a type.
    Member,
    /// A value of an enum.
    Value,
    /// An arm of a union.
    Arm,
    /// An operation.
    Operation,
    /// A parameter that the caller sets, or the body of a request.
    Input,
    /// A parameter that the client supplies.
    Supplied,
    /// The response of an operation with a status.
    Response,
    /// The paging of an operation.
    Pages,
}

/// The facts of one side of a comparison.
#[derive(Clone, Debug)]
pub struct Facts<'s> {
    /// The surface.
    pub surface: &'s Surface,
    /// The keys in lower case.
    folded: BTreeSet<String>,
    /// The number of facts of each definition and operation.
    owned: BTreeMap<String, usize>,
}

impl<'s> Facts<'s> {
    /// Counts the facts of a surface.
    pub fn new(surface: &'s Surface) -> Self {
        let folded = surface.keys().map(|key| key.to_lowercase()).collect();
        let mut facts = Self { surface, folded, owned: BTreeMap::new() };
        for owner in surface.keys().filter_map(|key| facts.owner(key)).collect::<Vec<_>>() {
            *facts.owned.entry(owner).or_default() += 1;
        }
        facts
    }

    /// Returns the kind of a fact.
    pub fn about(&self, key: &str) -> About {
        match key.split_once(' ').map_or(key, |(word, _)| word) {
            "type" if self.owner(key).is_some() => About::Member,
            "value" => About::Value,
            "arm" => About::Arm,
            "op" => About::Operation,
            "param" if self.is_supplied(key) => About::Supplied,
            "param" | "body" => About::Input,
            "answer" => About::Response,
            "pages" => About::Pages,
            _ => About::Definition,
        }
    }

    fn is_supplied(&self, key: &str) -> bool {
        self.owner(key).is_some_and(|owner| {
            let name = owner.split_once(' ').map_or(owner.as_str(), |(_, name)| name);
            key.strip_prefix(&format!("param {name}.")).is_some_and(|rest| rest.starts_with("supplied."))
        })
    }

    /// Returns the key of the definition or operation that a fact belongs to. Names may contain dots, so the
    /// longest defined name is used.
    pub fn owner(&self, key: &str) -> Option<String> {
        let (word, name) = key.split_once(' ')?;
        let owner = match word {
            "type" => "type",
            "value" => "enum",
            "arm" => "union",
            "param" | "answer" => "op",
            // These start with the operation's name.
            "body" | "pages" => return Some(format!("op {name}")),
            _ => return None,
        };
        let ends = name.rmatch_indices('.').map(|(at, _)| at);
        let mut owners = ends.map(|at| format!("{owner} {}", &name[..at]));
        owners.find(|owner| self.surface.contains_key(owner))
    }

    /// Returns whether a fact belongs to something that the other side does not have, ignoring case.
    pub fn has_lost_owner(&self, key: &str, other: &Facts<'_>) -> bool {
        self.owner(key).is_some_and(|owner| !other.folded.contains(&owner.to_lowercase()))
    }

    /// Returns the number of facts of a definition or operation.
    pub fn owned(&self, key: &str) -> usize {
        self.owned.get(key).copied().unwrap_or_default()
    }
}
