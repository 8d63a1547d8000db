//! Writes objects: members in the order of the schema or in their original order, and kept parts in their places.

use super::extra::{Extra, Reason};
use super::name::{Name, NameRef};
use super::object::{Elements, Kind, Members, Object, Slot};
use super::writer::Writer;

/// Writes an object into the element that was just started. Used by [`xml_object!`](crate::xml_object).
pub fn write_object<T: Object>(object: &T, writer: &mut Writer) {
    write(object, writer);
}

fn write(object: &dyn Members, writer: &mut Writer) {
    let extra = object.extra();
    extra.prefixes().iter().for_each(|binding| writer.bind(binding));
    for at in (0..object.len()).filter(|at| object.member(*at).kind == Kind::Attribute) {
        write_text(object, at, writer);
    }
    for attribute in extra.attributes() {
        // A member with a value replaces an attribute of the same name in `extra`.
        if !has_attribute(object, attribute.name.borrow()) {
            writer.attribute(attribute.name.borrow(), &attribute.value);
        }
    }
    for at in (0..object.len()).filter(|at| object.member(*at).kind == Kind::Text) {
        write_text(object, at, writer);
    }
    Children::new(object).write(writer);
    extra.added().iter().for_each(|element| element.write_whole(writer));
}

/// Returns `true` if a member is the attribute with this name, and has a value.
fn has_attribute(object: &dyn Members, name: NameRef<'_>) -> bool {
    (0..object.len()).any(|at| {
        let member = object.member(at);
        let mut has_value = false;
        if member.kind == Kind::Attribute
            && member.name() == name
            && let Slot::Text(slot) = object.slot(at)
        {
            slot.with_canonical(&mut |_| has_value = true);
        }
        has_value
    })
}

/// Writes the text or an attribute. Writes the original text if it decodes to the value.
fn write_text(object: &dyn Members, at: usize, writer: &mut Writer) {
    let Slot::Text(slot) = object.slot(at) else { return };
    let member = object.member(at);
    let mut write = |text: &str| match member.kind {
        Kind::Attribute => writer.attribute(member.name(), text),
        _ => writer.text(text),
    };
    match object.extra().original(at).filter(|original| slot.is_decoded_from(original)) {
        Some(original) => write(original),
        None => slot.with_canonical(&mut write),
    }
}

/// Writes the children of an element.
struct Children<'a> {
    object: &'a dyn Members,
    extra: &'a Extra,
    /// The original elements of values: the member, the index of the value, and the index in `extra`.
    originals: Vec<(u16, u32, usize)>,
    /// The index of the next kept part.
    next: usize,
    /// The number of values that have been written.
    values: usize,
}

impl<'a> Children<'a> {
    fn new(object: &'a dyn Members) -> Self {
        let extra = object.extra();
        let kept = extra.kept().iter().enumerate().filter(|(_, kept)| kept.reason == Reason::Original);
        let mut originals: Vec<_> = kept.map(|(place, kept)| (kept.member, kept.at, place)).collect();
        originals.sort_unstable();
        Self { object, extra, originals, next: 0, values: 0 }
    }

    fn write(mut self, writer: &mut Writer) {
        if self.keeps_order() {
            let mut written = vec![0; self.object.len()];
            for at in self.extra.order().iter().map(|at| usize::from(*at)) {
                self.value(at, written[at], writer);
                written[at] += 1;
            }
        } else {
            for at in 0..self.object.len() {
                for index in 0..self.object.slot(at).count() {
                    self.value(at, index, writer);
                }
            }
        }
        self.values = usize::MAX;
        self.kept(writer);
    }

    /// Returns `true` if there is an original order, and the members have as many values as it lists.
    fn keeps_order(&self) -> bool {
        let order = self.extra.order();
        let mut counts = vec![0; if order.is_empty() { 0 } else { self.object.len() }];
        for at in order {
            match counts.get_mut(usize::from(*at)) {
                Some(count) => *count += 1,
                None => return false,
            }
        }
        !order.is_empty() && (0..counts.len()).all(|at| self.object.slot(at).count() == counts[at])
    }

    fn value(&mut self, at: usize, index: usize, writer: &mut Writer) {
        self.kept(writer);
        self.values += 1;
        let (slot, name): (&dyn Elements, Name) = match self.object.slot(at) {
            Slot::Elements(slot) => (slot, Name::from(self.object.member(at).name())),
            Slot::Root(slot) => (slot, slot.name()),
            Slot::Text(_) => return,
        };
        let is_decoded_from =
            |place: &usize| self.extra.raw(*place).is_some_and(|raw| slot.is_decoded_from(index, raw));
        match self.original(at, index).filter(is_decoded_from) {
            Some(place) => self.extra.write(place, writer),
            None => {
                writer.start(name);
                slot.write(index, writer);
                writer.end();
            }
        }
    }

    fn original(&self, at: usize, index: usize) -> Option<usize> {
        let key = (u16::try_from(at).ok()?, u32::try_from(index).ok()?);
        let found = self.originals.binary_search_by_key(&key, |(member, index, _)| (*member, *index));
        found.ok().map(|found| self.originals[found].2)
    }

    /// Writes the kept parts of the current place.
    fn kept(&mut self, writer: &mut Writer) {
        while let Some(kept) = self.extra.kept().get(self.next) {
            let is_written = match kept.reason {
                Reason::Original => false,
                _ if kept.at as usize > self.values => return,
                Reason::Unknown | Reason::Text | Reason::Empty => true,
                Reason::EmptySingle => self.object.slot(usize::from(kept.member)).count() == 0,
                Reason::Repeated => self.object.slot(usize::from(kept.member)).count() > 0,
            };
            if is_written {
                self.extra.write(self.next, writer);
            }
            self.next += 1;
        }
    }
}
