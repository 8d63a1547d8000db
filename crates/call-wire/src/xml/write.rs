//! Objects back to elements: members in the schema's order, or in that in which they came, everything else at its
//! place.

use super::extra::{Extra, Why};
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
        // A member that has a value goes before what somebody has set under its name.
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

/// Whether a member is the attribute of that name, and has a value.
fn has_attribute(object: &dyn Members, name: NameRef<'_>) -> bool {
    (0..object.len()).any(|at| {
        let member = object.member(at);
        let mut has_value = false;
        if member.kind == Kind::Attribute
            && member.name() == name
            && let Slot::Text(slot) = object.slot(at)
        {
            slot.lend(&mut |_| has_value = true);
        }
        has_value
    })
}

/// Writes the text or an attribute, as it came if that still says the value.
fn write_text(object: &dyn Members, at: usize, writer: &mut Writer) {
    let Slot::Text(slot) = object.slot(at) else { return };
    let member = object.member(at);
    let mut write = |text: &str| match member.kind {
        Kind::Attribute => writer.attribute(member.name(), text),
        _ => writer.text(text),
    };
    match object.extra().spelling(at).filter(|spelling| slot.agrees(spelling)) {
        Some(spelling) => write(spelling),
        None => slot.lend(&mut write),
    }
}

/// The children of an element, as they are written one after the other.
struct Children<'a> {
    object: &'a dyn Members,
    extra: &'a Extra,
    /// The spellings of values by member and index, with their places in `extra`.
    spellings: Vec<(u16, u32, usize)>,
    /// The next one of what is kept.
    next: usize,
    /// How many values are written.
    values: usize,
}

impl<'a> Children<'a> {
    fn new(object: &'a dyn Members) -> Self {
        let extra = object.extra();
        let kept = extra.kept().iter().enumerate().filter(|(_, kept)| kept.why == Why::Spelling);
        let mut spellings: Vec<_> = kept.map(|(place, kept)| (kept.member, kept.at, place)).collect();
        spellings.sort_unstable();
        Self { object, extra, spellings, next: 0, values: 0 }
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

    /// Whether the members have as many values as when their order was remembered.
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
        let agrees = |place: &usize| self.extra.raw(*place).is_some_and(|raw| slot.agrees(index, raw));
        match self.spelling(at, index).filter(agrees) {
            Some(place) => self.extra.write(place, writer),
            None => {
                writer.start(name);
                slot.write(index, writer);
                writer.end();
            }
        }
    }

    fn spelling(&self, at: usize, index: usize) -> Option<usize> {
        let key = (u16::try_from(at).ok()?, u32::try_from(index).ok()?);
        let found = self.spellings.binary_search_by_key(&key, |(member, index, _)| (*member, *index));
        found.ok().map(|found| self.spellings[found].2)
    }

    /// Writes what is kept at this place.
    fn kept(&mut self, writer: &mut Writer) {
        while let Some(kept) = self.extra.kept().get(self.next) {
            let is_written = match kept.why {
                Why::Spelling => false,
                _ if kept.at as usize > self.values => return,
                Why::Unknown | Why::Text | Why::NoValue => true,
                Why::Instead => self.object.slot(usize::from(kept.member)).count() == 0,
                Why::Again => self.object.slot(usize::from(kept.member)).count() > 0,
            };
            if is_written {
                self.extra.write(self.next, writer);
            }
            self.next += 1;
        }
    }
}
