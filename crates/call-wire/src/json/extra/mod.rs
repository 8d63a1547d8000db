//! Unknown members, explicit nulls and original spellings of an object.

mod entries;

use std::fmt;

use super::info::Info;
use super::raw::Raw;
use super::redact;
use super::tag::Tag;
use crate::from_fn::from_fn;
use entries::Entries;

pub(super) use entries::{Entry, Member};

/// The unknown members and explicit nulls of an object, and the original spellings of typed members if they are not
/// canonical.
///
/// Values are kept as [raw](Raw) text, with every digit. An original spelling is written as long as it decodes to the
/// member's value; a changed member is written canonically. An explicit null is written as long as the member is
/// `None`. To send an explicit null, which differs from an absent member in a PATCH, insert it:
///
/// ```
/// use call_wire::json::{Extra, Raw};
///
/// let mut extra = Extra::default();
/// extra.insert("subject", Raw::NULL);
/// assert!(extra.is_null("subject"));
/// ```
///
/// The time of every operation is independent of the number of members, except for [`iter`](Self::iter) and comparison.
#[derive(Clone, Default)]
pub struct Extra {
    /// The type of the object; the bits of `seen` refer to its members.
    info: Option<&'static Info>,
    /// One bit for each of the first 63 members, set for an explicit null, and one for the type's own tag.
    seen: u64,
    entries: Entries,
}

/// The bit of [`Extra::seen`] for the type's own tag.
const TAG: u64 = 1 << 63;

