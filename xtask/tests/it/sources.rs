//! Every generated type and every method that sends a request has a link to the page with its facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, ImplItem, Item, Lit, Meta, ReturnType, Type, Visibility};
use xtask::apis;

/// The result of checking files.
#[derive(Debug, Default)]
struct Found {
    /// The number of items that need a link.
    count: usize,
    /// The items without a link.
    missing: Vec<String>,
}

impl Found {
    fn add(&mut self, name: String, attributes: &[Attribute]) {
        self.count += 1;
        if !has_link(attributes) {
            self.missing.push(name);
        }
    }
}

/// Returns whether the documentation has a link to a page: `<https://…>` or `[…](https://…)`.
fn has_link(attributes: &[Attribute]) -> bool {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    text.contains("<https://") || text.contains("](https://")
}

/// Checks the public types of generated code.
fn generated_types(text: &str, found: &mut Found) {
    for item in items(text) {
        let (visibility, name, attributes) = match &item {
            // The operations of a service have a link each.
            Item::Enum(one)
                if !one.variants.is_empty() && one.variants.iter().all(|one| has_link(&one.attrs)) =>
            {
                found.count += 1;
                continue;
            }
            Item::Struct(one) => (&one.vis, &one.ident, &one.attrs),
            Item::Enum(one) => (&one.vis, &one.ident, &one.attrs),
            Item::Type(one) => (&one.vis, &one.ident, &one.attrs),
            _ => continue,
        };
        if matches!(visibility, Visibility::Public(_)) {
            found.add(name.to_string(), attributes);
        }
    }
}

/// Checks the methods that return a `PendingRequest`, and the types with such methods or async ones. The
/// methods of a type may be in several files.
fn client(texts: &[String], found: &mut Found) {
    let files: Vec<_> = texts.iter().map(|text| items(text)).collect();
    let mut structs = BTreeMap::new();
    for item in files.iter().flatten() {
        if let Item::Struct(one) = item {
            structs.insert(one.ident.to_string(), one);
        }
    }
    let mut senders = BTreeSet::new();
    for item in files.iter().flatten() {
        let Item::Impl(one) = item else { continue };
        let (None, Some(name)) = (&one.trait_, last_name(&one.self_ty)) else { continue };
        for item in &one.items {
            let ImplItem::Fn(method) = item else { continue };
            if is_private(&method.vis) {
                continue;
            }
            let makes_request = match &method.sig.output {
                ReturnType::Type(_, answer) => last_name(answer).as_deref() == Some("PendingRequest"),
                ReturnType::Default => false,
            };
            if makes_request {
                found.add(format!("{name}::{}", method.sig.ident), &method.attrs);
            }
            if makes_request || method.sig.asyncness.is_some() {
                senders.insert(name.clone());
            }
        }
    }
    for name in &senders {
        let one = structs.get(name).filter(|one| matches!(one.vis, Visibility::Public(_)));
        if let Some(one) = one {
            found.add(name.clone(), &one.attrs);
        }
    }
}

/// Returns whether an item is visible in its own file or folder only.
fn is_private(visibility: &Visibility) -> bool {
    match visibility {
        Visibility::Inherited => true,
        Visibility::Restricted(restricted) => restricted.path.is_ident("super"),
        Visibility::Public(_) => false,
    }
}

fn items(text: &str) -> Vec<Item> {
    syn::parse_file(text).unwrap_or_else(|error| panic!("{error}: {text}")).items
}

/// Returns the last segment of a path, without its generic arguments.
fn last_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

/// Reads the Rust files in a folder and its subfolders.
fn texts(folder: &Path) -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for path in entries.map(|entry| entry.expect("an entry").path()).collect::<Vec<PathBuf>>() {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                texts.push(fs::read_to_string(&path).expect("a text"));
            }
        }
    }
    texts
}

#[test]
fn every_generated_type_has_a_link_to_its_page() {
    for api in apis::all().expect("valid configurations") {
        let mut found = Found::default();
        for text in texts(&api.crate_dir().join("src/generated")) {
            generated_types(&text, &mut found);
        }
        assert!(found.count > 50, "{}: only {} types were found", api.name, found.count);
        assert_eq!(found.missing, Vec::<String>::new(), "{}", api.name);
    }
}

#[test]
fn every_client_method_has_a_link_to_its_page() {
    for api in apis::all().expect("valid configurations") {
        for (folder, least) in [("src/client", 10), ("src/generated", 0)] {
            let mut found = Found::default();
            client(&texts(&api.crate_dir().join(folder)), &mut found);
            assert!(found.count >= least, "{}: only {} methods were found", api.name, found.count);
            assert_eq!(found.missing, Vec::<String>::new(), "{}, {folder}", api.name);
        }
    }
}

#[test]
fn missing_links_are_found() {
    let text = r#"
        /// A type. Source: <https://x.example>
        pub struct Linked;
        impl Linked {
            /// Sends a request. Source: https://x.example
            pub fn send(&self) -> call_http::PendingRequest<(), Error> {}
            /// Sends a request, [here](https://x.example).
            pub(crate) fn send_too(&self) -> PendingRequest<()> {}
            fn private(&self) -> PendingRequest<()> {}
            pub fn other(&self) {}
        }
        /// A type with a link to another one: [`Linked`].
        pub enum Plain {}
        /// A type whose variants have links.
        pub enum Operation {
            /// Ends a call. Source: <https://x.example>
            End,
        }
        /// A type of which one variant has no link.
        pub enum Other {
            /// Ends a call. Source: <https://x.example>
            End,
            /// Starts a call.
            Start,
        }
        pub type Undocumented = u8;
        struct Private;
        /// A handle.
        pub struct Handle;
        impl Handle {
            pub async fn wait(&self) {}
        }
    "#;
    let mut found = Found::default();
    generated_types(text, &mut found);
    assert_eq!(
        (found.count, found.missing),
        (6, vec!["Plain".into(), "Other".into(), "Undocumented".into(), "Handle".into()])
    );
    let mut found = Found::default();
    client(&[text.to_owned()], &mut found);
    assert_eq!((found.count, found.missing), (4, vec!["Linked::send".to_owned(), "Handle".to_owned()]));
}
