//! The rules: whom each difference breaks. The documentation of [`super`] lists them.

use super::fact::{About, Facts};
use super::{Breaks, Change, Difference, Step};

type Verdict = (Breaks, Step);

const HARMLESS: Verdict = (Breaks::Nobody, Step::Patch);
const GROWTH: Verdict = (Breaks::Nobody, Step::Minor);
const READERS: Verdict = (Breaks::Readers, Step::Major);
const WRITERS: Verdict = (Breaks::Writers, Step::Major);
const BOTH: Verdict = (Breaks::Both, Step::Major);

pub(super) fn added(old: &Facts<'_>, new: &Facts<'_>, key: &str, is: &str) -> Difference {
    let verdict = match new.about(key) {
        About::Member if is_required(is) => WRITERS,
        About::Input => WRITERS,
        About::Supplied => HARMLESS,
        About::Response if is_other_success(old, new, key, is) => READERS,
        About::Definition
        | About::Member
        | About::Value
        | About::Arm
        | About::Operation
        | About::Response
        | About::Pages => GROWTH,
    };
    difference(Change::Added, key, None, Some(is), new.owned(key), verdict)
}

pub(super) fn removed(old: &Facts<'_>, key: &str, was: &str) -> Difference {
    let verdict = match old.about(key) {
        About::Input => WRITERS,
        About::Supplied => HARMLESS,
        About::Response | About::Pages => READERS,
        About::Definition | About::Member | About::Value | About::Arm | About::Operation => BOTH,
    };
    difference(Change::Removed, key, Some(was), None, old.owned(key), verdict)
}

pub(super) fn renamed(key: &str, name: &str, was: &str, is: &str) -> Difference {
    let one = difference(Change::Renamed, key, Some(was), Some(is), 0, BOTH);
    Difference { renamed: Some(name.to_owned()), ..one }
}

pub(super) fn changed(old: &Facts<'_>, new: &Facts<'_>, key: &str, was: &str, is: &str) -> Difference {
    let verdict = match new.about(key) {
        // If a name contains dots, the key may be that of a member on one side only.
        about if about != old.about(key) => BOTH,
        About::Definition => definition_changed(was, is),
        About::Member => member_changed(was, is),
        About::Operation if was.contains(" -> ") => BOTH,
        About::Operation => GROWTH,
        About::Input => input_changed(was, is),
        About::Response => READERS,
        About::Pages | About::Supplied => HARMLESS,
        About::Value | About::Arm => BOTH,
    };
    difference(Change::Changed, key, Some(was), Some(is), 0, verdict)
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
    Difference { change, key: key.to_owned(), renamed: None, old, new, with, breaks, step }
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
    let only_null = old.type_name == new.type_name && old.required == new.required;
    if only_null { HARMLESS } else { WRITERS }
}

fn is_required(value: &str) -> bool {
    Member::of(value).required
}

/// The parts of a member's value, in the notation of either surface.
struct Member<'v> {
    type_name: &'v str,
    required: bool,
    many: bool,
}

impl<'v> Member<'v> {
    fn of(value: &'v str) -> Self {
        if let Some((type_name, mark)) = value.rsplit_once(' ') {
            match mark {
                "required" | "optional" => {
                    return Self { type_name, required: mark == "required", many: false };
                }
                "0..1" | "1..1" | "0..n" | "1..n" => {
                    let (required, many) = (mark.starts_with('1'), mark.ends_with('n'));
                    return Self { type_name, required, many };
                }
                _ => {}
            }
        }
        let plain = value.strip_suffix(" | null").unwrap_or(value);
        let type_name = plain.strip_suffix('?').unwrap_or(plain);
        Self { type_name, required: type_name == plain, many: false }
    }
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
