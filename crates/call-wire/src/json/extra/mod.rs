//! What the typed members of an object do not say about the wire.

mod entries;

use std::fmt;

use super::info::Info;
use super::raw::Raw;
use super::redact;
use super::tag::Tag;
use crate::from_fn::from_fn;
use entries::Entries;

pub(super) use entries::{Entry, Member};

/// What an object's typed members do not say about the wire: unknown members, known members sent as null, and
/// the original spelling of a known member where it is not the canonical one.
///
/// All of it is kept as [raw](Raw) text, with every digit. A kept spelling is written again as long as it means
/// the member's value; a changed member is written as it is now. An explicit null is written as long as the
/// member stays `None`. To send one (in a PATCH, absent and null differ), insert it:
///
/// ```
/// use call_wire::json::{Extra, Raw};
///
/// let mut extra = Extra::default();
/// extra.insert("subject", Raw::NULL);
/// assert!(extra.is_null("subject"));
/// ```
///
/// Every operation takes the same time however many members there are, but for a walk over all of them.
#[derive(Clone, Default)]
pub struct Extra {
    /// The type whose decoding filled this in; what `said` means.
    info: Option<&'static Info>,
    /// One bit for each of the first members that came as null, and the last one for the type's own tag.
    said: u64,
    entries: Entries,
}

/// The bit of [`Extra::said`] for the type's own tag.
const TAG: u64 = 1 << 63;

impl Extra {
    /// Whether there is nothing here.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said == 0 && self.entries.is_empty()
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.said.count_ones() as usize + self.entries.len()
    }

    /// The raw value kept under a member's name on the wire.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Raw<'_>> {
        match self.entries.get(name) {
            Some(entry) => Some(Raw::of_checked(entry.raw)),
            None => self.bit(name).and_then(|bit| self.meaning(bit)).map(|(_, value)| value),
        }
    }

    /// The text kept under a member's name on the wire, if it is a string without escapes in the JSON.
    #[must_use]
    pub fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name)?.into_str()
    }

    /// Whether the member came, or is to be sent, as an explicit null.
    #[must_use]
    pub fn is_null(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.is_null())
    }

    /// Keeps a raw value under a member's name, and returns the one it replaces. It is written as it is, unless it
    /// is that of a typed member which has a value.
    ///
    /// # Panics
    ///
    /// If the texts are longer than 4 GiB together.
    pub fn insert(&mut self, name: impl AsRef<str>, value: impl Into<Raw<'static>>) -> Option<Raw<'static>> {
        let name = name.as_ref();
        let old = self.remove(name);
        self.entries.put(name, value.into().as_str(), Member::Unresolved);
        old
    }

    /// Takes out what is kept under a member's name.
    pub fn remove(&mut self, name: &str) -> Option<Raw<'static>> {
        if let Some(bit) = self.bit(name) {
            let meaning = self.meaning(bit).map(|(_, value)| value);
            self.said &= !bit;
            return meaning;
        }
        let raw = self.entries.get(name).map(|entry| Raw::of_checked(entry.raw).into_owned());
        self.entries.remove(name);
        raw
    }

    /// What is kept, in no promised order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Raw<'_>)> {
        let said = bits(self.said).filter_map(|bit| self.meaning(bit));
        said.chain(self.entries.iter().map(|entry| (entry.name, Raw::of_checked(entry.raw))))
    }

    /// Keeps that a typed member came as null.
    #[inline]
    pub(super) fn set_null(&mut self, index: u16, info: &'static Info) {
        let Some(name) = info.members.get(usize::from(index)) else { return };
        if index < 63 {
            self.entries.remove(name);
            self.info = Some(info);
            self.said |= 1 << index;
        } else {
            self.entries.put(name, "null", Member::Known(index));
        }
    }

    /// Keeps how a typed member came: in a spelling of its own, or unreadable.
    pub(super) fn keep(&mut self, index: u16, info: &'static Info, raw: &str) {
        let Some(name) = info.members.get(usize::from(index)) else { return };
        self.info = Some(info);
        self.entries.put(name, raw, Member::Known(index));
    }

    /// Forgets what an earlier member of the same name has left.
    pub(super) fn forget(&mut self, index: u16, info: &'static Info) {
        self.forget_null(index);
        if let Some(name) = info.members.get(usize::from(index)) {
            self.entries.remove(name);
        }
    }

    fn forget_null(&mut self, index: u16) {
        if index < 63 {
            self.said &= !(1 << index);
        }
    }

    /// Keeps that the type's own tag came.
    #[inline]
    pub(super) fn set_tag(&mut self, info: &'static Info) {
        self.info = Some(info);
        self.said |= TAG;
    }

    /// Keeps a member that no type describes.
    pub(super) fn put_unknown(&mut self, name: &str, raw: &str) {
        self.entries.put(name, raw, Member::Unknown);
    }

    /// The type's own tag, if it came.
    pub(super) fn tag(&self) -> Option<&'static Tag> {
        if self.said & TAG == 0 { None } else { self.info?.tag.as_ref() }
    }

    /// The indices of the typed members that came as null, as far as there are bits for them.
    pub(super) fn nulls(&self) -> impl Iterator<Item = u16> + use<> {
        #[allow(clippy::cast_possible_truncation, reason = "there are 64 bits")]
        bits(self.said & !TAG).map(|bit| bit.trailing_zeros() as u16)
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

    /// The bit that is set for a name.
    fn bit(&self, name: &str) -> Option<u64> {
        let info = self.info.filter(|_| self.said != 0)?;
        let index = info.members.iter().position(|member| *member == name).filter(|index| *index < 63);
        let tag = info.tag.as_ref().filter(|tag| tag.name == name).map(|_| TAG);
        index.map(|index| 1 << index).into_iter().chain(tag).find(|bit| self.said & bit != 0)
    }

    /// The name and the raw value that a bit stands for.
    fn meaning(&self, bit: u64) -> Option<(&'static str, Raw<'static>)> {
        let info = self.info?;
        if bit == TAG {
            return info.tag.as_ref().map(|tag| (tag.name, Raw::from(tag.value)));
        }
        info.members.get(bit.trailing_zeros() as usize).map(|name| (*name, Raw::NULL))
    }
}

/// The bits that are set, each alone.
fn bits(mut said: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let bit = said & said.wrapping_neg();
        said ^= bit;
        (bit != 0).then_some(bit)
    })
}

impl PartialEq for Extra {
    /// Equal if the same names hold the same values; the order does not count.
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
    /// For `Debug`, without the values of a type's secrets.
    pub(super) fn redacted(&self, info: Option<&'static Info>) -> impl fmt::Debug + '_ {
        from_fn(move |f| {
            let mut map = f.debug_map();
            for (name, value) in self.iter() {
                if !value.is_null() && info.is_some_and(|info| info.has_secret(name)) {
                    map.entry(&format_args!("{name}"), &format_args!("[redacted]"));
                } else {
                    let shown = from_fn(|f| redact::member(name, value.as_str(), f));
                    map.entry(&format_args!("{name}"), &shown);
                }
            }
            map.finish()
        })
    }
}
