//! The frames of the files: what each is about, and its imports.

use std::collections::BTreeMap;

use super::{Emitted, Needs, print};
use crate::resolve::model::{Kind, Module};

/// A file of types of one kind.
pub(super) fn of_types(header: &str, about: &str, types: &BTreeMap<&str, Emitted>) -> String {
    let needs: Needs = types.values().flat_map(|one| one.needs.iter().cloned()).collect();
    // What the file has itself needs no import.
    let siblings = needs.iter().filter(|need| is_local(need) && !types.contains_key(need.as_str()));
    let siblings: Vec<_> = siblings.map(String::as_str).collect();
    let mut text = format!("{header}//! {about}\n\n{}", foreign(&needs));
    text.push_str(&print::import("super", &siblings));
    for one in types.values() {
        text.push('\n');
        text.push_str(&one.text);
    }
    text
}

fn is_local(need: &str) -> bool {
    !need.contains("::")
}

/// The imports from other crates, one `use` for each path.
fn foreign(needs: &Needs) -> String {
    let mut crates: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, name) in needs.iter().filter_map(|need| need.rsplit_once("::")) {
        crates.entry(path).or_default().push(name);
    }
    crates.iter().map(|(path, names)| print::import(path, names)).collect()
}

/// The list of the types by their schema's names.
pub(super) fn catalogue(module: &Module, header: &str) -> String {
    let listed = module.types.values().filter(|one| !matches!(one.kind, Kind::Alias(_)));
    let mut listed: Vec<_> = listed.map(|one| (one.schema_name.as_str(), one.name.as_str())).collect();
    listed.sort_unstable();
    let mut names: Vec<_> = listed.iter().map(|(_, name)| *name).collect();
    names.sort_unstable();
    let mut text =
        format!("{header}//! Every type by its name in the schema.\n\nuse call_wire::json::TypeEntry;\n");
    text.push_str(&print::import("super", &names));
    text.push_str(
        "\n/// Every type by its name in the schema, for payloads whose type is known only at run time.\n",
    );
    text.push_str("pub const TYPES: &[TypeEntry] = &[\n");
    for (schema_name, name) in listed {
        text.push_str(&format!("    TypeEntry::of::<{name}>({schema_name:?}),\n"));
    }
    text.push_str("];\n");
    text
}

/// The module's own file.
pub(super) fn index(header: &str, about: &str, modules: &[&str], has_client: bool) -> String {
    let mut text = format!("{header}//! {about}\n\n");
    if has_client {
        text.push_str("#[cfg(feature = \"client\")]\npub(crate) mod client;\n");
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
