//! Pass 2: determines the emitted types. Those of the calls API are found by following references from its
//! operations and from the roots that no operation reaches.

use std::collections::{BTreeMap, BTreeSet};

use super::endpoint::Endpoint;
use super::source::Source;
use crate::read::csdl::{TypeKind, TypeRef};

/// The emitted types, and those that the configuration excludes.
#[derive(Debug, Default)]
pub(super) struct Scope<'a> {
    pub types: BTreeSet<&'a str>,
    /// The derived types that the configuration excludes, with the reason.
    pub cut: BTreeMap<&'a str, &'a str>,
}

/// Finds the emitted types.
pub(super) fn scope<'a>(source: &Source<'a>, endpoints: &[Endpoint<'a>]) -> Scope<'a> {
    if source.all {
        let types = source.csdl.types.iter().map(|def| def.name.as_str()).collect();
        return Scope { types, cut: BTreeMap::new() };
    }
    let mut scope = Scope::default();
    let mut open: Vec<&str> = source.config.csdl.types.iter().map(|row| row.as_str()).collect();
    open.extend(endpoints.iter().flat_map(Endpoint::types));
    while let Some(name) = open.pop() {
        let Some(def) = source.csdl.find(name) else {
            continue;
        };
        if scope.types.insert(&def.name) {
            follow(source, &def.name, &mut scope, &mut open);
        }
    }
    // An excluded type may still be referred to by name.
    scope.cut.retain(|name, _| !scope.types.contains(name));
    scope
}

/// Adds the types that a type refers to: its base type, the types of its properties, and its derived types.
fn follow<'a>(source: &Source<'a>, name: &'a str, scope: &mut Scope<'a>, open: &mut Vec<&'a str>) {
    let Some(def) = source.csdl.find(name) else { return };
    let TypeKind::Structured(structured) = &def.kind else {
        return;
    };
    open.extend(structured.base.as_deref());
    let kept = structured.properties.iter().filter(|property| source.keeps(property));
    open.extend(kept.map(|property| &property.ty).filter(|ty| !ty.is_edm()).map(type_name));
    if source.is_bare(name) {
        return;
    }
    for derived in source.children(name) {
        match cut(source, derived) {
            Some(reason) => {
                scope.cut.insert(derived, reason);
            }
            None => open.push(derived),
        }
    }
}

fn type_name(ty: &TypeRef) -> &str {
    &ty.name
}

/// Returns the reason if the configuration excludes a derived type.
fn cut<'a>(source: &Source<'a>, derived: &str) -> Option<&'a str> {
    let lineage = source.csdl.lineage(derived);
    let narrowed = source
        .config
        .csdl
        .narrowed
        .iter()
        .filter(|rule| rule.base != derived && lineage.iter().any(|def| def.name == rule.base));
    narrowed.filter(|rule| !rule.keeps(derived)).map(|rule| rule.reason.as_str()).next()
}
