//! Reads objects: attributes, children and text become members, and everything else is kept in `extra`.

use std::borrow::Cow;

use super::content::Context;
use super::error::{DecodeError, ErrorKind, Issue, excerpt};
use super::extra::Reason;
use super::name::NameRef;
use super::object::{Elements, Kind, Members, Object, Slot, SlotMut};
use super::reader::{Attr, Event, Reader, Start, shortened};
use super::source;

/// The progress in the children of an element.
#[derive(Default)]
struct Progress {
    /// The next member in the order of the schema.
    next: usize,
    /// The number of children with values.
    values: usize,
}

/// Reads an object. Used by [`xml_object!`](crate::xml_object).
///
/// # Errors
///
/// Returns an error for malformed XML. Unless the context is lenient, also returns an error for text that is not valid
/// for its type.
pub fn read_object<'t, T: Object>(
    reader: &mut Reader<'t>,
    start: Start<'t>,
    context: &mut Context,
) -> Result<T, DecodeError> {
    let mut object = T::default();
    read(&mut object, reader, start, context)?;
    Ok(object)
}

fn read<'t>(
    object: &mut dyn Members,
    reader: &mut Reader<'t>,
    start: Start<'t>,
    context: &mut Context,
) -> Result<(), DecodeError> {
    let (offset, mut prefixes) = (start.offset, start.bindings);
    for attribute in start.attributes {
        read_attribute(object, attribute, offset, context)?;
    }
    let text_member = (0..object.len()).find(|at| object.member(*at).kind == Kind::Text);
    let mut text = Cow::Borrowed("");
    let mut is_mixed = false;
    let mut progress = Progress::default();
    loop {
        match reader.next()? {
            Event::Text(part) if text_member.is_some() => {
                reader.bind_text(&part, &mut prefixes);
                if text.is_empty() { text = part } else { text.to_mut().push_str(&part) }
            }
            // White space between elements is insignificant, except in mixed content.
            Event::Text(part) if !is_mixed && source::is_blank(&part) => {}
            Event::Text(part) => {
                is_mixed = true;
                reader.bind_text(&part, &mut prefixes);
                object.extra_mut().keep(Reason::Text, 0, progress.values, &part, &reader.scope());
            }
            Event::Start(child) => match find(object, child.name(), progress.next) {
                Some(at) => read_element(object, at, reader, child, &mut progress, context)?,
                None => {
                    let offset = child.offset;
                    reader.skip_to(reader.depth() - 1)?;
                    let unknown = reader.since(offset);
                    object.extra_mut().keep(Reason::Unknown, 0, progress.values, unknown, &reader.scope());
                }
            },
            Event::End | Event::Eof => break,
        }
    }
    object.extra_mut().set_prefixes(prefixes);
    match text_member {
        Some(at) if !text.is_empty() => read_text(object, at, &text, None, offset, context),
        _ => Ok(()),
    }
}

/// Returns the member for an element.
fn find(object: &dyn Members, name: NameRef<'_>, next: usize) -> Option<usize> {
    let len = object.len();
    // The next element usually belongs to the same member or to a later one.
    let start = next.saturating_sub(1);
    let fits = |at: &usize| match object.member(*at).kind {
        Kind::Element => object.member(*at).is(name),
        Kind::Root => matches!(object.slot(*at), Slot::Root(root) if root.matches(name)),
        Kind::Choice => matches!(object.slot(*at), Slot::Elements(choice) if choice.accepts(name)),
        _ => false,
    };
    let named = (start..len).chain(0..start).find(fits);
    named.or_else(|| (0..len).find(|at| matches!(object.member(*at).kind, Kind::Any | Kind::Content)))
}

