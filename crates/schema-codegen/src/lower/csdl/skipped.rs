//! Pass 7: lists the skipped definitions, each with the reason.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};

use super::scope::Scope;
use super::source::Source;
use super::walk::Endpoints;
use crate::output::Skipped;
use crate::read::csdl::{ItemKind, Operation, TypeKind};

/// Lists what the passes skipped, then every definition that was not emitted.
pub(super) fn skipped(source: &Source<'_>, scope: &Scope<'_>, endpoints: &Endpoints<'_>) -> Value {
    let mut list = endpoints.skipped.clone();
    list.extend(types(source, scope));
    list.extend(elsewhere(source));
    list.extend(links(source, scope));
    list.extend(operations(source, endpoints));
    list.extend(items(source));
    list.extend(source.csdl.terms.iter().map(|term| {
        Skipped::new(source.short(&term.name), "a term: annotated members are kept as unknown members")
    }));
    // The first reason for a name is the most specific one.
    let mut seen = BTreeSet::new();
    list.retain(|entry| seen.insert(entry.name.clone()));
    list.sort();
    list.into_iter().map(|entry| json!({"name": entry.name, "reason": entry.reason})).collect()
}

fn types(source: &Source<'_>, scope: &Scope<'_>) -> Vec<Skipped> {
    let mut list = Vec::new();
    for def in &source.csdl.types {
        let reason = if let Some(reason) = scope.cut.get(def.name.as_str()) {
            *reason
        } else if matches!(def.kind, TypeKind::Definition(_)) {
            "another name for a primitive type, read as that type"
        } else if matches!(&def.kind, TypeKind::Enum(enumeration) if enumeration.members.is_empty()) {
            "an enumeration without members, read as a string"
        } else if !scope.types.contains(def.name.as_str()) {
            if is_path_root(source, &def.name) {
                "only the root of the paths"
            } else {
                "no operation refers to it"
            }
        } else {
            continue;
        };
        list.push(Skipped::new(source.short(&def.name), reason));
    }
    list
}

/// Returns the types of other documents that the schema refers to.
fn elsewhere(source: &Source<'_>) -> Vec<Skipped> {
    let csdl = source.csdl;
    let structured = csdl.types.iter().filter_map(|def| csdl.structured(&def.name));
    let of_types = structured
        .flat_map(|one| one.base.iter().chain(one.properties.iter().map(|property| &property.ty.name)));
    let of_operations = csdl.operations.iter().flat_map(|operation| {
        operation
            .parameters
            .iter()
            .map(|parameter| &parameter.ty)
            .chain(&operation.returns)
            .map(|ty| &ty.name)
    });
    let names: BTreeSet<&String> =
        of_types.chain(of_operations).filter(|name| csdl.is_elsewhere(name)).collect();
    let reason = "defined in another document: its values are arbitrary JSON";
    names.into_iter().map(|name| Skipped::new(name.as_str(), reason)).collect()
}

fn is_path_root(source: &Source<'_>, name: &str) -> bool {
    let mut items = source.csdl.containers.iter().flat_map(|container| &container.items);
    items.any(|item| {
        let is_of_type = match &item.kind {
            ItemKind::EntitySet(ty) | ItemKind::Singleton(ty) => ty == name,
            ItemKind::Import(_) => false,
        };
        is_of_type && is_start(source, &item.name)
    })
}

/// Returns whether a path begins at an item of the container.
fn is_start(source: &Source<'_>, item: &str) -> bool {
    let paths = &source.config.csdl.paths;
    paths.is_empty() || paths.iter().any(|row| row.split('/').next() == Some(item))
}

/// Returns the navigation properties of emitted types that are links.
fn links(source: &Source<'_>, scope: &Scope<'_>) -> Vec<Skipped> {
    let mut list = Vec::new();
    for name in &scope.types {
        for property in source.csdl.structured(name).into_iter().flat_map(|structured| &structured.properties)
        {
            if !source.keeps(property) {
                let link = format!("{}/{}", source.short(name), property.name);
                list.push(Skipped::new(
                    link,
                    "a link that is only present if a client requests to expand it",
                ));
            }
        }
    }
    list
}

fn operations(source: &Source<'_>, endpoints: &Endpoints<'_>) -> Vec<Skipped> {
    let made: HashSet<*const Operation> =
        endpoints.all.iter().filter_map(|endpoint| endpoint.operation).map(std::ptr::from_ref).collect();
    let others =
        source.csdl.operations.iter().filter(|operation| !made.contains(&std::ptr::from_ref(*operation)));
    let entry = |operation: &Operation| {
        let reason = match operation.binding() {
            Some(_) => "not bound to a type on a path",
            None => "not bound to a type, and not imported on a path",
        };
        Skipped::new(source.short(&operation.target()), reason)
    };
    others.map(entry).collect()
}

fn items(source: &Source<'_>) -> Vec<Skipped> {
    let items = source.csdl.containers.iter().flat_map(|container| &container.items);
    let others = items.filter(|item| !is_start(source, &item.name));
    let entry = |item: &crate::read::csdl::ContainerItem| {
        let what = match item.kind {
            ItemKind::EntitySet(_) => "an entity set outside the configured paths",
            ItemKind::Singleton(_) => "a singleton outside the configured paths",
            ItemKind::Import(_) => "an operation import outside the configured paths",
        };
        Skipped::new(format!("/{}", item.name), what)
    };
    others.map(entry).collect()
}
