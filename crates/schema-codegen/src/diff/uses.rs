//! Whether the definitions of a surface are sent, received, or both.
//!
//! The facts of the operations tell: what a body, a parameter or the request element of an operation refers
//! to is sent, and what a response, an event or the response element refers to is received. What no
//! operation and no event refers to, such as the response to a notification, may be either, and so may
//! everything that it refers to.

use std::collections::{BTreeMap, BTreeSet};

use super::fact::{About, Facts};
use super::member::Member;

/// Where values of a definition occur.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Only in requests.
    Sent,
    /// Only in responses and events.
    Received,
    /// In both, or it is unknown.
    Both,
}

/// Returns the use of each definition, by its key.
pub fn of(facts: &Facts<'_>) -> BTreeMap<String, Use> {
    let references = References::of(facts);
    let (mut sent, mut received) =
        (references.reach(&references.sent), references.reach(&references.received));
    let definitions = facts.surface.keys().filter(|key| facts.about(key) == About::Definition);
    let is_unknown = |key: &&String| !sent.contains(*key) && !received.contains(*key);
    let unknown: Vec<String> = definitions.clone().filter(is_unknown).cloned().collect();
    for key in references.reach(&unknown) {
        sent.insert(key.clone());
        received.insert(key);
    }
    let uses = definitions.map(|key| match (sent.contains(key), received.contains(key)) {
        (true, false) => (key.clone(), Use::Sent),
        (false, true) => (key.clone(), Use::Received),
        _ => (key.clone(), Use::Both),
    });
    uses.collect()
}

/// The references between the definitions, by their keys.
#[derive(Default)]
struct References {
    /// The definitions that each definition refers to.
    from: BTreeMap<String, Vec<String>>,
    /// The definitions to which requests refer.
    sent: Vec<String>,
    /// The definitions to which responses refer, and the events.
    received: Vec<String>,
}

impl References {
    fn of(facts: &Facts<'_>) -> Self {
        let mut references = Self::default();
        for (key, value) in facts.surface {
            match facts.about(key) {
                About::Definition if value.contains(" event ") => references.received.push(key.clone()),
                About::Definition => references.add(facts, key, key, value),
                About::Member | About::Arm => {
                    if let Some(owner) = facts.owner(key) {
                        references.add(facts, &owner, key, value);
                    }
                }
                About::Input => references.sent.extend(target(facts, key, value)),
                About::Response => references.received.extend(target(facts, key, value)),
                About::Operation => {
                    if let Some((request, response)) = value.split_once(" -> ") {
                        references.sent.extend(element(facts, key, request));
                        references.received.extend(element(facts, key, response));
                    }
                }
                About::Value | About::Supplied | About::Pages => {}
            }
        }
        references
    }

    fn add(&mut self, facts: &Facts<'_>, owner: &str, key: &str, value: &str) {
        self.from.entry(owner.to_owned()).or_default().extend(target(facts, key, value));
    }

    /// Returns some definitions and all to which they refer.
    fn reach(&self, roots: &[String]) -> BTreeSet<String> {
        let mut reached = BTreeSet::new();
        let mut pending: Vec<&String> = roots.iter().collect();
        while let Some(key) = pending.pop() {
            if reached.insert(key.clone()) {
                pending.extend(self.from.get(key).into_iter().flatten());
            }
        }
        reached
    }
}

/// Returns the key of the definition that the value of a fact names, if it names one.
fn target(facts: &Facts<'_>, key: &str, value: &str) -> Option<String> {
    // The base type of a union follows its tag.
    let value = value.rsplit_once(", else ").map_or(value, |(_, base)| base);
    // The marks of the items are inside of the brackets: `[call | null]?`.
    let name = Member::of(value).type_name.trim_start_matches(['[', '{']);
    let end = name.find(['[', ']', '{', '}', '?', '|']).unwrap_or(name.len());
    let name = name[..end].trim_end();
    let defined = |name: &str| {
        let mut keys = ["type", "enum", "union"].iter().map(|word| format!("{word} {name}"));
        keys.find(|key| facts.surface.contains_key(key))
    };
    defined(name).or_else(|| defined(&format!("{}.{name}", module(key)?)))
}

/// Returns the key of an element in the module of an operation.
fn element(facts: &Facts<'_>, operation: &str, name: &str) -> Option<String> {
    let key = format!("element {}.{name}", module(operation)?);
    facts.surface.contains_key(&key).then_some(key)
}

/// Returns the module in the key of a fact about XML Schema: the first part of the name.
fn module(key: &str) -> Option<&str> {
    Some(key.split_once(' ')?.1.split_once('.')?.0)
}
