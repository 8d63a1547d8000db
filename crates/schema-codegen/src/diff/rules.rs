//! The rules: whom each difference breaks. The documentation of [`super`] lists them.

use std::collections::BTreeMap;

use super::fact::{About, Facts};
use super::member::Member;
use super::uses::Use;
use super::{Breaks, Change, Difference, Step};

type Verdict = (Breaks, Step);

const HARMLESS: Verdict = (Breaks::Nobody, Step::Patch);
const GROWTH: Verdict = (Breaks::Nobody, Step::Minor);
const READERS: Verdict = (Breaks::Readers, Step::Major);
const WRITERS: Verdict = (Breaks::Writers, Step::Major);
const BOTH: Verdict = (Breaks::Both, Step::Major);

/// What the rules depend on: both sides, and the use of each old definition.
pub(super) struct Rules<'a, 's> {
    pub old: &'a Facts<'s>,
    pub new: &'a Facts<'s>,
    pub uses: BTreeMap<String, Use>,
}

impl Rules<'_, '_> {
    pub(super) fn added(&self, key: &str, is: &str) -> Difference {
        let verdict = match self.new.about(key) {
            About::Member if Member::of(is).required => WRITERS,
            About::Input => WRITERS,
            About::Supplied => HARMLESS,
            About::Response if is_other_success(self.old, self.new, key, is) => READERS,
            About::Definition
            | About::Member
            | About::Value
            | About::Arm
            | About::Operation
            | About::Response
            | About::Pages => GROWTH,
        };
        let one = difference(Change::Added, key, None, Some(is), self.new.owned(key), verdict);
        self.narrowed(self.new, one)
    }

    pub(super) fn removed(&self, key: &str, was: &str) -> Difference {
        let verdict = match self.old.about(key) {
            About::Input => WRITERS,
            About::Supplied => HARMLESS,
            About::Response | About::Pages => READERS,
            About::Definition | About::Member | About::Value | About::Arm | About::Operation => BOTH,
        };
        let one = difference(Change::Removed, key, Some(was), None, self.old.owned(key), verdict);
        self.narrowed(self.old, one)
    }

    pub(super) fn renamed(&self, key: &str, name: &str, was: &str, is: &str) -> Difference {
        let one = difference(Change::Renamed, key, Some(was), Some(is), 0, BOTH);
        self.narrowed(self.old, Difference { renamed: Some(name.to_owned()), ..one })
    }

    pub(super) fn changed(&self, key: &str, was: &str, is: &str) -> Difference {
        let verdict = match self.new.about(key) {
            // If a name contains dots, the key may be that of a member on one side only.
            about if about != self.old.about(key) => BOTH,
            About::Definition => definition_changed(was, is),
            About::Member => member_changed(was, is),
            About::Operation if was.contains(" -> ") => BOTH,
            About::Operation => GROWTH,
            About::Input => input_changed(was, is),
            About::Response => READERS,
            About::Pages | About::Supplied => HARMLESS,
            About::Value | About::Arm => BOTH,
        };
        self.narrowed(self.old, difference(Change::Changed, key, Some(was), Some(is), 0, verdict))
    }

    /// Removes those from a verdict whom the use of the definition excludes: nobody creates values that are
    /// only received, and nobody receives values that are only sent.
    fn narrowed(&self, side: &Facts<'_>, one: Difference) -> Difference {
        let definition = side.owner(&one.key).unwrap_or_else(|| one.key.clone());
        let only = self.uses.get(&definition).copied().unwrap_or(Use::Both);
        let (breaks, step) = match (only, one.breaks) {
            (Use::Received, Breaks::Both) => READERS,
            (Use::Received, Breaks::Writers) if one.change == Change::Added => GROWTH,
            (Use::Received, Breaks::Writers) => HARMLESS,
            (Use::Sent, Breaks::Both) => WRITERS,
            _ => return one,
        };
        Difference { breaks, step, only: Some(only), ..one }
    }
}

fn difference(
    change: Change,
    key: &str,
    old: Option<&str>,
    new: Option<&str>,
    with: usize,
    (breaks, step): Verdict,
) -> Difference {
    let (old, new) = (old.map(str::to_owned), new.map(str::to_owned));
    Difference { change, key: key.to_owned(), renamed: None, old, new, with, breaks, step, only: None }
}

/// Removes the marks of a definition that do not affect users' code.
fn definition_changed(was: &str, is: &str) -> Verdict {
    let plain = |value: &str| {
        let value = value.replace(", any case", "");
        value.split_once(" event ").map_or(value.clone(), |(kind, _)| kind.to_owned())
    };
    if plain(was) == plain(is) { GROWTH } else { BOTH }
}

fn member_changed(was: &str, is: &str) -> Verdict {
    let (old, new) = (Member::of(was), Member::of(is));
    if old.type_name != new.type_name || old.many != new.many {
        BOTH
    } else if old.required != new.required {
        WRITERS
    } else {
        HARMLESS
    }
}

fn input_changed(was: &str, is: &str) -> Verdict {
    let (old, new) = (Member::of(was), Member::of(is));
    let only_null = old.type_name == new.type_name && old.required == new.required && old.media == new.media;
    if only_null { HARMLESS } else { WRITERS }
}

/// Returns whether an added status is a success whose body differs from those of the other successes.
fn is_other_success(old: &Facts<'_>, new: &Facts<'_>, key: &str, is: &str) -> bool {
    let Some(owner) = new.owner(key) else {
        return false;
    };
    let prefix = owner.replacen("op ", "answer ", 1) + ".";
    let is_success = |key: &str| key.strip_prefix(&prefix).is_some_and(|status| status.starts_with('2'));
    let before = old.surface.iter().filter(|(key, _)| is_success(key));
    let bodies: Vec<&str> = before.map(|(_, body)| body.as_str()).collect();
    is_success(key) && !bodies.is_empty() && !bodies.contains(&is)
}
