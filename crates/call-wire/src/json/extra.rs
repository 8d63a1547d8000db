//! What the typed members of an object do not say about the wire.

use std::{borrow::Cow, fmt};

use serde_json::Value;

use super::{Tag, veil};

/// What an object's typed members do not say about the wire: unknown members, known members sent as null, and
/// the original spelling of a known member where it is not the canonical one.
///
/// A kept spelling is written again as long as it means the member's value; a changed member is written as it
/// is now. An explicit null is written as long as the member stays `None`. To send one (in a PATCH, absent and
/// null differ), insert it:
///
/// ```
/// let mut extra = call_wire::json::Extra::default();
/// extra.insert("subject", serde_json::Value::Null);
/// assert!(extra.is_null("subject"));
/// ```
#[derive(Clone, Default)]
pub struct Extra {
    /// The type whose decoding filled this in; what `said` means.
    info: Option<&'static Info>,
    /// One bit for each of the first members that came as null, and the last one for the type's own tag.
    said: u64,
    entries: Vec<Entry>,
}

/// The facts of a type that its objects share.
#[derive(Debug)]
pub struct Info {
    /// The names of the members on the wire, in the schema's order.
    pub members: &'static [&'static str],
    /// What the type writes into the tag, where the tag is none of the typed members.
    pub tag: Option<Tag>,
}

/// The bit of [`Extra::said`] for the type's own tag.
const TAG: u64 = 1 << 63;

/// A raw value under the name of a member.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: Cow<'static, str>,
    pub(super) value: Value,
    /// The typed member of that name, where the decoder has found it already.
    pub(super) member: Member,
}

/// Which typed member an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Member {
    /// The one at this index.
    Known(u16),
    /// None of them.
    Unknown,
    /// Nobody has looked yet.
    Unasked,
}

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
    pub fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        match self.entry(name) {
            Some(entry) => Some(Cow::Borrowed(&entry.value)),
            None => self.bit(name).and_then(|bit| self.meaning(bit)).map(|(_, value)| Cow::Owned(value)),
        }
    }

    /// Whether the member came, or is to be sent, as an explicit null.
    #[must_use]
    pub fn is_null(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| value.is_null())
    }

    /// Keeps a raw value under a member's name, and returns the one it replaces.
    pub fn insert(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Value>) -> Option<Value> {
        let name = name.into();
        let old = self.remove(&name);
        self.entries.push(Entry { name, value: value.into(), member: Member::Unasked });
        old
    }

    /// Takes out what is kept under a member's name.
    pub fn remove(&mut self, name: &str) -> Option<Value> {
        if let Some(bit) = self.bit(name) {
            let meaning = self.meaning(bit).map(|(_, value)| value);
            self.said &= !bit;
            return meaning;
        }
        let index = self.entries.iter().position(|entry| entry.name == name)?;
        Some(self.entries.remove(index).value)
    }

    /// What is kept, in no promised order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Cow<'_, Value>)> {
        let said = bits(self.said).filter_map(|bit| self.meaning(bit));
        let said = said.map(|(name, value)| (name, Cow::Owned(value)));
        said.chain(self.entries.iter().map(|entry| (entry.name.as_ref(), Cow::Borrowed(&entry.value))))
    }

    /// Keeps that a typed member came as null.
    #[inline]
    pub(super) fn set_null(&mut self, index: u16, info: &'static Info) {
        let Some(name) = info.members.get(usize::from(index)) else { return };
        if index < 63 {
            self.drop_entry(name);
            self.info = Some(info);
            self.said |= 1 << index;
        } else {
            self.put(Entry { name: Cow::Borrowed(name), value: Value::Null, member: Member::Known(index) });
        }
    }

    /// Keeps that the type's own tag came.
    #[inline]
    pub(super) fn set_tag(&mut self, tag: &Tag, info: &'static Info) {
        self.drop_entry(tag.name);
        self.info = Some(info);
        self.said |= TAG;
    }

    /// Keeps that another tag came than the type's own.
    pub(super) fn set_foreign_tag(&mut self, tag: &Tag, value: Value) {
        self.said &= !TAG;
        self.put(Entry { name: Cow::Borrowed(tag.name), value, member: Member::Unknown });
    }

    /// Of a name that comes twice, the last one counts.
    #[inline]
    fn drop_entry(&mut self, name: &str) {
        if !self.entries.is_empty() {
            self.entries.retain(|entry| entry.name != name);
        }
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

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// Keeps an entry in place of one of the same name.
    pub(super) fn put(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|old| old.name == entry.name) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    /// The bit that is set for a name.
    fn bit(&self, name: &str) -> Option<u64> {
        bits(self.said).find(|bit| self.meaning(*bit).is_some_and(|(named, _)| named == name))
    }

    /// The name and the raw value that a bit stands for.
    fn meaning(&self, bit: u64) -> Option<(&'static str, Value)> {
        let info = self.info?;
        if bit == TAG {
            return info.tag.as_ref().map(|tag| (tag.name, Value::from(tag.value)));
        }
        info.members.get(bit.trailing_zeros() as usize).map(|name| (*name, Value::Null))
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
        self.len() == other.len() && self.iter().all(|(name, value)| other.get(name) == Some(value))
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.redacted(&[]).fmt(f)
    }
}

impl Extra {
    /// For `Debug`, with the values of some names left out.
    pub(super) fn redacted<'e>(&'e self, secrets: &'e [&'e str]) -> impl fmt::Debug + 'e {
        fmt::from_fn(move |f| {
            let mut map = f.debug_map();
            for (name, value) in self.iter() {
                if secrets.contains(&name) && !value.is_null() {
                    map.entry(&format_args!("{name}"), &format_args!("[redacted]"));
                } else {
                    map.entry(&format_args!("{name}"), &format_args!("{}", veil::member(name, &value)));
                }
            }
            map.finish()
        })
    }
}
