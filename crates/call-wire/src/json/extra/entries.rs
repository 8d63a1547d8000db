//! Raw values by name: all texts in one string, with an index if there are many.

use std::hash::{BuildHasher, RandomState};

use hashbrown::HashTable;

use crate::json::raw::push_compact;

/// The number of entries above which there is an index. With fewer entries, a linear search is as fast.
const INDEXED: usize = 32;

/// The initial capacity, which is enough for a few short entries.
const ROOM: usize = 96;

/// Raw values by the names of members. They are boxed, since most objects have none.
#[derive(Clone, Default)]
pub(super) struct Entries(Option<Box<Store>>);

#[derive(Clone, Default)]
struct Store {
    /// The names and values of the entries, in turn. Removed entries stay until they are half of the text.
    text: String,
    /// The number of bytes of removed entries.
    unused: usize,
    spans: Vec<Span>,
    index: Option<Index>,
}

/// The position of an entry in the text.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    name: u32,
    raw: u32,
    member: Member,
}

/// Finds an entry by its name. The hash is keyed, so a sender cannot choose names that collide.
#[derive(Clone)]
struct Index {
    hasher: RandomState,
    table: HashTable<u32>,
}

/// A name with its raw value.
pub(crate) struct Entry<'e> {
    pub(crate) name: &'e str,
    pub(crate) raw: &'e str,
    /// The typed member with this name.
    pub(crate) member: Member,
}

/// The typed member of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Member {
    /// The member at this index.
    Known(u16),
    /// Not a typed member.
    Unknown,
    /// Not yet looked up.
    Unresolved,
}

impl Span {
    fn length(self) -> usize {
        self.name as usize + self.raw as usize
    }

    fn name(self, text: &str) -> &str {
        let start = self.start as usize;
        text.get(start..start + self.name as usize).unwrap_or_default()
    }

    #[inline]
    fn is_named(self, name: &str, text: &str) -> bool {
        self.name as usize == name.len() && self.name(text) == name
    }

    fn raw(self, text: &str) -> &str {
        let start = self.start as usize + self.name as usize;
        text.get(start..start + self.raw as usize).unwrap_or_default()
    }
}

impl Entries {
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |store| store.spans.len())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.0.iter().flat_map(|store| store.spans.iter().map(|span| store.entry(*span)))
    }

    pub(super) fn get(&self, name: &str) -> Option<Entry<'_>> {
        let store = self.0.as_ref()?;
        store.spans.get(store.position(name)?).map(|span| store.entry(*span))
    }

    /// Inserts or replaces an entry. The value is stored without insignificant white space.
    pub(super) fn put(&mut self, name: &str, raw: &str, member: Member) {
        self.0.get_or_insert_default().put(name, raw, member);
    }

    /// Removes the entry with this name.
    #[inline]
    pub(super) fn remove(&mut self, name: &str) {
        if let Some(store) = &mut self.0 {
            store.remove(name);
        }
    }
}

impl Store {
    fn put(&mut self, name: &str, raw: &str, member: Member) {
        let start = self.text.len();
        let room = if self.text.is_empty() { ROOM } else { 0 };
        self.text.reserve(room.max(name.len() + raw.len()));
        self.text.push_str(name);
        push_compact(raw, &mut self.text);
        let span = Span {
            start: offset(start),
            name: offset(name.len()),
            raw: offset(self.text.len() - start - name.len()),
            member,
        };
        match self.position(name) {
            Some(position) => {
                if let Some(old) = self.spans.get_mut(position) {
                    self.unused += old.length();
                    *old = span;
                }
                self.tidy();
            }
            None => {
                self.spans.push(span);
                self.index_last(name);
            }
        }
    }

    fn remove(&mut self, name: &str) {
        let Some(position) = self.position(name) else { return };
        let last = self.spans.len() - 1;
        if let Some(index) = &mut self.index {
            // The last entry moves to the position of the removed one.
            index.forget(name, position);
            if let Some(moved) = self.spans.last() {
                index.renumber(moved.name(&self.text), last, position);
            }
            self.unused += self.spans.swap_remove(position).length();
        } else {
            self.unused += self.spans.remove(position).length();
        }
        self.tidy();
    }

    fn entry(&self, span: Span) -> Entry<'_> {
        Entry { name: span.name(&self.text), raw: span.raw(&self.text), member: span.member }
    }

    fn position(&self, name: &str) -> Option<usize> {
        match &self.index {
            None => self.spans.iter().position(|span| span.is_named(name, &self.text)),
            Some(index) => index.find(name, |position| self.is_named(position, name)),
        }
    }

    fn is_named(&self, position: u32, name: &str) -> bool {
        self.spans.get(position as usize).is_some_and(|span| span.is_named(name, &self.text))
    }

    /// Adds the last entry to the index, and creates the index if there are enough entries.
    fn index_last(&mut self, name: &str) {
        let Self { text, spans, index, .. } = self;
        let name_of = |position: &u32| spans.get(*position as usize).map_or("", |span| span.name(text));
        if let Some(index) = index {
            index.add(name, spans.len() - 1, name_of);
        } else if spans.len() > INDEXED {
            let mut new = Index { hasher: RandomState::new(), table: HashTable::new() };
            for (position, span) in spans.iter().enumerate() {
                new.add(span.name(text), position, name_of);
            }
            *index = Some(new);
        }
    }

    /// Removes the text of removed entries if it is more than half of the text.
    fn tidy(&mut self) {
        if self.unused * 2 <= self.text.len() {
            return;
        }
        let mut text = String::with_capacity(self.text.len() - self.unused);
        for span in &mut self.spans {
            let start = text.len();
            text.push_str(span.name(&self.text));
            text.push_str(span.raw(&self.text));
            span.start = offset(start);
        }
        (self.text, self.unused) = (text, 0);
    }
}

/// Converts a length. Decoding rejects longer texts, so only `Extra::insert` can exceed the limit.
fn offset(length: usize) -> u32 {
    u32::try_from(length).expect("the unknown members are longer than 4 GiB in total")
}

impl Index {
    fn find(&self, name: &str, matches: impl Fn(u32) -> bool) -> Option<usize> {
        let found = self.table.find(self.hasher.hash_one(name), |position| matches(*position));
        found.map(|position| *position as usize)
    }

    fn add<'n>(&mut self, name: &str, position: usize, name_of: impl Fn(&u32) -> &'n str) {
        let hasher = &self.hasher;
        let rehash = |position: &u32| hasher.hash_one(name_of(position));
        self.table.insert_unique(hasher.hash_one(name), offset(position), rehash);
    }

    fn forget(&mut self, name: &str, position: usize) {
        let entry = self.table.find_entry(self.hasher.hash_one(name), |found| *found as usize == position);
        if let Ok(entry) = entry {
            entry.remove();
        }
    }

    fn renumber(&mut self, name: &str, from: usize, to: usize) {
        let entry = self.table.find_mut(self.hasher.hash_one(name), |found| *found as usize == from);
        if let Some(entry) = entry {
            *entry = offset(to);
        }
    }
}
