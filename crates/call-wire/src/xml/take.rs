//! Elements to objects: every attribute, child and text to its member, and what is for none to `extra`.

use super::{
    content::Context,
    element::{Attribute, Element, Node},
    error::{Issue, excerpt},
    extra::Kept,
    name::Name,
    object::{Elements, Kind, Members, Slot, SlotMut},
};

/// Fills the object from an element.
pub(super) fn take(object: &mut dyn Members, element: Element, context: &mut Context) -> Result<(), Issue> {
    object.extra_mut().set_prefixes(element.prefixes);
    for attribute in element.attributes {
        read_attribute(object, attribute, element.offset, context)?;
    }
    let text_member = (0..object.len()).find(|at| object.member(*at).kind == Kind::Text);
    let mut text = String::new();
    // The member that came last: the next one is most often the same or the one after it.
    let mut last = 0;
    for node in element.children {
        match node {
            Node::Text(part) if text_member.is_some() => text.push_str(&part),
            Node::Text(part) if part.trim().is_empty() => {}
            Node::Text(part) => object.extra_mut().add_unknown(last, Node::Text(part)),
            Node::Element(child) => match find(object, &child.name, last) {
                Some(at) => {
                    read_element(object, at, child, context)?;
                    last = at + 1;
                }
                None => object.extra_mut().add_unknown(last, Node::Element(child)),
            },
        }
    }
    match text_member {
        Some(at) if !text.is_empty() => read_text(object, at, text, String::new, element.offset, context),
        _ => Ok(()),
    }
}

/// The member that an element is for.
fn find(object: &dyn Members, name: &Name, last: usize) -> Option<usize> {
    let len = object.len();
    let start = last.saturating_sub(1);
    let fits = |at: &usize| match object.member(*at).kind {
        Kind::Element => object.member(*at).is(name),
        Kind::Root => matches!(object.slot(*at), Slot::Root(root) if root.matches(name)),
        Kind::Choice => matches!(object.slot(*at), Slot::Elements(choice) if choice.accepts(name)),
        _ => false,
    };
    let named = (start..len).chain(0..start).find(fits);
    named.or_else(|| (0..len).find(|at| matches!(object.member(*at).kind, Kind::Any | Kind::Content)))
}

fn read_element(
    object: &mut dyn Members,
    at: usize,
    element: Element,
    context: &mut Context,
) -> Result<(), Issue> {
    let slot: &mut dyn Elements = match object.slot_mut(at) {
        SlotMut::Elements(slot) => slot,
        SlotMut::Root(slot) => slot,
        // No table has this; the element would still not be lost.
        SlotMut::Text(_) => {
            object.extra_mut().add_unknown(at, Node::Element(element));
            return Ok(());
        }
    };
    let (index, repeats) = (slot.count(), slot.repeats());
    let no_value = |element| Kept { member: at, index, spells: false, element };
    if element.is_nil() || (index > 0 && !repeats) {
        object.extra_mut().keep(no_value(element));
        return Ok(());
    }
    let name = element.name.local.clone();
    let step = || {
        if repeats { format!("{name}[{}]", index + 1) } else { name.to_string() }
    };
    let copy = context.lenient.then(|| element.clone());
    let read = context.inside(step, |context| slot.push(element, context));
    if read.is_ok() && !repeats {
        object.extra_mut().set_aside(at);
    }
    match (read, copy) {
        (Ok(None), _) => {}
        (Ok(Some(element)), _) => {
            object.extra_mut().keep(Kept { member: at, index, spells: true, element });
        }
        (Err(issue), Some(element)) => {
            context.issues.push(issue);
            object.extra_mut().keep(no_value(element));
        }
        (Err(issue), None) => return Err(issue),
    }
    Ok(())
}

fn read_attribute(
    object: &mut dyn Members,
    attribute: Attribute,
    offset: usize,
    context: &mut Context,
) -> Result<(), Issue> {
    let wanted = |at: &usize| {
        let member = object.member(*at);
        member.kind == Kind::Attribute && member.is(&attribute.name)
    };
    match (0..object.len()).find(wanted) {
        Some(at) => {
            let name = attribute.name.local;
            read_text(object, at, attribute.value, || format!("@{name}"), offset, context)
        }
        None => {
            object.extra_mut().add_attribute(attribute);
            Ok(())
        }
    }
}

fn read_text(
    object: &mut dyn Members,
    at: usize,
    text: String,
    step: impl Fn() -> String,
    offset: usize,
    context: &mut Context,
) -> Result<(), Issue> {
    let SlotMut::Text(slot) = object.slot_mut(at) else {
        return Ok(());
    };
    match slot.set(&text) {
        Some(true) => {}
        Some(false) => object.extra_mut().keep_text(at, text),
        None => {
            let mut issue = Issue::new(offset, slot.expects(), excerpt(&text));
            let step = step();
            if !step.is_empty() {
                issue.under(&step);
            }
            if !context.lenient {
                return Err(issue);
            }
            context.issues.push(issue);
            object.extra_mut().keep_text(at, text);
        }
    }
    Ok(())
}
