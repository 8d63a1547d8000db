//! Checks a CSDL document: all names are defined, and no type is its own ancestor.

use std::collections::HashSet;

use super::super::xml::Place;
use super::model::{Csdl, EnumType, ItemKind, Structured, TypeDef, TypeKind, TypeRef};
use crate::diagnostic::{Diagnostic, Result};

/// The primitive and abstract types of OData 4.01.
const EDM: &[&str] = &[
    "AnnotationPath",
    "AnyPropertyPath",
    "Binary",
    "Boolean",
    "Byte",
    "ComplexType",
    "Date",
    "DateTimeOffset",
    "Decimal",
    "Double",
    "Duration",
    "EntityType",
    "Guid",
    "Int16",
    "Int32",
    "Int64",
    "ModelElementPath",
    "NavigationPropertyPath",
    "PrimitiveType",
    "PropertyPath",
    "SByte",
    "Single",
    "Stream",
    "String",
    "TimeOfDay",
    "Untyped",
];

/// The maximum depth of a hierarchy, which later passes walk once per type.
const MAX_BASES: usize = 64;

/// Checks a document.
pub(super) fn check(csdl: &Csdl) -> Result<()> {
    for def in &csdl.types {
        match &def.kind {
            TypeKind::Structured(structured) => check_structured(csdl, def, structured)?,
            TypeKind::Enum(enumeration) => check_enum(def, enumeration)?,
            TypeKind::Definition(underlying) => check_definition(csdl, def, underlying)?,
        }
    }
    for operation in &csdl.operations {
        for parameter in &operation.parameters {
            let user = || format!("parameter {} of {}", parameter.name, operation.name);
            known(csdl, &parameter.ty, parameter.place, user)?;
        }
        if let Some(returns) = &operation.returns {
            known(csdl, returns, operation.place, || format!("the return type of {}", operation.name))?;
        }
    }
    check_terms(csdl)?;
    check_containers(csdl)
}

fn check_structured(csdl: &Csdl, def: &TypeDef, structured: &Structured) -> Result<()> {
    check_base(csdl, def, structured)?;
    let mut seen = HashSet::new();
    for property in &structured.properties {
        if !seen.insert(property.name.as_str()) {
            return Err(at(property.place, format!("{} has two properties {}", def.name, property.name))
                .help("remove or rename one of the two"));
        }
        known(csdl, &property.ty, property.place, || format!("{}/{}", def.name, property.name))?;
    }
    Ok(())
}

fn check_base(csdl: &Csdl, def: &TypeDef, structured: &Structured) -> Result<()> {
    let Some(base) = &structured.base else {
        return Ok(());
    };
    match csdl.find(base).map(|found| &found.kind) {
        None if csdl.is_elsewhere(base) => {}
        None => {
            let diagnostic = at(def.place, format!("the base type {base} of {} is not defined", def.name));
            return Err(diagnostic.help(suggestion(csdl, base)));
        }
        Some(TypeKind::Structured(parent)) if parent.entity == structured.entity => {}
        Some(_) => {
            let kind = if structured.entity { "an entity type" } else { "a complex type" };
            let diagnostic = at(def.place, format!("the base type {base} of {} is not {kind}", def.name));
            return Err(diagnostic.help(format!("name {kind} as BaseType, or none")));
        }
    }
    check_cycle(csdl, def)
}

fn check_cycle(csdl: &Csdl, def: &TypeDef) -> Result<()> {
    let mut path = vec![def.name.as_str()];
    let mut next = def.base();
    while let Some(name) = next {
        if path.contains(&name) {
            path.push(name);
            let what = format!("{name} is its own base type: {}", path.join(" -> "));
            return Err(at(def.place, what).help("remove one of these BaseType attributes"));
        }
        if path.len() > MAX_BASES {
            return Err(at(def.place, format!("{} has more than {MAX_BASES} base types", def.name)));
        }
        path.push(name);
        next = csdl.find(name).and_then(TypeDef::base);
    }
    Ok(())
}

fn check_enum(def: &TypeDef, enumeration: &EnumType) -> Result<()> {
    let mut seen = HashSet::new();
    for member in &enumeration.members {
        if !seen.insert(member.name.as_str()) {
            return Err(at(member.place, format!("{} has two members {}", def.name, member.name)));
        }
    }
    Ok(())
}

fn check_definition(csdl: &Csdl, def: &TypeDef, underlying: &TypeRef) -> Result<()> {
    if !underlying.is_edm() {
        let what =
            format!("the underlying type of the type definition {} is not primitive: {underlying}", def.name);
        return Err(at(def.place, what));
    }
    known(csdl, underlying, def.place, || format!("the type definition {}", def.name))
}

/// Checks the types of terms. They may belong to vocabularies that are not in the file, so only primitive
/// types are checked.
fn check_terms(csdl: &Csdl) -> Result<()> {
    for term in csdl.terms.iter().filter(|term| term.ty.is_edm()) {
        known(csdl, &term.ty, term.place, || format!("the term {}", term.name))?;
    }
    Ok(())
}

fn check_containers(csdl: &Csdl) -> Result<()> {
    for container in &csdl.containers {
        let mut seen = HashSet::new();
        for item in &container.items {
            if !seen.insert(item.name.as_str()) {
                return Err(at(item.place, format!("{} has two items {}", container.name, item.name)));
            }
            let (ItemKind::EntitySet(ty) | ItemKind::Singleton(ty)) = &item.kind else {
                continue;
            };
            let is_entity = csdl.structured(ty).is_some_and(|structured| structured.entity);
            if !is_entity && !csdl.is_elsewhere(ty) {
                let what = format!("{}/{}: the entity type {ty} is not defined", container.name, item.name);
                return Err(at(item.place, what).help(suggestion(csdl, ty)));
            }
        }
    }
    Ok(())
}

fn known(csdl: &Csdl, ty: &TypeRef, place: Place, user: impl Fn() -> String) -> Result<()> {
    if let Some(primitive) = ty.name.strip_prefix("Edm.") {
        let spatial = primitive.starts_with("Geography") || primitive.starts_with("Geometry");
        if spatial || EDM.contains(&primitive) {
            return Ok(());
        }
        let diagnostic = at(place, format!("{}: {} is not a primitive type of OData 4", user(), ty.name));
        return Err(diagnostic.help(format!("the primitive types are Edm.{}", EDM.join(", Edm."))));
    }
    if csdl.find(&ty.name).is_some() || csdl.is_elsewhere(&ty.name) {
        return Ok(());
    }
    let diagnostic = at(place, format!("{}: the type {} is not defined", user(), ty.name));
    Err(diagnostic.help(suggestion(csdl, &ty.name)))
}

/// Suggests what the author may have meant.
fn suggestion(csdl: &Csdl, name: &str) -> String {
    let last = |name: &str| name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let wanted = last(name);
    match csdl.types.iter().find(|def| last(&def.name) == wanted) {
        Some(def) => format!("there is {}; check the spelling and the namespace", def.name),
        None => {
            let namespaces: Vec<&str> = csdl.schemas.iter().map(|schema| schema.namespace.as_str()).collect();
            format!("define it, or correct the name; the file's namespaces are {}", namespaces.join(", "))
        }
    }
}

fn at(place: Place, what: String) -> Diagnostic {
    Diagnostic::new(what).at(place.to_string())
}
