//! Objects: typed members as options, and everything else the wire said in `extra`.

use std::fmt;

use crate::debug::DebugValue;

use super::extra::{Entry, Member};
use super::{Comparison, Extra, ReadError, Reader, Slot, Tag, Wire, Writer};

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
    has_plain_names: bool,
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

    fn is_secret(&self, index: usize) -> bool {
        self.secrets.get(index).copied().unwrap_or(false)
    }

    /// Whether the member of that name is a secret.
    pub(super) fn has_secret(&self, name: &str) -> bool {
        self.find(name, 0).is_some_and(|index| self.is_secret(index))
    }

    /// The index of the member of that name. The search begins at the member that is expected.
    #[inline]
    fn find(&self, name: &str, expected: usize) -> Option<usize> {
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

/// The members of an object, by their indices in [`Info::members`]: what reading and writing need of a type.
/// Implemented by [`json_object!`](crate::json_object).
pub trait Fields {
    /// What the objects of the type share.
    fn info(&self) -> &'static Info;

    /// What the typed members do not say.
    fn extra(&self) -> &Extra;

    /// What the typed members do not say, to change it.
    fn extra_mut(&mut self) -> &mut Extra;

    /// The member at an index.
    fn slot(&self, index: usize) -> Option<&dyn Slot>;

    /// The member at an index, to change it.
    fn slot_mut(&mut self, index: usize) -> Option<&mut dyn Slot>;

    /// Hands each member that has a value to the writer.
    fn write(&self, output: &mut MemberWriter<'_>);
}

/// A JSON object of a schema. Implemented by [`json_object!`](crate::json_object).
pub trait Object: Fields + Default {
    /// The schema's name, the names of the members, and the type's tag.
    const INFO: &'static Info;
}

impl dyn Fields + '_ {
    /// Makes a member null: it is written as null until it gets a value. False if there is no such member.
    pub fn set_null(&mut self, name: &str) -> bool {
        let info = self.info();
        let Some(index) = info.find(name, 0) else { return false };
        if let Some(slot) = self.slot_mut(index) {
            slot.clear();
        }
        self.extra_mut().set_null(number(index), info);
        true
    }
}

/// An index as `Extra` keeps it. No schema has as many members as it can count.
fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Reads an object into its place. `tag` names the member by which a union has chosen the type: the union
/// counts the first member of that name, and so the others are dropped here.
///
/// # Errors
///
/// As [`Wire::read`].
pub fn read_object(
    object: &mut dyn Fields,
    tag: Option<&str>,
    input: &mut Reader<'_>,
) -> Result<(), ReadError> {
    read_object_with(object, tag, None, input)
}

/// A member that somebody else than the object reads: its name, and what reads its value, which may be null.
pub type ReadAside<'a, 't> = (&'a str, &'a mut dyn FnMut(&mut Reader<'t>) -> Result<(), ReadError>);

/// As [`read_object`], but for one member.
///
/// # Errors
///
/// As [`Wire::read`].
pub fn read_object_with<'t>(
    object: &mut dyn Fields,
    tag: Option<&str>,
    mut aside: Option<ReadAside<'_, 't>>,
    input: &mut Reader<'t>,
) -> Result<(), ReadError> {
    let info = object.info();
    if !input.enter()? {
        return Err(input.unexpected(&format!("an object ({})", info.name)));
    }
    let typed = |name: &str| info.find(name, 0);
    let typed_tag = tag.and_then(typed);
    let typed_aside = aside.as_ref().and_then(|(name, _)| typed(name));
    // A type that is an arm of two unions may have a tag for each.
    let tags = [tag, info.tag.as_ref().map(|tag| tag.name).filter(|own| tag != Some(*own))];
    let (mut expected, mut is_tagged) = (0, [false; 2]);
    // One bit for each of the first members; the others count as seen.
    let mut seen = 0_u64;
    while let Some(name) = input.name()? {
        let index = info.find(&name, expected);
        // Few members are more than typed, or less: only they are compared with the tags and the one aside.
        if index.is_none() || index == typed_tag || index == typed_aside {
            let tag = tags.iter().position(|tag| *tag == Some(&*name));
            if tag.is_some_and(|tag| std::mem::replace(&mut is_tagged[tag], true)) {
                input.skip()?;
                continue;
            }
            if let Some((member, read)) = &mut aside
                && *member == name
            {
                read(input)?;
                continue;
            }
        }
        match index {
            Some(index) => {
                let bit = u32::try_from(index).ok().and_then(|index| 1_u64.checked_shl(index)).unwrap_or(0);
                read_member(object, index, seen & bit == bit, input)?;
                seen |= bit;
                expected = index + 1;
            }
            None => read_other(object, &name, input)?,
        }
    }
    Ok(())
}

/// Reads the value of a typed member into its slot, and what the slot cannot say into `extra`; `is_again` if a
/// member of that name may have come before.
fn read_member(
    object: &mut dyn Fields,
    index: usize,
    is_again: bool,
    input: &mut Reader<'_>,
) -> Result<(), ReadError> {
    let info = object.info();
    let Some(slot) = object.slot_mut(index) else { return input.skip().map(drop) };
    if input.null()? {
        slot.clear();
        object.extra_mut().set_null(number(index), info);
        return Ok(());
    }
    let place = input.place();
    let raw = match slot.read(input) {
        Ok(()) => input.take_respelled().then(|| input.since_place(place)),
        Err(error) => {
            let error = if info.is_secret(index) { error.without_value(place) } else { error };
            let raw = input.pass_over(place, error)?;
            slot.clear();
            Some(raw)
        }
    };
    if is_again {
        // Of a name that comes twice, the last one counts.
        object.extra_mut().forget(number(index), info);
    }
    if let Some(raw) = raw {
        object.extra_mut().keep(number(index), info, raw);
    }
    Ok(())
}

/// Reads a member that is none of the typed ones.
fn read_other(object: &mut dyn Fields, name: &str, input: &mut Reader<'_>) -> Result<(), ReadError> {
    let info = object.info();
    let raw = input.skip()?;
    let extra = object.extra_mut();
    match info.tag.as_ref().filter(|tag| tag.name == name) {
        Some(tag) if raw == *tag.value => extra.set_tag(info),
        _ => extra.put_unknown(name, raw.as_str()),
    }
    Ok(())
}

/// Writes an object, with the tag that its place needs unless the object says it already.
pub fn write_object(object: &dyn Fields, tag: Option<Tag>, output: &mut Writer) {
    write_object_with(object, tag, None, output);
}

/// A member that somebody else than the object writes: its name, and what writes its value.
pub type WriteAside<'a> = (&'a str, &'a dyn Fn(&mut Writer));

/// As [`write_object`], with one more member, in place of what `extra` keeps under that name.
pub fn write_object_with(
    object: &dyn Fields,
    tag: Option<Tag>,
    aside: Option<WriteAside<'_>>,
    output: &mut Writer,
) {
    let (extra, info) = (object.extra(), object.info());
    let member = |entry: &Entry<'_>| match entry.member {
        Member::Known(index) => Some(usize::from(index)),
        Member::Unknown => None,
        Member::Unresolved => info.find(entry.name, 0),
    };
    let tag = tag.filter(|tag| !is_said(tag, object));
    output.object();
    if let Some(tag) = tag.as_ref().or(extra.tag()) {
        output.name(tag.name);
        output.string(tag.value);
    }
    object.write(&mut MemberWriter { output, info, extra, has_spellings: extra.has_entries() });
    let is_set = |index| object.slot(index).is_some_and(Slot::is_set);
    // What the object says of its tag does not count beside the tag that its place needs.
    let is_tag = |name: &str| tag.as_ref().is_some_and(|tag| tag.name == name);
    for index in extra.nulls().map(usize::from).filter(|index| !is_set(*index)) {
        let name = info.members.get(index).copied().unwrap_or_default();
        if !is_tag(name) {
            output.name(name);
            output.null();
        }
    }
    for entry in extra.entries() {
        let wanted = match member(&entry) {
            _ if is_tag(entry.name) => false,
            None => aside.is_none_or(|(name, _)| name != entry.name),
            // What a member was before it was taken out is not written again.
            // What somebody has inserted is written as long as the member has no value.
            Some(index) => object.slot(index).is_some_and(|slot| {
                let is_inserted = entry.member == Member::Unresolved;
                !slot.is_set() && (is_inserted || slot.compare(entry.raw) == Comparison::Unreadable)
            }),
        };
        if wanted {
            output.name(entry.name);
            output.checked(entry.raw);
        }
    }
    if let Some((name, write)) = aside {
        output.name(name);
        write(output);
    }
    output.end_object();
}

/// Whether an object already carries the tag that its place needs.
fn is_said(tag: &Tag, object: &dyn Fields) -> bool {
    let typed =
        || object.info().find(tag.name, 0).and_then(|index| object.slot(index)).is_some_and(Slot::is_set);
    let own = object.extra().tag().is_some_and(|own| own.name == tag.name && tag.is(own.value));
    let kept = || {
        let entry = object.extra().entry(tag.name)?;
        Some(Reader::new(entry.raw).string("a tag").is_ok_and(|text| tag.is(&text)))
    };
    own || typed() || kept().unwrap_or(false)
}

/// Writes the members of one object.
pub struct MemberWriter<'o> {
    output: &'o mut Writer,
    info: &'static Info,
    extra: &'o Extra,
    /// Whether `extra` may hold the spelling of a member that has a value.
    has_spellings: bool,
}

