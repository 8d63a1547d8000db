//! The public facts of a schema, under the names of the schema.
//!
//! * `type M.T`: its kind; `type M.T.Child`: type and occurrence; `type M.T.@Attribute`; `type M.T.#text`;
//! * `value M.T.Value` for the values of an enum, `arm M.T.Element` for the arms of a choice;
//! * `element M.Name`: its type; `op M.Name`: request and response.

use std::collections::BTreeMap;

use xsd_parser::TypeIdent;

use super::model::{Arm, Kind, Member, Type, Wire};
use super::{Element, Operation};

/// Returns the facts, by key.
pub fn of(
    module: &str,
    types: &BTreeMap<TypeIdent, Type>,
    elements: &[Element],
    operations: &[Operation],
) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    for one in types.values() {
        add_type(&format!("{module}.{}", one.schema), one, &mut facts);
    }
    for element in elements {
        facts.insert(format!("element {module}.{}", element.name.local), element.type_name.clone());
    }
    for Operation { name, request, response, .. } in operations {
        let value = format!("{} -> {}", request.name.local, response.name.local);
        facts.insert(format!("op {module}.{name}"), value);
    }
    facts
}

fn add_type(name: &str, one: &Type, facts: &mut BTreeMap<String, String>) {
    match &one.kind {
        Kind::Struct(members) => {
            facts.insert(format!("type {name}"), "object".to_owned());
            for member in members {
                let (key, value) = member_fact(member);
                facts.insert(format!("type {name}.{key}"), value);
            }
        }
        Kind::Enum(values) => {
            facts.insert(format!("enum {name}"), "open".to_owned());
            for value in values {
                facts.insert(format!("value {name}.{}", value.wire), String::new());
            }
        }
        Kind::Choice(arms) => add_arms(name, "by element", arms, facts),
        Kind::Variants(arms) => add_arms(name, "by xsi:type", arms, facts),
    }
}

fn add_arms(name: &str, how: &str, arms: &[Arm], facts: &mut BTreeMap<String, String>) {
    facts.insert(format!("union {name}"), how.to_owned());
    for arm in arms {
        facts.insert(format!("arm {name}.{}", arm.name.local), arm.type_name.clone());
    }
}

fn member_fact(member: &Member) -> (String, String) {
    let most = if member.many { "n" } else { "1" };
    let occurs = format!("{} {}..{most}", member.type_name, u8::from(member.required));
    match &member.wire {
        Wire::Element(name) => (name.local.clone(), occurs),
        Wire::Attribute(name) => {
            let mark = if member.required { "required" } else { "optional" };
            (format!("@{}", name.local), format!("{} {mark}", member.type_name))
        }
        Wire::Text => ("#text".to_owned(), member.type_name.clone()),
        Wire::Choice | Wire::Content => ("#choice".to_owned(), occurs),
        Wire::Any => ("#any".to_owned(), occurs),
    }
}
