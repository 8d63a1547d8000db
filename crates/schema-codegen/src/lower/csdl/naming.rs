//! Pass 3: gives every emitted type a unique Rust name.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::scope::Scope;
use super::source::Source;
use crate::diagnostic::Result;
use crate::lower::names::{Names, type_name};
use crate::read::csdl::{TypeDef, TypeKind};

/// The Rust names of types, and all names in use.
#[derive(Debug, Default)]
pub(super) struct Naming<'a> {
    /// The Rust name of each type that becomes a schema.
    pub types: BTreeMap<&'a str, String>,
    /// All names in use, including those of types that are not in the schema.
    pub taken: Names,
    /// Notes for the maintainer.
    pub notes: Vec<String>,
}

/// Names the emitted types.
pub(super) fn naming<'a>(source: &Source<'a>, scope: &Scope<'a>) -> Result<Naming<'a>> {
    let mut naming = Naming::default();
    for name in &scope.types {
        let Some(def) = source.csdl.find(name) else {
            continue;
        };
        if !is_schema(def) {
            continue;
        }
        let key = naming
            .make(&source.short(name), name)
            .map_err(|diagnostic| diagnostic.or_file(&source.csdl.file).at(def.place.to_string()))?;
        naming.types.insert(name, key);
    }
    Ok(naming)
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
    /// Creates a Rust name from words, and reserves it for an owner.
    pub(super) fn make(&mut self, words: &str, owner: &str) -> Result<String> {
        let made = type_name(words);
        self.taken.claim(&made.name, owner)?;
        self.notes.extend(made.note);
        Ok(made.name)
    }

    /// Reserves a Rust name for an owner.
    pub(super) fn claim(&mut self, name: &str, owner: &str) -> Result<()> {
        self.taken.claim(name, owner)
    }
}

/// Returns a reference to the schema of a type, by the type's Rust name.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}