impl MemberWriter<'_> {
    /// Writes a member if it has a value, in its kept spelling if that still means the value.
    #[inline]
    pub fn member<T: Wire>(&mut self, name: &'static str, slot: &Option<T>) {
        let Some(value) = slot else { return };
        if self.info.has_plain_names {
            self.output.plain_name(name);
        } else {
            self.output.name(name);
        }
        if !(self.has_spellings && self.spelling(name, slot)) {
            value.write(self.output);
        }
    }

    /// Writes the kept spelling of a member, if there is one and it still means the value.
    #[cold]
    fn spelling(&mut self, name: &str, slot: &dyn Slot) -> bool {
        let Some(entry) = self.extra.entry(name) else { return false };
        let is_same = slot.compare(entry.raw) == Comparison::Same;
        if is_same {
            self.output.checked(entry.raw);
        }
        is_same
    }
}

/// For `Debug`: only the members that are set, and no secret.
///
/// # Errors
///
/// Those of the formatter.
pub fn debug_object<O: Object>(
    object: &O,
    type_name: &str,
    members: &[(&str, Option<DebugValue<'_>>)],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    debug_members(object.extra(), O::INFO, type_name, members, f)
}

fn debug_members(
    extra: &Extra,
    info: &'static Info,
    type_name: &str,
    members: &[(&str, Option<DebugValue<'_>>)],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let mut output = f.debug_struct(type_name);
    for (index, (field, value)) in members.iter().enumerate() {
        match value {
            Some(_) if info.is_secret(index) => output.field(field, &format_args!("[redacted]")),
            Some(value) => output.field(field, value),
            None => &mut output,
        };
    }
    if !extra.is_empty() {
        output.field("extra", &extra.redacted(Some(info)));
    }
    output.finish_non_exhaustive()
}
