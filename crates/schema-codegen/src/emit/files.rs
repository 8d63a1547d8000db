//! Assembles the files: header, first line of the documentation, imports, and items.

use std::collections::{BTreeMap, BTreeSet};

use super::{Emitted, Feature, Needs, Types, print};
use crate::resolve::model::{Kind, Module, ValueType};

/// Assembles a file of types of one kind.
pub(super) fn of_types(header: &str, about: &str, types: &Types<'_>) -> String {
    let own: BTreeSet<&str> = types.keys().map(|(.., name)| *name).collect();
    file(header, about, &types.values().collect::<Vec<_>>(), &own)
}

/// Assembles the file with the methods of types that are only received.
pub(super) fn for_tests(header: &str, methods: &BTreeMap<&str, Emitted>) -> String {
    let about = "Constructors and setters of types that are only received, for use in tests.";
    file(header, about, &methods.values().collect::<Vec<_>>(), &BTreeSet::new())
}

/// Assembles a file of items that are printed already.
pub(super) fn of_items(header: &str, about: &str, needs: &Needs, items: &str) -> String {
    let siblings: Vec<_> = needs.iter().filter(|need| is_local(need)).map(String::as_str).collect();
    let mut uses = foreign(needs);
    uses.push_str(&print::import("super", &siblings));
    if !uses.is_empty() {
        uses.push('\n');
    }
    format!("{header}//! {about}\n\n{uses}{items}")
}

/// Assembles a file of items. It defines the names in `own`.
fn file(header: &str, about: &str, items: &[&Emitted], own: &BTreeSet<&str>) -> String {
    let needs: Needs = items.iter().flat_map(|one| one.needs.iter().cloned()).collect();
    // Names that the file defines are not imported.
    let siblings = needs.iter().filter(|need| is_local(need) && !own.contains(need.as_str()));
    let siblings: Vec<_> = siblings.map(String::as_str).collect();
    let mut text = format!("{header}//! {about}\n\n{}", foreign(&needs));
    text.push_str(&print::import("super", &siblings));
    for one in items {
        text.push('\n');
        text.push_str(&one.text);
    }
    text
}

/// Returns the struct that each enum follows in its file, for the enums that only one struct uses.
pub(super) fn homes(module: &Module) -> BTreeMap<&str, &str> {
    let mut users: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut used = |ty: &ValueType, user| {
        for name in ty.needs() {
            users.entry(name).or_default().insert(user);
        }
    };
    for (name, one) in &module.types {
        match &one.kind {
            Kind::Object(object) => object.members.iter().for_each(|member| used(&member.ty, name)),
            Kind::Union(union) => union.arms.iter().for_each(|arm| used(&arm.ty, name)),
            Kind::Alias(ty) => used(ty, name),
            Kind::Enum(_) => {}
        }
    }
    let enums = module.types.iter().filter(|(_, one)| matches!(one.kind, Kind::Enum(_)));
    let homes = enums.filter_map(|(name, _)| {
        let users = users.get(name)?;
        let home = users.first().filter(|_| users.len() == 1)?;
        matches!(module.types[*home].kind, Kind::Object(_)).then_some((name.as_str(), *home))
    });
    homes.collect()
}

fn is_local(need: &str) -> bool {
    !need.contains("::")
}

/// Returns the imports from other crates, one `use` for each path.
fn foreign(needs: &Needs) -> String {
    let mut crates: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, name) in needs.iter().filter_map(|need| need.rsplit_once("::")) {
        crates.entry(path).or_default().push(name);
    }
    crates.iter().map(|(path, names)| print::import(path, names)).collect()
}

/// Returns the file that lists the types by their names in the schema.
pub(super) fn registry(module: &Module, header: &str) -> String {
    let listed = module.types.values().filter(|one| !matches!(one.kind, Kind::Alias(_)));
    let mut listed: Vec<_> = listed.map(|one| (one.schema_name.as_str(), one.name.as_str())).collect();
    listed.sort_unstable();
    let mut names: Vec<_> = listed.iter().map(|(.., name)| *name).collect();
    names.sort_unstable();
    let mut text = format!(
        "{header}//! Every type by its name in the schema.\n\nuse call_wire::json::RegisteredType;\n"
    );
    text.push_str(&print::import("super", &names));
    text.push_str(
        "\n/// Every type by its name in the schema, for payloads whose type is known only at run time.\n",
    );
    text.push_str("pub const TYPES: &[RegisteredType] = &[\n");
    for (schema_name, name) in listed {
        text.push_str(&format!("    RegisteredType::of::<{name}>({schema_name:?}),\n"));
    }
    text.push_str("];\n");
    text
}

/// Assembles `mod.rs`.
pub(super) fn index(
    header: &str,
    about: &str,
    modules: &[&str],
    features: &[Feature],
    public: &[&str],
) -> String {
    let mut text = format!("{header}//! {about}\n\n");
    for (feature, declaration) in features {
        text.push_str(&format!("#[cfg(feature = {feature:?})]\n{declaration}\n"));
    }
    for module in public {
        text.push_str(&format!("pub mod {module};\n"));
    }
    for module in modules {
        text.push_str(&format!("mod {module};\n"));
    }
    text.push('\n');
    for module in modules {
        text.push_str(&format!("pub use {module}::*;\n"));
    }
    text
}
