//! The tables of XML types, for the macros of `call_wire::xml`.

use super::{Needs, Tables, needs, print};
use crate::resolve::model::{
    Arm, ElementName, Member, MemberWire, Namespaces, Object, SoapOperation, Type, Union, UnionWire, XmlWire,
};
use crate::resolve::namespaces::{PREFIXES, XML};

/// Builds the tables of a struct.
pub(super) fn object(
    one: &Type,
    object: &Object,
    root: Option<&ElementName>,
    operations: &[SoapOperation],
    namespaces: &Namespaces,
) -> Tables {
    let mut needs = needs(["call_wire::xml_object"]);
    let rows: Vec<_> =
        object.members.iter().filter_map(|member| row(member, namespaces, &mut needs)).collect();
    let text = print::table(&format!("xml_object!({}", one.name), &rows, ");");
    let mut tables = Tables { text, needs };
    add_root(one, root, namespaces, &mut tables);
    for SoapOperation { name, action, response, .. } in operations {
        let rows = [format!("name: {name:?}"), format!("action: {action:?}")];
        tables.text.push_str(&print::table(
            &format!("xml_operation!({} => {response}", one.name),
            &rows,
            ");",
        ));
        tables.needs.extend(super::needs(["call_wire::xml_operation", response]));
    }
    tables
}

/// Builds the tables of an enum.
pub(super) fn open_enum(one: &Type, root: Option<&ElementName>, namespaces: &Namespaces) -> Tables {
    let name = &one.name;
    let mut tables = Tables {
        text: format!("open_enum!({name});\nxml_scalar!({name});\n"),
        needs: needs(["call_wire::open_enum", "call_wire::xml_scalar"]),
    };
    add_root(one, root, namespaces, &mut tables);
    tables
}

/// Builds the table of a union.
pub(super) fn union(one: &Type, union: &Union, namespaces: &Namespaces) -> Tables {
    let is_choice = !matches!(union.wire, UnionWire::XsiType);
    let head = if is_choice { "xml_choice" } else { "xml_variants" };
    let mut needs = needs([&format!("call_wire::{head}")]);
    let arm = |arm: &Arm| format!("{}: {}", arm.label, in_table(&arm.name, namespaces, &mut needs));
    let rows: Vec<_> = union.arms.iter().map(arm).collect();
    let tail = if is_choice { prefixes(namespaces, &mut needs) } else { "" };
    let text = print::table(&format!("{head}!({}", one.name), &rows, &format!("{tail});"));
    Tables { text, needs }
}

/// Adds the root element of a type, if it has one.
fn add_root(one: &Type, root: Option<&ElementName>, namespaces: &Namespaces, tables: &mut Tables) {
    if let Some(root) = root {
        let name = in_table(root, namespaces, &mut tables.needs);
        let tail = prefixes(namespaces, &mut tables.needs);
        tables.text.push_str(&format!("xml_root!({}: {name}{tail});\n", one.name));
        tables.needs.extend(needs(["call_wire::xml_root"]));
    }
}

fn row(member: &Member, namespaces: &Namespaces, needs: &mut Needs) -> Option<String> {
    let label = &member.label;
    let MemberWire::Xml(wire) = &member.wire else { return None };
    Some(match wire {
        XmlWire::Element(name) => format!("element {label}: {}", in_table(name, namespaces, needs)),
        XmlWire::Attribute(name) if name.namespace.is_empty() => {
            format!("attribute {label}: {:?}", name.local)
        }
        XmlWire::Attribute(name) => format!("attribute {label}: {}", in_table(name, namespaces, needs)),
        XmlWire::Text => format!("text {label}"),
        XmlWire::Choice => format!("choice {label}"),
        XmlWire::Content => format!("content {label}"),
        XmlWire::Any => format!("any {label}"),
    })
}

/// A name in a table: the constant of the namespace, and the local name.
fn in_table(name: &ElementName, namespaces: &Namespaces, needs: &mut Needs) -> String {
    let ElementName { namespace, local } = name;
    let (path, constant) = match (namespace.as_str(), namespaces.constant(namespace)) {
        (_, Some(constant)) => ("super::ns", constant),
        (XML, None) => ("call_wire::xml::ns", "XML"),
        ("", None) => ("call_wire::xml::ns", "NONE"),
        (other, None) => return format!("{other:?} {local:?}"),
    };
    needs.insert(format!("{path}::{constant}"));
    format!("{constant} {local:?}")
}

/// The end of a table of a type that can be a document.
fn prefixes(namespaces: &Namespaces, needs: &mut Needs) -> &'static str {
    if !namespaces.have_prefixes() {
        return "";
    }
    needs.insert(format!("super::ns::{PREFIXES}"));
    ", PREFIXES"
}

/// The file of the namespaces.
pub(super) fn namespaces(namespaces: &Namespaces, header: &str) -> String {
    let mut text = format!("{header}//! The XML namespaces of the schema.\n");
    for (uri, one) in namespaces.iter() {
        let with = one
            .prefix
            .as_ref()
            .map_or_else(String::new, |prefix| format!(", written with the prefix `{prefix}`"));
        text.push_str(&format!("\n/// `{uri}`{with}.\npub const {}: &str = {uri:?};\n", one.constant));
    }
    let with_prefix = namespaces.iter().filter_map(|(_, one)| Some((one.prefix.as_ref()?, &one.constant)));
    let rows: Vec<_> = with_prefix.map(|(prefix, constant)| format!("({prefix:?}, {constant})")).collect();
    if !rows.is_empty() {
        text.push_str("\n/// The prefixes that documents are written with, each with its namespace.\n");
        text.push_str(&format!("pub const {PREFIXES}: &[(&str, &str)] = &[{}];\n", rows.join(", ")));
    }
    text
}
