//! Objects: typed members, and everything else in `extra`.

use std::fmt;

use crate::debug::DebugValue;

use super::error::ReadError;
use super::extra::{Entry, Extra, Member};
use super::info::Info;
use super::reader::Reader;
use super::tag::Tag;
use super::wire::{Comparison, Slot, Wire};
use super::writer::Writer;

/// Access to the members of an object by their indices in [`Info::members`].
///
/// Implemented by [`json_object!`](crate::json_object). It is dyn-compatible: reading and writing are compiled once, for
/// all types.
pub trait Fields {
    /// Returns the table of the type.
    fn info(&self) -> &'static Info;

    /// Returns the unknown members, explicit nulls and original spellings.
    fn extra(&self) -> &Extra;

    /// Returns mutable access to the unknown members, explicit nulls and original spellings.
    fn extra_mut(&mut self) -> &mut Extra;

    /// Returns the member at an index.
    fn slot(&self, index: usize) -> Option<&dyn Slot>;

    /// Returns mutable access to the member at an index.
    fn slot_mut(&mut self, index: usize) -> Option<&mut dyn Slot>;

    /// Writes the members that have a value.
    fn write(&self, output: &mut MemberWriter<'_>);
}

/// A JSON object of a schema. Implemented by [`json_object!`](crate::json_object).
pub trait Object: Fields + Default {
    /// The table of the type.
    const INFO: &'static Info;
}

impl dyn Fields + '_ {
    /// Sets a member to an explicit null, which is written until the member has a value. Returns `false` if there is no
    /// typed member with this name.
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

/// Converts an index. No type has more members than `u16` can count.
fn number(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// Reads an object.
///
/// `tag` is the name of the member by which a union selected the type. Only the first member with this name counts;
/// later ones are ignored.
///
/// # Errors
///
/// Returns the errors of [`Wire::read`].
pub fn read_object(
    object: &mut dyn Fields,
    tag: Option<&str>,
    input: &mut Reader<'_>,
) -> Result<(), ReadError> {
    read_object_with(object, tag, None, input)
}

/// A member that the caller reads: its name, and the function that reads its value, which may be null.
pub type ReadMember<'a, 't> = (&'a str, &'a mut dyn FnMut(&mut Reader<'t>) -> Result<(), ReadError>);

/// Like [`read_object`], but the caller reads one of the members.
///
/// # Errors
///
/// Returns the errors of [`Wire::read`].
pub fn read_object_with<'t>(
    object: &mut dyn Fields,
    tag: Option<&str>,
    mut custom: Option<ReadMember<'_, 't>>,
    input: &mut Reader<'t>,
) -> Result<(), ReadError> {
    let info = object.info();
    if !input.enter()? {
        return Err(input.unexpected(&format!("an object ({})", info.name)));
    }
    let typed = |name: &str| info.find(name, 0);
    let typed_tag = tag.and_then(typed);
    let typed_custom = custom.as_ref().and_then(|(name, _)| typed(name));
    // A type in two unions may have a tag for each of them.
    let tags = [tag, info.tag.as_ref().map(|tag| tag.name).filter(|own| tag != Some(*own))];
    let (mut expected, mut is_tagged) = (0, [false; 2]);
    // One bit for each of the first 64 members; later members always count as seen.
    let mut seen = 0_u64;
    while let Some(name) = input.name()? {
        let index = info.find(&name, expected);
        let mut is_tag = false;
        // Most members are neither tags nor the caller's member. Their names are not compared here.
        if index.is_none() || index == typed_tag || index == typed_custom {
            let tag = tags.iter().position(|tag| *tag == Some(&*name));
            is_tag = tag.is_some();
            if tag.is_some_and(|tag| std::mem::replace(&mut is_tagged[tag], true)) {
                input.skip()?;
                continue;
            }
            if let Some((member, read)) = &mut custom
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
            None => {
                if !is_tag {
                    input.note_unknown();
                }
                read_other(object, &name, input)?;
            }
        }
    }
    Ok(())
}

/// Reads the value of a typed member into its slot, and an explicit null or an original spelling into `extra`.
/// `is_again` is true if an earlier member may have the same name.
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
        Ok(()) => input.take_non_canonical().then(|| input.since_place(place)),
        Err(error) => {
            let error = if info.is_secret(index) { error.without_value(place) } else { error };
            let raw = input.pass_over(place, error)?;
            slot.clear();
            Some(raw)
        }
    };
    if is_again {
        // The last member with a name counts.
        object.extra_mut().forget(number(index), info);
    }
    if let Some(raw) = raw {
        object.extra_mut().keep(number(index), info, raw);
    }
    Ok(())
}

/// Reads an unknown member, or the type's own tag.
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

/// Writes an object, and the tag that its union requires, unless the object already has it.
pub fn write_object(object: &dyn Fields, tag: Option<Tag>, output: &mut Writer) {
    write_object_with(object, tag, None, output);
}

/// A member that the caller writes: its name, and the function that writes its value.
pub type WriteMember<'a> = (&'a str, &'a dyn Fn(&mut Writer));

/// Like [`write_object`], but the caller writes one more member. It replaces an unknown member with the same name.
pub fn write_object_with(
    object: &dyn Fields,
    tag: Option<Tag>,
    custom: Option<WriteMember<'_>>,
    output: &mut Writer,
) {
    let (extra, info) = (object.extra(), object.info());
    let member = |entry: &Entry<'_>| match entry.member {
        Member::Known(index) => Some(usize::from(index)),
        Member::Unknown => None,
        Member::Unresolved => info.find(entry.name, 0),
    };
    let tag = tag.filter(|tag| !has_tag(tag, object));
    output.object();
    if let Some(tag) = tag.as_ref().or(extra.tag()) {
        output.name(tag.name);
        output.string(tag.value);
    }
    object.write(&mut MemberWriter { output, info, extra, has_originals: extra.has_entries() });
    let is_set = |index| object.slot(index).is_some_and(Slot::is_set);
    // The tag that the union requires replaces the one in `extra`.
    let is_tag = |name: &str| tag.as_ref().is_some_and(|tag| tag.name == name);
    for index in extra.nulls().map(usize::from).filter(|index| !is_set(*index)) {
        let name = info.members.get(index).copied().unwrap_or_default();
        if !is_tag(name) {
            output.name(name);
            output.null();
        }
    }
    for entry in extra.entries() {
        let is_written = match member(&entry) {
            _ if is_tag(entry.name) => false,
            None => custom.is_none_or(|(name, _)| name != entry.name),
            // The original spelling of a removed member is not written. A value that was inserted, or could not be
            // decoded, is written as long as the member has no value.
            Some(index) => object.slot(index).is_some_and(|slot| {
                let is_inserted = entry.member == Member::Unresolved;
                !slot.is_set() && (is_inserted || slot.compare(entry.raw) == Comparison::Unreadable)
            }),
        };
        if is_written {
            output.name(entry.name);
            output.checked(entry.raw);
        }
    }
    if let Some((name, write)) = custom {
        output.name(name);
        write(output);
    }
    output.end_object();
}

/// Returns `true` if an object already has a tag.
fn has_tag(tag: &Tag, object: &dyn Fields) -> bool {
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
    /// Whether `extra` may have the original spelling of a member.
    has_originals: bool,
}

impl MemberWriter<'_> {
    /// Writes a member if it has a value, in its original spelling if that still decodes to the value.
    #[inline]
    pub fn member<T: Wire>(&mut self, name: &'static str, slot: &Option<T>) {
        let Some(value) = slot else { return };
        if self.info.has_plain_names {
            self.output.plain_name(name);
        } else {
            self.output.name(name);
        }
        if !(self.has_originals && self.write_original(name, slot)) {
            value.write(self.output);
        }
    }

    /// Writes the original spelling of a member if it decodes to the value. Returns `true` if it was written.
    #[cold]
    fn write_original(&mut self, name: &str, slot: &dyn Slot) -> bool {
        let Some(entry) = self.extra.entry(name) else { return false };
        let is_same = slot.compare(entry.raw) == Comparison::Same;
        if is_same {
            self.output.checked(entry.raw);
        }
        is_same
    }
}

/// Formats an object for `Debug`: the members that are set, without secrets.
///
/// # Errors
///
/// Returns the errors of the formatter.
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
