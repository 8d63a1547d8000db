//! The tables of JSON types, for the macros of `call_wire::json`.

use super::{Needs, Tables, docs, needs, print};
use crate::diagnostic::{Diagnostic, Result};
use crate::resolve::model::{Kind, Member, MemberWire, Module, Object, Type, Union, ValueType};

/// Builds the table of a struct.
pub(super) fn object(one: &Type, object: &Object, tag: Option<&(String, String)>) -> Tables {
    let rows = object.members.iter().filter_map(|member| match &member.wire {
        MemberWire::Json { name, secret } => {
            let secret = if *secret { " secret" } else { "" };
            Some(format!("{}: {name:?}{secret}", member.label))
        }
        MemberWire::Xml(_) => None,
    });
    let tag = tag.map(|(name, value)| format!(" tag {name:?} = {value:?}")).unwrap_or_default();
    let head = format!("json_object!({} {:?}{tag}", one.name, one.schema_name);
    Tables {
        text: print::table(&head, &rows.collect::<Vec<_>>(), ");"),
        needs: needs(["call_wire::json_object"]),
    }
}

/// Builds the table of an enum.
pub(super) fn open_enum(one: &Type) -> Tables {
    Tables { text: format!("open_enum!({});\n", one.name), needs: needs(["call_wire::open_enum"]) }
}

/// Builds the table of a union, and the table of the base type's members if there is a base type.
pub(super) fn union(
    one: &Type,
    union: &Union,
    tag: &str,
    base: Option<&str>,
    module: &Module,
) -> Result<Tables> {
    let targets = union.arms.iter().map(|arm| (arm, arm.ty.bare().tokens()));
    let rows = targets.map(|(arm, target)| format!("{}({target}): {:?}", arm.label, arm.name.local));
    let rest = match base {
        Some(base) => format!(" else {base}({base}));"),
        None => " else Unknown);".to_owned(),
    };
    let head = format!("json_union!({} {:?} by {tag:?}", one.name, one.schema_name);
    let mut tables = Tables {
        text: print::table(&head, &rows.collect::<Vec<_>>(), &rest),
        needs: needs(["call_wire::json_union"]),
    };
    if let Some(base) = base {
        accessors(&one.name, union, base, module, &mut tables)?;
    }
    Ok(tables)
}

/// Adds a table of the base type's members that every arm has. Each of them becomes a method.
fn accessors(name: &str, union: &Union, base: &str, module: &Module, tables: &mut Tables) -> Result<()> {
    let members = |name: &str| match module.types.get(name).map(|one| &one.kind) {
        Some(Kind::Object(object)) => Some(object.members.as_slice()),
        _ => None,
    };
    let own = members(base).ok_or_else(|| {
        Diagnostic::new(format!("the base type {base} of the union {name} is not an object"))
    })?;
    let arms = union.arms.iter().map(|arm| match arm.ty.bare() {
        ValueType::Named(target) => members(target).unwrap_or_default(),
        _ => &[],
    });
    let arms: Vec<&[Member]> = arms.collect();
    // A derived type may redeclare a member.
    let is_shared = |member: &&Member| {
        let same = |other: &Member| other.label == member.label && other.ty == member.ty;
        arms.iter().all(|members| members.iter().any(same))
    };
    let shared: Vec<&Member> = own.iter().filter(is_shared).collect();
    if shared.is_empty() {
        return Ok(());
    }
    let rows = shared.iter().map(|member| {
        let docs = docs::lines(&docs::member(member));
        let docs: String = docs.iter().map(|line| format!("/// {line}\n    ")).collect();
        format!("{docs}{}: {}", member.label, member.ty)
    });
    let labels: Vec<_> = union.arms.iter().map(|arm| arm.label.as_str()).chain([base]).collect();
    let head = format!("\njson_accessors!({name} [\n{}]", print::wrapped(&labels, 1));
    tables.text.push_str(&print::table(&head, &rows.collect::<Vec<_>>(), ");"));
    tables.needs.insert("call_wire::json_accessors".to_owned());
    tables.needs.extend(shared.iter().flat_map(|member| member.ty.needs()).collect::<Needs>());
    Ok(())
}
