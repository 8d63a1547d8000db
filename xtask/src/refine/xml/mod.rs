//! XML types, refined.

mod enums;
mod read;
mod structs;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

use super::{docs, print};
use crate::{
    fault::Result,
    lower::xsd::model::{ElementName, Kind, Type},
};
use read::Rendered;

/// The refined files, by name.
pub type Files = BTreeMap<String, String>;

/// A request and its response, by their Rust names.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The name of the request's element.
    pub name: ElementName,
    /// The type of the request.
    pub request: String,
    /// The type of the response.
    pub response: String,
}

/// One refined type.
#[derive(Debug, Default)]
struct Refined {
    text: String,
    /// The types of the schema that it names.
    needs: BTreeSet<String>,
}

/// Refines what xsd-parser rendered for the types of a module.
pub fn refine(
    rendered: &syn::File,
    types: &[&Type],
    operations: &[Operation],
    about: &str,
    header: &str,
) -> Result<Files> {
    let rendered = Rendered::of(rendered);
    let (mut structs, mut enums, mut unions) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for one in types {
        match &one.kind {
            Kind::Struct(members) => {
                structs.insert(&one.rust, structs::refine(one, members, &rendered, operations)?);
            }
            Kind::Enum(values) => {
                enums.insert(&one.rust, enums::refine(one, values, &rendered)?);
            }
            Kind::Choice(arms) | Kind::Variants(arms) => {
                unions.insert(&one.rust, unions::refine(one, arms, &rendered)?);
            }
        }
    }
    let mut files = Files::new();
    let mut modules = Vec::new();
    for (module, about, refined, imports) in [
        ("enums", "Values with a name; each enum keeps a value that it does not know.", enums, ENUMS),
        (
            "structs",
            "Elements with their members; each keeps what its members do not say in `extra`.",
            structs,
            XML,
        ),
        ("unions", "Choices between elements; each keeps one that it does not know.", unions, XML),
    ] {
        if !refined.is_empty() {
            files.insert(format!("{module}.rs"), file(header, about, imports, &refined));
            modules.push(module);
        }
    }
    let mut index = format!("{header}//! {about}\n\n");
    modules.iter().for_each(|module| index.push_str(&format!("mod {module};\n")));
    index.push('\n');
    modules.iter().for_each(|module| index.push_str(&format!("pub use {module}::*;\n")));
    files.insert("mod.rs".to_owned(), index);
    Ok(files)
}

const ENUMS: &str = "use call_wire::{OpenEnum, Unrecognized};\n";
const XML: &str = "use call_wire::xml;\n";

/// A file of types of one kind.
fn file(header: &str, about: &str, imports: &str, refined: &BTreeMap<&String, Refined>) -> String {
    let needs: BTreeSet<&String> = refined.values().flat_map(|one| &one.needs).collect();
    let foreign: Vec<&String> = needs.into_iter().filter(|need| !refined.contains_key(need)).collect();
    let mut text = format!("{header}//! {about}\n\n{imports}");
    if !foreign.is_empty() {
        text.push('\n');
        text.push_str(&wrapped_use(&foreign));
    }
    for one in refined.values() {
        text.push('\n');
        text.push_str(&one.text);
    }
    text
}

fn wrapped_use(names: &[&String]) -> String {
    if let [name] = names {
        return format!("use super::{name};\n");
    }
    let plain: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let line = format!("use super::{{{}}};\n", plain.join(", "));
    if line.len() <= 100 {
        return line;
    }
    let mut text = String::from("use super::{\n");
    let mut row = String::from("   ");
    for name in names {
        if row.len() + name.len() + 2 > 100 {
            text.push_str(&row);
            text.push('\n');
            row = String::from("   ");
        }
        row.push_str(&format!(" {name},"));
    }
    text + &row + "\n};\n"
}

/// The description, or what the schema calls it.
fn docs_or(doc: &str, otherwise: &str) -> proc_macro2::TokenStream {
    docs::attributes(if doc.trim().is_empty() { otherwise } else { doc })
}

/// The name of an element in a table: the namespaces of the protocol have short names there.
fn table_name(name: &ElementName) -> String {
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

/// Under which element a type stands by itself, when that is one.
fn root(one: &Type) -> String {
    match one.elements.as_slice() {
        [only] => format!("call_wire::xml_root!({}: {});\n", one.rust, table_name(only)),
        _ => String::new(),
    }
}

/// Formats one type: its items, then its tables.
fn refined(items: proc_macro2::TokenStream, tables: &str, needs: BTreeSet<String>) -> Result<Refined> {
    let mut text = print::items(items)?;
    text.push('\n');
    text.push_str(tables);
    Ok(Refined { text, needs })
}
