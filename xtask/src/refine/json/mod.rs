//! JSON types and clients, refined.

mod client;
mod enums;
mod method;
mod objects;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use syn::Item;

use super::print;
use crate::{
    facts::{Facts, Kind},
    fault::{Fault, Result},
};

/// The refined files, by path below `src/generated`.
pub type Files = BTreeMap<String, String>;

/// One refined type: its text, and what it needs from elsewhere.
#[derive(Debug, Default)]
struct Refined {
    text: String,
    needs: BTreeSet<String>,
}

/// Refines what typify and progenitor rendered.
pub fn refine(types: &syn::File, client: Option<&syn::File>, facts: &Facts, header: &str) -> Result<Files> {
    let mut files = Files::new();
    let mut objects = BTreeMap::new();
    let mut enums = BTreeMap::new();
    let mut unions = BTreeMap::new();
    let items = by_name(&types.items);
    let shapes = objects::shapes(&items, facts)?;
    for (name, type_facts) in &facts.types {
        let item = *items.get(name.as_str()).ok_or_else(|| {
            Fault::new(format!("typify rendered no type {name} (schema name {})", type_facts.schema_name))
        })?;
        match &type_facts.kind {
            Kind::Object(_) => {
                objects.insert(name, objects::refine(&shapes[name.as_str()], type_facts)?);
            }
            Kind::Enum(facts) => {
                enums.insert(name, enums::refine(item, type_facts, facts)?);
            }
            Kind::Union(union) => {
                unions.insert(name, unions::refine(name, union, type_facts, &shapes)?);
            }
            Kind::Alias => {
                objects.insert(name, types::alias(item, type_facts, facts)?);
            }
        }
    }
    let mut modules = Vec::new();
    for (module, about, refined) in [
        ("enums", "Values with a name; each enum keeps a value that it does not know.", enums),
        ("objects", "Objects; each keeps what its members do not say in `extra`.", objects),
        ("unions", "Choices of objects, told apart by a tag.", unions),
    ] {
        if !refined.is_empty() {
            files.insert(format!("{module}.rs"), file(header, about, &refined));
            modules.push(module);
        }
    }
    if !facts.types.is_empty() {
        files.insert("catalogue.rs".to_owned(), catalogue(facts, header));
        modules.insert(0, "catalogue");
    }
    if let Some(client) = client {
        files.insert("client.rs".to_owned(), client::refine(client, facts, header)?);
    }
    files.insert("mod.rs".to_owned(), index(header, &modules, client.is_some()));
    Ok(files)
}

/// The structs and enums of a file, by name.
fn by_name(items: &[Item]) -> BTreeMap<String, &Item> {
    let named = items.iter().filter_map(|item| match item {
        Item::Struct(item_struct) => Some((item_struct.ident.to_string(), item)),
        Item::Enum(item_enum) => Some((item_enum.ident.to_string(), item)),
        Item::Type(item_type) => Some((item_type.ident.to_string(), item)),
        _ => None,
    });
    named.collect()
}

/// A file of types of one kind.
fn file(header: &str, about: &str, refined: &BTreeMap<&String, Refined>) -> String {
    let mut needs = BTreeSet::new();
    let mut body = String::new();
    for one in refined.values() {
        needs.extend(one.needs.iter().cloned());
        body.push('\n');
        body.push_str(&one.text);
    }
    // What the file has itself needs no import.
    let siblings = needs.iter().filter(|need| !need.contains("::") && !refined.contains_key(*need));
    let siblings: Vec<_> = siblings.cloned().collect();
    let mut text = format!("{header}//! {about}\n\n");
    text.push_str(&uses(&needs));
    if !siblings.is_empty() {
        text.push_str(&wrapped_use("super", &siblings));
    }
    text.push_str(&body);
    text
}

/// The imports from other crates, one `use` for each.
fn uses(needs: &BTreeSet<String>) -> String {
    let mut crates: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (path, name) in needs.iter().filter_map(|need| need.rsplit_once("::")) {
        crates.entry(path).or_default().push(name.to_owned());
    }
    crates.iter().map(|(path, names)| wrapped_use(path, names)).collect()
}

fn wrapped_use(path: &str, names: &[String]) -> String {
    if let [name] = names {
        return format!("use {path}::{name};\n");
    }
    let line = format!("use {path}::{{{}}};\n", names.join(", "));
    if line.len() <= 100 {
        return line;
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    format!("use {path}::{{\n{}}};\n", print::wrapped(&names, 1))
}

/// The list of the types by their schema's names.
fn catalogue(facts: &Facts, header: &str) -> String {
    let listed = facts.types.iter().filter(|(_, facts)| !matches!(facts.kind, Kind::Alias));
    let mut listed: Vec<_> =
        listed.map(|(name, facts)| (facts.schema_name.as_str(), name.as_str())).collect();
    listed.sort_unstable();
    let mut names: Vec<_> = listed.iter().map(|(_, name)| (*name).to_owned()).collect();
    names.sort_unstable();
    let mut text =
        format!("{header}//! Every type by its name in the schema.\n\nuse call_wire::json::TypeEntry;\n");
    text.push_str(&wrapped_use("super", &names));
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

fn index(header: &str, modules: &[&str], has_client: bool) -> String {
    let mut text = format!("{header}//! The types of the schema, by kind.\n\n");
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

/// Formats one type: its items, then its table.
fn refined(items: proc_macro2::TokenStream, table: &str, needs: BTreeSet<String>) -> Result<Refined> {
    let mut text = print::items(items)?;
    if !table.is_empty() {
        text.push('\n');
        text.push_str(table);
    }
    Ok(Refined { text, needs })
}
