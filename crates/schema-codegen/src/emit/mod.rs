//! The fourth station: builds the Rust code from the resolved model, in the same way for JSON and XML.
//!
//! Every item is built with `quote` and printed once; nothing is parsed again. Only the tables that follow
//! the items depend on the protocol: `json.rs` and `xml.rs` build them.

mod client;
pub mod docs;
mod element_rules;
mod enums;
mod events;
mod files;
mod json;
mod methods;
mod objects;
pub mod print;
mod responses;
mod routes;
mod rules;
mod server;
mod soap_server;
mod unions;
mod value_types;
mod xml;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Result;
use crate::resolve::model::{Kind, Module, Protocol, Type};

/// The files of a module, by path.
pub type Files = BTreeMap<String, String>;

/// The code of a type: its items and tables, and the names that must be imported.
#[derive(Debug, Default)]
struct Emitted {
    text: String,
    needs: Needs,
}

/// The types of a file, in its order. The key is the type itself or the type that it follows, whether it
/// follows that type, and its name.
type Types<'m> = BTreeMap<(&'m str, bool, &'m str), Emitted>;

/// Names to import: other types of the module by name, foreign ones by path.
type Needs = BTreeSet<String>;

/// The macro calls that follow the items of a type.
#[derive(Debug, Default)]
struct Tables {
    text: String,
    needs: Needs,
}

/// A module that a feature of the crate enables: the feature and the declaration.
type Feature = (&'static str, &'static str);

/// The client, for the handles of the crate.
const FEATURE_CLIENT: Feature = ("client", "pub mod client;");
const FEATURE_PRIVATE_CLIENT: Feature = ("client", "pub(crate) mod client;");

/// The operations, for servers.
const FEATURE_SERVER: Feature = ("server", "pub mod server;");

/// The trait implementations for responses.
const FEATURE_RESPONSES: Feature = ("client", "mod responses;");

/// The methods for users' tests.
const FEATURE_FOR_TESTS: Feature = ("test-util", "mod test_util;");

/// Builds the files of a module. Each of them begins with the header.
pub fn emit(module: &Module, header: &str) -> Result<Files> {
    let (mut enums, mut objects, mut unions) = (Types::new(), Types::new(), Types::new());
    let homes = files::homes(module);
    for (name, one) in &module.types {
        let home = homes.get(name.as_str()).copied();
        let (file, emitted) = match &one.kind {
            Kind::Object(object) => (&mut objects, objects::emit(one, object, module)?),
            Kind::Alias(ty) => (&mut objects, objects::alias(one, ty)?),
            Kind::Enum(values) if home.is_some() => (&mut objects, enums::emit(one, values, module)?),
            Kind::Enum(values) => (&mut enums, enums::emit(one, values, module)?),
            Kind::Union(union) => (&mut unions, unions::emit(one, union, module)?),
        };
        file.insert((home.unwrap_or(name), home.is_some(), name), emitted);
    }
    let mut files = Files::new();
    let for_tests = for_tests(module)?;
    if !for_tests.is_empty() {
        files.insert("test_util.rs".to_owned(), files::for_tests(header, &for_tests));
    }
    let mut modules = Vec::new();
    for (name, about, types) in [
        ("enums", "Enums that several types use. Each preserves unknown values.", enums),
        (
            "objects",
            "Structs, each followed by the enums that only it uses. `extra` preserves what has no field.",
            objects,
        ),
        ("unions", "Enums over several types. Each preserves unknown variants.", unions),
    ] {
        if !types.is_empty() {
            files.insert(format!("{name}.rs"), files::of_types(header, about, &types));
            modules.push(name);
        }
    }
    if module.protocol == Protocol::Json && !module.types.is_empty() {
        files.insert("registry.rs".to_owned(), files::registry(module, header));
        modules.push("registry");
        modules.sort_unstable();
    }
    let has_namespaces = !module.namespaces.is_empty();
    if has_namespaces {
        files.insert("ns.rs".to_owned(), xml::namespaces(&module.namespaces, header));
    }
    let has_client = !module.operations.is_empty();
    if has_client {
        files.insert("client.rs".to_owned(), client::emit(&module.operations, module, header)?);
    }
    let server = match module.protocol {
        Protocol::Json => server::emit(module, header)?,
        Protocol::Xml => soap_server::emit(module, header)?,
    };
    let has_server = server.is_some();
    files.extend(server.map(|text| ("server.rs".to_owned(), text)));
    let responses = responses::emit(&module.responses, header)?;
    let has_responses = responses.is_some();
    files.extend(responses.map(|text| ("responses.rs".to_owned(), text)));
    if let Some(events) = &module.events {
        files.insert("events.rs".to_owned(), events::emit(events, module, header)?);
    }
    let public: Vec<_> = [(module.events.is_some(), "events"), (has_namespaces, "ns")]
        .into_iter()
        .filter(|(is, _)| *is)
        .map(|(_, name)| name)
        .collect();
    let features = [
        (has_client, if module.private_client { FEATURE_PRIVATE_CLIENT } else { FEATURE_CLIENT }),
        (has_responses, FEATURE_RESPONSES),
        (has_server, FEATURE_SERVER),
        (!for_tests.is_empty(), FEATURE_FOR_TESTS),
    ];
    let features: Vec<_> = features.into_iter().filter(|(is, _)| *is).map(|(_, feature)| feature).collect();
    files.insert("mod.rs".to_owned(), files::index(header, &module.about, &modules, &features, &public));
    Ok(files)
}

/// Builds the methods of the types that are only received, by the names of the types.
fn for_tests(module: &Module) -> Result<BTreeMap<&str, Emitted>> {
    let methods = module.types.iter().filter_map(|(name, one)| match &one.kind {
        Kind::Object(object) => {
            let methods = methods::for_tests(one, object, module).transpose()?;
            Some(methods.map(|mut methods| {
                methods.needs.insert(name.clone());
                (name.as_str(), methods)
            }))
        }
        _ => None,
    });
    methods.collect()
}

/// Prints the items of a type and its tables.
fn emitted(items: proc_macro2::TokenStream, mut needs: Needs, tables: Tables) -> Result<Emitted> {
    let mut text = print::items(items)?;
    if !tables.text.is_empty() {
        text.push('\n');
        text.push_str(&tables.text);
    }
    needs.extend(tables.needs);
    Ok(Emitted { text, needs })
}

fn needs<const N: usize>(names: [&str; N]) -> Needs {
    names.into_iter().map(str::to_owned).collect()
}

/// Returns the documentation of a type.
fn type_docs(one: &Type) -> proc_macro2::TokenStream {
    docs::attributes(&docs::or_name(&one.doc, &one.schema_name))
}