fn read_element<'t>(
    object: &mut dyn Members,
    at: usize,
    reader: &mut Reader<'t>,
    start: Start<'t>,
    progress: &mut Progress,
    context: &mut Context,
) -> Result<(), DecodeError> {
    let (offset, outer) = (start.offset, reader.depth() - 1);
    let slot: &mut dyn Elements = match object.slot_mut(at) {
        SlotMut::Elements(slot) => slot,
        SlotMut::Root(slot) => slot,
        // No table has a text member for an element. If there were one, the element would be kept.
        SlotMut::Text(_) => {
            reader.skip_to(outer)?;
            let unknown = reader.since(offset);
            object.extra_mut().keep(Reason::Unknown, 0, progress.values, unknown, &reader.scope());
            return Ok(());
        }
    };
    let (index, repeats) = (slot.count(), slot.repeats());
    let reason = match (repeats, index) {
        (true, _) => Reason::Empty,
        (false, 0) => Reason::EmptySingle,
        (false, _) => Reason::Repeated,
    };
    if start.is_nil() || reason == Reason::Repeated {
        reader.skip_to(outer)?;
        object.extra_mut().keep(reason, at, progress.values, reader.since(offset), &reader.scope());
        progress.next = at + 1;
        return Ok(());
    }
    let name = start.name_text();
    let step = || {
        let name = shortened(name);
        if repeats { format!("{name}[{}]", index + 1) } else { name.into_owned() }
    };
    match context.inside(step, |context| slot.push(reader, start, context)) {
        Ok(is_plain) => {
            count_value(object, at, progress);
            if !repeats {
                object.extra_mut().detach_empty(at);
            }
            if !is_plain {
                object.extra_mut().keep(Reason::Original, at, index, reader.since(offset), &reader.scope());
            }
        }
        Err(error) if context.lenient && error.kind() == ErrorKind::Value => {
            context.report(error.into_issue());
            reader.skip_to(outer)?;
            object.extra_mut().keep(reason, at, progress.values, reader.since(offset), &reader.scope());
        }
        Err(error) => return Err(error),
    }
    progress.next = at + 1;
    Ok(())
}

/// Counts a value, and records its member if the values are not in the order of the members.
fn count_value(object: &mut dyn Members, at: usize, progress: &mut Progress) {
    progress.values += 1;
    if !object.extra().order().is_empty() {
        object.extra_mut().add_to_order([at]);
    } else if at + 1 < progress.next {
        let mut order = Vec::with_capacity(progress.values);
        for member in 0..object.len() {
            let values = object.slot(member).count() - usize::from(member == at);
            order.extend(std::iter::repeat_n(member, values));
        }
        order.push(at);
        object.extra_mut().add_to_order(order);
    }
}

fn read_attribute(
    object: &mut dyn Members,
    attribute: Attr<'_>,
    offset: usize,
    context: &mut Context,
) -> Result<(), DecodeError> {
    let is_attribute = |at: &usize| {
        let member = object.member(*at);
        member.kind == Kind::Attribute && member.is(attribute.name())
    };
    match (0..object.len()).find(is_attribute) {
        Some(at) => read_text(object, at, &attribute.value, Some(attribute.local), offset, context),
        None => {
            object.extra_mut().add_attribute(attribute.into_owned());
            Ok(())
        }
    }
}

/// Reads the text of the element, or of the attribute with this name.
fn read_text(
    object: &mut dyn Members,
    at: usize,
    text: &str,
    attribute: Option<&str>,
    offset: usize,
    context: &mut Context,
) -> Result<(), DecodeError> {
    let SlotMut::Text(slot) = object.slot_mut(at) else {
        return Ok(());
    };
    match slot.set(text) {
        Some(true) => return Ok(()),
        Some(false) => {}
        None => {
            let mut issue = Issue::new(offset, slot.expects(), excerpt(text));
            if let Some(attribute) = attribute {
                issue.under(&format!("@{}", shortened(attribute)));
            }
            if !context.lenient {
                return Err(DecodeError::new(ErrorKind::Value, issue));
            }
            context.report(issue);
        }
    }
    object.extra_mut().keep_original(at, text.to_owned());
    Ok(())
}