impl Extra {
    /// Returns `true` if there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen == 0 && self.entries.is_empty()
    }

    /// Returns the number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.seen.count_ones() as usize + self.entries.len()
    }

    /// Returns the raw value of the member with this name on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        match self.entries.get(name) {
            Some(entry) => Some(Raw::of_checked(entry.raw)),
            None => self.bit(name).and_then(|bit| self.represented(bit)).map(|(_, value)| value),
        }
    }

    /// Returns the text of the member with this name, if it is a JSON string without escapes.
    #[must_use]
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name)?.into_str()
    }

    /// Returns `true` if the member with this name is an explicit null.
    #[must_use]
    pub fn is_null(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.is_null())
    }

    /// Inserts a raw value, and returns the value that it replaces. The value is written unchanged, unless a typed
    /// member with this name has a value.
    ///
    /// # Panics
    ///
    /// Panics if the names and values are longer than 4 GiB in total.
    pub fn insert(&mut self, name: impl AsRef<str>, value: impl Into<Raw<'static>>) -> Option<Raw<'static>> {
        let name = name.as_ref();
        let old = self.remove(name);
        self.entries.put(name, value.into().as_str(), Member::Unresolved);
        old
    }

    /// Removes and returns the raw value of the member with this name.
    pub fn remove(&mut self, name: &str) -> Option<Raw<'static>> {
        if let Some(bit) = self.bit(name) {
            let removed = self.represented(bit).map(|(_, value)| value);
            self.seen &= !bit;
            return removed;
        }
        let raw = self.entries.get(name).map(|entry| Raw::of_checked(entry.raw).into_owned());
        self.entries.remove(name);
        raw
    }

    /// Returns the entries, in an unspecified order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Raw<'_>)> {
        let members = bits(self.seen).filter_map(|bit| self.represented(bit));
        members.chain(self.entries.iter().map(|entry| (entry.name, Raw::of_checked(entry.raw))))
    }

    /// Records that a typed member is an explicit null.
    #[inline]
    pub(super) fn set_null(&mut self, index: u16, info: &'static Info) {
        let Some(name) = info.members.get(usize::from(index)) else { return };
        if index < 63 {
            self.entries.remove(name);
            self.info = Some(info);
            self.seen |= 1 << index;
        } else {
            self.entries.put(name, "null", Member::Known(index));
        }
    }

    /// Keeps the original text of a typed member, which is not canonical or could not be decoded.
    pub(super) fn keep(&mut self, index: u16, info: &'static Info, raw: &str) {
        let Some(name) = info.members.get(usize::from(index)) else { return };
        self.info = Some(info);
        self.entries.put(name, raw, Member::Known(index));
    }

    /// Removes the entry of an earlier member with the same name.
    pub(super) fn forget(&mut self, index: u16, info: &'static Info) {
        self.forget_null(index);
        if let Some(name) = info.members.get(usize::from(index)) {
            self.entries.remove(name);
        }
    }

    fn forget_null(&mut self, index: u16) {
        if index < 63 {
            self.seen &= !(1 << index);
        }
    }

    /// Records that the object has the type's own tag.
    #[inline]
    pub(super) fn set_tag(&mut self, info: &'static Info) {
        self.info = Some(info);
        self.seen |= TAG;
    }

    /// Keeps an unknown member.
    pub(super) fn put_unknown(&mut self, name: &str, raw: &str) {
        self.entries.put(name, raw, Member::Unknown);
    }

    /// Returns the type's own tag, if the object has it.
    pub(super) fn tag(&self) -> Option<&'static Tag> {
        if self.seen & TAG == 0 { None } else { self.info?.tag.as_ref() }
    }

    /// Returns the indices of the explicit nulls among the typed members that have a bit.
    pub(super) fn nulls(&self) -> impl Iterator<Item = u16> + use<> {
        #[allow(clippy::cast_possible_truncation, reason = "there are 64 bits")]
        bits(self.seen & !TAG).map(|bit| bit.trailing_zeros() as u16)
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries.iter()
    }

    pub(super) fn has_entries(&self) -> bool {
        !self.entries.is_empty()
    }

    pub(super) fn entry(&self, name: &str) -> Option<Entry<'_>> {
        self.entries.get(name)
    }

    /// Returns the bit that is set for a name.
    fn bit(&self, name: &str) -> Option<u64> {
        let info = self.info.filter(|_| self.seen != 0)?;
        let index = info.members.iter().position(|member| *member == name).filter(|index| *index < 63);
        let tag = info.tag.as_ref().filter(|tag| tag.name == name).map(|_| TAG);
        index.map(|index| 1 << index).into_iter().chain(tag).find(|bit| self.seen & bit != 0)
    }

    /// Returns the name and the raw value that a bit represents.
    fn represented(&self, bit: u64) -> Option<(&'static str, Raw<'static>)> {
        let info = self.info?;
        if bit == TAG {
            return info.tag.as_ref().map(|tag| (tag.name, Raw::from(tag.value)));
        }
        info.members.get(bit.trailing_zeros() as usize).map(|name| (*name, Raw::NULL))
    }
}

/// Returns an iterator over the set bits.
fn bits(mut set: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let bit = set & set.wrapping_neg();
        set ^= bit;
        (bit != 0).then_some(bit)
    })
}

impl PartialEq for Extra {
    /// Compares names and values, and ignores their order.
    fn eq(&self, other: &Self) -> bool {
        let same = |(name, value): (&str, Raw<'_>)| other.get(name).is_some_and(|theirs| theirs == value);
        self.len() == other.len() && self.iter().all(same)
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.redacted(self.info).fmt(f)
    }
}

impl Extra {
    /// Returns the `Debug` output without the secrets of a type.
    pub(super) fn redacted(&self, info: Option<&'static Info>) -> impl fmt::Debug + '_ {
        from_fn(move |f| {
            let mut map = f.debug_map();
            for (name, value) in self.iter() {
                if !value.is_null() && info.is_some_and(|info| info.has_secret(name)) {
                    map.entry(&format_args!("{name}"), &format_args!("[redacted]"));
                } else {
                    let redacted = from_fn(|f| redact::member(name, value.as_str(), f));
                    map.entry(&format_args!("{name}"), &redacted);
                }
            }
            map.finish()
        })
    }
}
