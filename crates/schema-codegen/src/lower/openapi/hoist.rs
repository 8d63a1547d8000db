//! Pass: turns inline schemas into types with names.
//!
//! An inline object, enum or union becomes a type. Its name is the one that
//! `x-ms-enum` specifies, else the name of the owner and the property. An enum name at several places is one
//! type, if the values are the same.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value};

use super::api::{Api, Operation, Place, reference};
use super::kind::{Kind, kind};
use super::tags;
use super::walk::{self, Role};
use crate::diagnostic::Result;

/// The members that belong to the use of a type, and not to the type.
const OF_USE: [&str; 6] = ["nullable", "readOnly", "writeOnly", "default", "deprecated", "x-nullable"];

/// Moves inline types to the definitions.
pub(super) fn hoist(api: &mut Api) -> Result<()> {
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    for name in names {
        let place = api.place(&name);
        // Removed while others may be added; a placeholder keeps its name and position.
        let mut schema = api.schemas.get_mut(&name).map(Value::take).unwrap_or_default();
        let inside = inside(api, &mut schema, &name, &place);
        api.schemas.insert(name, schema);
        inside?;
    }
    let mut operations: Vec<Operation> = std::mem::take(&mut api.operations);
    for operation in &mut operations {
        for found in operation.sites_mut() {
            site(api, found.schema, &found.name, &found.place)?;
        }
    }
    api.operations = operations;
    Ok(())
}

/// Visits the schemas in a schema that has a name.
fn inside(api: &mut Api, schema: &mut Value, owner: &str, place: &Place) -> Result<()> {
    // Also for its diagnostics: later passes rely on the members of `allOf`.
    if kind(schema, place)? == Kind::Union {
        tags::infer(api, schema);
    }
    let property = schema.pointer("/discriminator/propertyName").and_then(Value::as_str).map(str::to_owned);
    let Some(members) = schema.as_object_mut() else {
        return Ok(());
    };
    for part in walk::parts_mut(members, place) {
        match (part.role, &property) {
            (Role::Member, _) => site(api, part.schema, &format!("{owner}{}", part.name), &part.place)?,
            (Role::Base, _) => inside(api, part.schema, owner, &part.place)?,
            (Role::Arm, Some(property)) => {
                let tag = tags::tag_value(api, part.schema, property).map(|tag| tag.to_upper_camel_case());
                let name = format!("{owner}{}", tag.unwrap_or(part.name));
                site(api, part.schema, &name, &part.place)?;
            }
            // The other types of unions become any JSON.
            (Role::Arm, None) => {}
        }
    }
    Ok(())
}

/// Visits a schema at a place where a type is used.
fn site(api: &mut Api, schema: &mut Value, name: &str, place: &Place) -> Result<()> {
    unwrap_single(schema);
    match kind(schema, place)? {
        Kind::Reference | Kind::Scalar | Kind::Any | Kind::OpenObject => Ok(()),
        Kind::Sum if super::api::referred(schema).is_some() => Ok(()),
        Kind::Array | Kind::Map => inside(api, schema, name, place),
        Kind::Object | Kind::Enum | Kind::Union | Kind::Sum => make_type(api, schema, name, place),
    }
}

/// Replaces an `allOf` with a single part that is not a reference with that part.
fn unwrap_single(schema: &mut Value) {
    let Some([Value::Object(only)]) = schema.get("allOf").and_then(Value::as_array).map(Vec::as_slice) else {
        return;
    };
    if only.contains_key("$ref") || schema.get("properties").is_some() {
        return;
    }
    let mut whole = only.clone();
    if let Value::Object(members) = schema {
        let outer = std::mem::take(members);
        whole.extend(outer.into_iter().filter(|(key, _)| key != "allOf"));
        *members = whole;
    }
}

fn make_type(api: &mut Api, schema: &mut Value, name: &str, place: &Place) -> Result<()> {
    let given = schema.pointer("/x-ms-enum/name").and_then(Value::as_str).map(str::to_owned);
    let name = given.unwrap_or_else(|| name.to_owned());
    let mut use_site = Map::new();
    if let Some(members) = schema.as_object_mut() {
        for key in OF_USE {
            if let Some(value) = members.shift_remove(key) {
                use_site.insert(key.to_owned(), value);
            }
        }
        if let Some(description) = members.get("description") {
            use_site.insert("description".to_owned(), description.clone());
        }
    }
    inside(api, schema, &name, place)?;
    let made = std::mem::take(schema);
    let name = add(api, name, made, place);
    let mut used = reference(&name);
    if let Value::Object(members) = &mut used {
        members.append(&mut use_site);
    }
    *schema = used;
    Ok(())
}

/// Adds a type, and returns its name: the given one with the first number that makes it unique.
fn add(api: &mut Api, wanted: String, schema: Value, place: &Place) -> String {
    let values = |schema: &Value| {
        let mut values: Vec<String> =
            schema.get("enum").and_then(Value::as_array)?.iter().map(ToString::to_string).collect();
        values.sort_unstable();
        Some(values)
    };
    let own = values(&schema);
    let mut name = wanted.clone();
    let mut number = 2;
    while let Some(other) = api.schemas.get(&name) {
        if own.is_some() && values(other) == own {
            return name;
        }
        name = format!("{wanted}{number}");
        number += 1;
    }
    if name != wanted {
        let other = api.place(&wanted).pointer;
        api.notes
            .push(format!("The type at {} is named {name}: {wanted} is the type at {other}.", place.pointer));
    }
    api.places.insert(name.clone(), place.clone());
    api.made.push(name.clone());
    api.schemas.insert(name.clone(), schema);
    name
}
