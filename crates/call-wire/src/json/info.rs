//! The table of an object's type: its name, its members and its tag.

use super::tag::Tag;

/// The table of an object's type.
#[derive(Debug)]
pub struct Info {
    /// The name of the type in the schema.
    pub name: &'static str,
    /// The names of the members on the wire, in the order of the schema.
    pub members: &'static [&'static str],
    /// The tag that the type writes in a union, if the tag is not a typed member.
    pub tag: Option<Tag>,
    /// For each member, `true` if its value is a secret.
    secrets: &'static [bool],
    /// Whether the names need no escapes.
    pub(super) has_plain_names: bool,
}

impl Info {
    /// Creates the table. `secrets` contains `true` for each member whose value is a secret.
    ///
    /// # Panics
    ///
    /// Panics if two members have the same name. The macro evaluates this function in a constant, so such a table does
    /// not compile.
    #[must_use]
    pub const fn new(
        name: &'static str,
        members: &'static [&'static str],
        secrets: &'static [bool],
        tag: Option<Tag>,
    ) -> Self {
        assert!(are_different(members), "two members have the same name on the wire");
        Self { name, members, tag, secrets, has_plain_names: are_plain(members) }
    }

    pub(super) fn is_secret(&self, index: usize) -> bool {
        self.secrets.get(index).copied().unwrap_or(false)
    }

    /// Returns `true` if the member with this name is a secret.
    pub(super) fn has_secret(&self, name: &str) -> bool {
        self.find(name, 0).is_some_and(|index| self.is_secret(index))
    }

    /// Returns the index of the member with this name. The search begins at the expected index.
    #[inline]
    pub(super) fn find(&self, name: &str, expected: usize) -> Option<usize> {
        let (before, after) = self.members.split_at_checked(expected).unwrap_or((self.members, &[]));
        // Names of the same length mostly differ in their last byte.
        let matches = |member: &&str| {
            member.len() == name.len()
                && member.as_bytes().last() == name.as_bytes().last()
                && *member == name
        };
        match after.iter().position(matches) {
            Some(index) => Some(expected + index),
            None => before.iter().position(matches),
        }
    }
}

/// Returns `true` if no name needs escapes, which is usual.
const fn are_plain(names: &[&str]) -> bool {
    let mut name = 0;
    while name < names.len() {
        let bytes = names[name].as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if matches!(bytes[at], b'"' | b'\\' | 0..0x20) {
                return false;
            }
            at += 1;
        }
        name += 1;
    }
    true
}

/// Returns `true` if all names are different.
pub(super) const fn are_different(names: &[&str]) -> bool {
    // Comparing all pairs of a longer list would take the compiler too long.
    if names.len() > 32 && names.len() <= SLOTS / 2 { differ_by_hash(names) } else { differ_by_pairs(names) }
}

const fn differ_by_pairs(names: &[&str]) -> bool {
    let mut one = 0;
    while one < names.len() {
        let mut other = one + 1;
        while other < names.len() {
            if are_same(names[one].as_bytes(), names[other].as_bytes()) {
                return false;
            }
            other += 1;
        }
        one += 1;
    }
    true
}

/// The size of the hash table of [`differ_by_hash`], a power of two.
const SLOTS: usize = 8192;

const fn differ_by_hash(names: &[&str]) -> bool {
    // The index of a name plus one; 0 if the slot is empty.
    let mut slots = [0_usize; SLOTS];
    let mut at = 0;
    while at < names.len() {
        let name = names[at].as_bytes();
        let mut slot = hash(name) & (SLOTS - 1);
        while slots[slot] != 0 {
            if are_same(names[slots[slot] - 1].as_bytes(), name) {
                return false;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        at += 1;
        slots[slot] = at;
    }
    true
}

/// FNV-1a, in the width of the platform.
const fn hash(name: &[u8]) -> usize {
    let mut hash: usize = 0x811c_9dc5;
    let mut at = 0;
    while at < name.len() {
        hash = (hash ^ name[at] as usize).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

/// `==` in a constant.
const fn are_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_names_are_found() {
        assert!(are_different(&[]) && are_different(&["a", "ab", "b"]));
        for names in [&["a", "a"][..], &["a", "b", "a"], &["a", "bc", "bc"]] {
            assert!(!are_different(names), "{names:?}");
        }
    }

    #[test]
    fn repeated_names_of_a_long_list_are_found() {
        let names: Vec<String> = (0..2000).map(|number| format!("name{number}")).collect();
        let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
        assert!(are_different(&names));
        names[1999] = names[3];
        assert!(!are_different(&names));
    }

    #[test]
    fn names_that_need_escapes_are_found() {
        assert!(are_plain(&[]) && are_plain(&["a", "", "\u{e9} /"]));
        for names in [&["a\""][..], &["\\"], &["a", "b\n"]] {
            assert!(!are_plain(names), "{names:?}");
        }
    }
}
