//! Objects back to elements: members in the schema's order, everything else at its place.

use super::{
    element::{Attribute, Element, Node},
    name::Name,
    object::{Elements, Kind, Members, Scalar, Slot},
};

/// Fills the element, whose name is set.
pub(super) fn fill(object: &dyn Members, element: &mut Element) {
    let extra = object.extra();
    element.prefixes.extend_from_slice(extra.prefixes());
    let len = object.len();
    element.children.extend(extra.nodes(0, len == 0).cloned());
    for at in 0..len {
        match object.slot(at) {
            Slot::Text(slot) => fill_text(object, at, slot, element),
            Slot::Elements(slot) => {
                let member = object.member(at);
                fill_elements(object, at, slot, Name::new(member.namespace, member.local), element);
            }
            Slot::Root(slot) => fill_elements(object, at, slot, slot.name(), element),
        }
        element.children.extend(extra.nodes(at + 1, at + 1 == len).cloned());
    }
    element.attributes.extend(extra.attributes().cloned());
}

fn fill_text(object: &dyn Members, at: usize, slot: &dyn Scalar, element: &mut Element) {
    let kept = object.extra().text(at).filter(|kept| slot.agrees(kept));
    let Some(value) = kept.map(str::to_owned).or_else(|| slot.get()) else {
        return;
    };
    let member = object.member(at);
    if member.kind == Kind::Attribute {
        let name = Name::new(member.namespace, member.local);
        element.attributes.push(Attribute { name, value });
    } else {
        element.push_text(value);
    }
}

fn fill_elements(object: &dyn Members, at: usize, slot: &dyn Elements, name: Name, element: &mut Element) {
    let extra = object.extra();
    let count = slot.count();
    let single = !slot.repeats();
    // An element that is no value has its place among the values. One that stands for the missing value of a
    // single member goes when there is a value, and repetitions go when there is none.
    let no_values = |index: usize, last: bool| {
        extra
            .members(at)
            .filter(move |kept| !kept.spells && (kept.index == index || (last && kept.index > index)))
            .filter(move |kept| !single || (kept.index == 0) == (count == 0))
            .map(|kept| Node::Element(kept.element.clone()))
    };
    for index in 0..count {
        element.children.extend(no_values(index, false));
        let spelling = extra
            .members(at)
            .find(|kept| kept.spells && kept.index == index && slot.agrees(index, &kept.element));
        let child = spelling.map_or_else(
            || {
                let mut child = Element::named(name.clone());
                slot.write(index, &mut child);
                child
            },
            |kept| kept.element.clone(),
        );
        element.children.push(Node::Element(child));
    }
    element.children.extend(no_values(count, true));
}
