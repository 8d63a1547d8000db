//! Rust names for the types of a schema: short if that is unambiguous, and independent of pruning.

use std::collections::BTreeMap;

use xsd_parser::TypeIdent;
use xsd_parser::models::IdentType;

use super::model::{Kind, Type};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::names::type_name;

/// Names that the generated files use.
const RESERVED: [&str; 4] = ["Element", "Integer", "Request", "Response"];

/// Names every type, and returns a note for each name that differs from that in the schema in more than case.
pub fn assign(types: &mut BTreeMap<TypeIdent, Type>) -> Result<BTreeMap<TypeIdent, String>> {
    let used = uses(types);
    let mut wishes: BTreeMap<String, Vec<TypeIdent>> = BTreeMap::new();
    for (ident, one) in types.iter() {
        let wish = short(ident, one, used.get(ident).copied().unwrap_or(0))?;
        wishes.entry(wish).or_default().push(ident.clone());
    }
    let mut taken: BTreeMap<String, TypeIdent> = BTreeMap::new();
    let mut contested = Vec::new();
    for (wish, wanting) in wishes {
        match wanting.as_slice() {
            [only] if !RESERVED.contains(&wish.as_str()) => {
                taken.insert(wish, only.clone());
            }
            _ => contested.extend(wanting),
        }
    }
    let mut notes = BTreeMap::new();
    contested.sort();
    for ident in contested {
        let one = &types[&ident];
        let name = free_name(one, &taken)?;
        if name != type_name(&one.schema).name {
            notes.insert(
                ident.clone(),
                format!("{} is the Rust type {name}: shorter names are in use", one.schema),
            );
        }
        taken.insert(name, ident);
    }
    for (name, ident) in taken {
        if let Some(one) = types.get_mut(&ident) {
            one.rust = name;
        }
    }
    Ok(notes)
}

/// Counts how often each type is the type of a member or arm.
fn uses(types: &BTreeMap<TypeIdent, Type>) -> BTreeMap<TypeIdent, usize> {
    let mut uses = BTreeMap::new();
    for one in types.values() {
        for target in one.kind.parts().into_iter().filter_map(|of| of.target()) {
            *uses.entry(target.clone()).or_default() += 1;
        }
    }
    uses
}

/// Returns the preferred name of a type: that of its only element, or its own without `Type`.
fn short(ident: &TypeIdent, one: &Type, uses: usize) -> Result<String> {
    let name = match one.elements.as_slice() {
        [only] if uses == 0 && matches!(one.kind, Kind::Struct(_) | Kind::Enum(_)) => only.local.clone(),
        _ if ident.type_ == IdentType::ElementType => without_inner_type(&one.schema),
        _ => one.schema.clone(),
    };
    let name = match &one.kind {
        Kind::Choice(_) => name.replace("TypeContent", "Content"),
        _ => name,
    };
    let stripped = name.strip_suffix("Type").filter(|rest| !rest.is_empty()).unwrap_or(&name);
    Ok(type_name(stripped).name)
}

/// Removes `Type` inside a name: xsd-parser names the type of a local element after the type around it.
fn without_inner_type(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(at) = rest.find("Type") {
        let after = &rest[at + 4..];
        let inner = at > 0 && after.starts_with(|c: char| c.is_uppercase());
        out.push_str(&rest[..if inner { at } else { at + 4 }]);
        rest = after;
    }
    out + rest
}

/// Returns an unused name: the whole name in the schema, else with its namespace, else with a number.
fn free_name(one: &Type, taken: &BTreeMap<String, TypeIdent>) -> Result<String> {
    let whole = type_name(&one.schema).name;
    let place = one.namespace.rsplit('/').next().unwrap_or_default();
    let candidates = [whole.clone(), type_name(&format!("{}-{place}", one.schema)).name];
    let numbered = (2..1000).map(|number| format!("{whole}{number}"));
    candidates
        .into_iter()
        .chain(numbered)
        .find(|name| !taken.contains_key(name) && !RESERVED.contains(&name.as_str()))
        .ok_or_else(|| Diagnostic::new(format!("no unused name was found for the type {}", one.schema)))
}
