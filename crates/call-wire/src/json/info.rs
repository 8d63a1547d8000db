//! The table of an object's type: its name, its members and its tag.

use super::tag::Tag;

/// What the objects of a type share.
#[derive(Debug)]
pub struct Info {
    /// The schema's name of the type.
    pub name: &'static str,
    /// The names of the members on the wire, in the schema's order.
    pub members: &'static [&'static str],
    /// What the type writes into the tag of a union, where the tag is none of the typed members.
    pub tag: Option<Tag>,
    /// Which members are secrets.
    secrets: &'static [bool],
    /// Whether no name needs escapes.
    pub(super) has_plain_names: bool,
}

impl Info {
    /// What the objects of a type share. `secrets` says of each member whether it is one.
    ///
    /// # Panics
    ///
    /// If two members have one name. The macro makes a constant of it, so that such a table does not compile.
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

    /// Whether the member of that name is a secret.
    pub(super) fn has_secret(&self, name: &str) -> bool {
        self.find(name, 0).is_some_and(|index| self.is_secret(index))
    }

    /// The index of the member of that name. The search begins at the member that is expected.
    #[inline]
    pub(super) fn find(&self, name: &str, expected: usize) -> Option<usize> {
        let (before, after) = self.members.split_at_checked(expected).unwrap_or((self.members, &[]));
        // Names of one length mostly differ in their last byte.
        let is_it = |member: &&str| {
            member.len() == name.len()
                && member.as_bytes().last() == name.as_bytes().last()
                && *member == name
        };
        match after.iter().position(is_it) {
            Some(index) => Some(expected + index),
            None => before.iter().position(is_it),
        }
    }
}

/// Whether no name needs escapes, as none of a sane schema does.
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

/// Whether no name stands there twice.
pub(super) const fn are_different(names: &[&str]) -> bool {
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

/// `==`, in a constant.
const fn are_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
