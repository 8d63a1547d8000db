//! Pass 3: gives every emitted type a unique Rust name.
//!
//! The name of a type has no namespace, as in `Book` for `library.archive.book`. If
//! several emitted types would have the same name, those outside of the main namespace begin with the last part
//! of their namespace, or with more parts if necessary: `TermStoreGroup` beside `Group`. A name that is still
//! not unique gets a number. Notes list the names with a part of the namespace or a number.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::errors;
use super::scope::Scope;
use super::source::Source;
use crate::diagnostic::Result;
use crate::lower::names::{Names, TypeName, type_name};
use crate::read::csdl::{TypeDef, TypeKind};

/// The Rust names of types, and all names in use.
#[derive(Debug, Default)]
pub(super) struct Naming<'a> {
    /// The Rust name of each type that becomes a schema.
    pub types: BTreeMap<&'a str, String>,
    /// Notes for the maintainer.
    pub notes: Vec<String>,
    /// All names in use, including those of types that are not in the schema.
    taken: Names,
}

/// Names the emitted types.
pub(super) fn naming<'a>(source: &Source<'a>, scope: &Scope<'a>) -> Result<Naming<'a>> {
    let mut naming = Naming::default();
    for name in errors::NAMES {
        naming.taken.claim(name, "the error response")?;
    }
    let types: Vec<&TypeDef> = scope.types.iter().filter_map(|name| source.csdl.find(name)).collect();
    let types: Vec<&TypeDef> = types.into_iter().filter(|def| is_schema(def)).collect();
    let parts = namespaces(source, &types)?;
    // The main namespace has the first choice.
    let (main, others): (Vec<_>, Vec<_>) =
        types.into_iter().zip(parts).partition(|(def, _)| is_main(source, &def.name));
    for (def, parts) in main.into_iter().chain(others) {
        let words = words(&def.name, parts);
        let key = naming.make(words, &def.name);
        if parts > 0 {
            naming.notes.push(format!(
                "{} is the Rust type {key}: another namespace has a type of that name",
                source.short(&def.name)
            ));
        }
        naming.types.insert(&def.name, key);
    }
    Ok(naming)
}

/// Returns how many parts of its namespace the name of each type has.
fn namespaces(source: &Source<'_>, types: &[&TypeDef]) -> Result<Vec<usize>> {
    let mut parts = vec![0_usize; types.len()];
    loop {
        let mut seen = BTreeSet::new();
        let mut twice = BTreeSet::new();
        let mut names = Vec::new();
        for (def, parts) in types.iter().zip(&parts) {
            let name = type_name(words(&def.name, *parts)).name;
            if !seen.insert(name.clone()) {
                twice.insert(name.clone());
            }
            names.push(name);
        }
        let mut is_same = true;
        for ((def, parts), name) in types.iter().zip(&mut parts).zip(names) {
            let most = def.name.matches('.').count();
            if twice.contains(&name) && !is_main(source, &def.name) && *parts < most {
                *parts += 1;
                is_same = false;
            }
        }
        if is_same {
            return Ok(parts);
        }
    }
}

/// Returns the name of a type with the last parts of its namespace.
fn words(name: &str, parts: usize) -> &str {
    name.rmatch_indices('.').nth(parts).map_or(name, |(at, _)| name.get(at + 1..).unwrap_or(name))
}

fn is_main(source: &Source<'_>, name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(namespace, _)| namespace == source.namespace)
}

/// Returns whether a type becomes a schema. Another name for a primitive type is read as that type, and an
/// enumeration without members as a string.
fn is_schema(def: &TypeDef) -> bool {
    match &def.kind {
        TypeKind::Structured(_) => true,
        TypeKind::Enum(enumeration) => !enumeration.members.is_empty(),
        TypeKind::Definition(_) => false,
    }
}

impl Naming<'_> {
    /// Creates a Rust name from words, and reserves it for an owner. If another owner has the name, it gets a
    /// number.
    pub(super) fn make(&mut self, words: &str, owner: &str) -> String {
        let TypeName { name, note } = self.taken.unique(type_name(words), owner);
        self.notes.extend(note);
        name
    }
}

/// Returns a reference to the schema of a type, by the type's Rust name.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}
