//! The tables of XML types, for the macros of `call_wire::xml`.

use super::{Tables, needs, print};
use crate::resolve::model::{ElementName, Member, MemberWire, Object, Type, Union, UnionWire, XmlWire};

/// Builds the tables of a struct.
pub(super) fn object(
    one: &Type,
    object: &Object,
    root: Option<&ElementName>,
    answers: &[(ElementName, String)],
) -> Tables {
    let rows: Vec<_> = object.members.iter().filter_map(row).collect();
    let mut tables = Tables {
        text: print::table(&format!("xml_object!({}", one.name), &rows, ");"),
        needs: needs(["call_wire::xml_object"]),
    };
    add_root(one, root, &mut tables);
    for (name, answer) in answers {
        tables.text.push_str(&format!("xml_operation!({} => {answer}: {});\n", one.name, in_table(name)));
        tables.needs.extend(needs(["call_wire::xml_operation", answer]));
    }
    tables
}

/// Builds the tables of an enum.
pub(super) fn open_enum(one: &Type, root: Option<&ElementName>) -> Tables {
    let name = &one.name;
    let mut tables = Tables {
        text: format!("open_enum!({name});\nxml_scalar!({name});\n"),
        needs: needs(["call_wire::open_enum", "call_wire::xml_scalar"]),
    };
    add_root(one, root, &mut tables);
    tables
}

/// Builds the table of a union.
pub(super) fn union(one: &Type, union: &Union) -> Tables {
    let rows = union.arms.iter().map(|arm| format!("{}: {}", arm.label, in_table(&arm.name)));
    let head = if matches!(union.wire, UnionWire::XsiType) { "xml_variants" } else { "xml_choice" };
    Tables {
        text: print::table(&format!("{head}!({}", one.name), &rows.collect::<Vec<_>>(), ");"),
        needs: needs([&format!("call_wire::{head}")]),
    }
}

/// Adds the root element of a type, if it has one.
fn add_root(one: &Type, root: Option<&ElementName>, tables: &mut Tables) {
    if let Some(root) = root {
        tables.text.push_str(&format!("xml_root!({}: {});\n", one.name, in_table(root)));
        tables.needs.extend(needs(["call_wire::xml_root"]));
    }
}

fn row(member: &Member) -> Option<String> {
    let label = &member.label;
    let MemberWire::Xml(wire) = &member.wire else { return None };
    Some(match wire {
        XmlWire::Element(name) => format!("element {label}: {}", in_table(name)),
        XmlWire::Attribute(name) if name.namespace.is_empty() => {
            format!("attribute {label}: {:?}", name.local)
        }
        XmlWire::Attribute(name) => format!("attribute {label}: {}", in_table(name)),
        XmlWire::Text => format!("text {label}"),
        XmlWire::Choice => format!("choice {label}"),
        XmlWire::Content => format!("content {label}"),
        XmlWire::Any => format!("any {label}"),
    })
}

/// The name of an element in a table: the namespaces of the protocol have short names there.
fn in_table(name: &ElementName) -> String {
    let namespace = match name.namespace.as_str() {
        "http://schemas.microsoft.com/exchange/services/2006/messages" => "M".to_owned(),
        "http://schemas.microsoft.com/exchange/services/2006/types" => "T".to_owned(),
        "http://schemas.microsoft.com/exchange/services/2006/errors" => "E".to_owned(),
        "http://www.w3.org/XML/1998/namespace" => "XML".to_owned(),
        "" => "NONE".to_owned(),
        other => format!("{other:?}"),
    };
    format!("{namespace} {:?}", name.local)
}
