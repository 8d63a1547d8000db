//! Pass: merges `allOf` into one object, with inherited members first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::api::{Api, SCHEMAS, reference_to};
use super::kind::{Kind, kind};
use crate::diagnostic::Result;

/// The maximum length of a chain of types that extend one another.
const DEEPEST: usize = 64;

/// The types that each type extends, by the references in its `allOf`.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    bases: BTreeMap<String, Vec<String>>,
}

impl Hierarchy {
    /// Collects which types extend which, before flattening removes that information.
    pub fn of(api: &Api) -> Self {
        let mut bases = BTreeMap::new();
        for (name, schema) in &api.schemas {
            let mut own = Vec::new();
            gather(schema, &mut own);
            if !own.is_empty() {
                bases.insert(name.clone(), own);
            }
        }
        Self { bases }
    }

    /// Returns the types that a type extends, directly or indirectly.
    pub fn ancestors<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let mut all = BTreeSet::new();
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            for base in self.bases.get(name).into_iter().flatten() {
                if all.insert(base.as_str()) {
                    open.push(base);
                }
            }
        }
        all
    }
}

fn gather(schema: &Value, bases: &mut Vec<String>) {
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        match part.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(SCHEMAS)) {
            Some(base) => bases.push(base.to_owned()),
            None => gather(part, bases),
        }
    }
}

/// Adds the inherited members to every type.
pub(super) fn flatten(api: &mut Api) -> Result<()> {
    let mut flat = BTreeMap::new();
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    for name in &names {
        flat_type(api, name, &mut flat, &mut Vec::new())?;
    }
    for (name, schema) in flat {
        api.schemas.insert(name, schema);
    }
    Ok(())
}

fn flat_type(
    api: &Api,
    name: &str,
    flat: &mut BTreeMap<String, Value>,
    under_way: &mut Vec<String>,
) -> Result<()> {
    if flat.contains_key(name) {
        return Ok(());
    }
    let (place, schema) = (api.place(name), api.schemas.get(name).unwrap_or(&Value::Null));
    if under_way.iter().any(|other| other == name) {
        return Err(place
            .diagnostic(format!("the type extends itself: {} -> {name}", under_way.join(" -> ")))
            .help("remove one of these types from the `allOf` of the other"));
    }
    check_depth(api, name, under_way)?;
    let whole = match schema {
        Value::Object(members) if members.contains_key("allOf") => {
            under_way.push(name.to_owned());
            let whole = sum(api, members, name, flat, under_way)?;
            under_way.pop();
            whole
        }
        other => other.clone(),
    };
    flat.insert(name.to_owned(), whole);
    Ok(())
}

fn check_depth(api: &Api, name: &str, under_way: &[String]) -> Result<()> {
    if under_way.len() < DEEPEST {
        return Ok(());
    }
    Err(api.place(name).diagnostic(format!("more than {DEEPEST} types extend one another in a chain")))
}

/// Merges the `allOf` of a schema with its own members.
fn sum(
    api: &Api,
    schema: &Map<String, Value>,
    name: &str,
    flat: &mut BTreeMap<String, Value>,
    under_way: &mut Vec<String>,
) -> Result<Value> {
    let parts = schema.get("allOf").and_then(Value::as_array).cloned().unwrap_or_default();
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for part in &parts {
        let base =
            part.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix(SCHEMAS));
        let part = match (base, part.as_object()) {
            (Some(base), _) => {
                flat_type(api, base, flat, under_way)?;
                let part = flat.get(base).cloned().unwrap_or_default();
                match kind(&part, &api.place(base))? {
                    Kind::Object | Kind::OpenObject | Kind::Union => part,
                    // A type that only consists of another one, which is not an object, is another name for
                    // it.
                    _ if parts.len() == 1 && !schema.contains_key("properties") => {
                        return Ok(serde_json::json!({"$ref": reference_to(base)}));
                    }
                    _ => {
                        return Err(api
                            .place(name)
                            .diagnostic(format!("{name} extends {base}, which is not an object")));
                    }
                }
            }
            (None, Some(part)) => {
                // Counted like a type, so that nested parts have the same limit as types.
                check_depth(api, name, under_way)?;
                under_way.push(name.to_owned());
                let part = sum(api, part, name, flat, under_way)?;
                under_way.pop();
                part
            }
            (None, None) => return Err(api.place(name).diagnostic("a part of `allOf` must be an object")),
        };
        add(&part, &mut properties, &mut required);
    }
    add(&Value::Object(schema.clone()), &mut properties, &mut required);
    let mut whole = schema.clone();
    whole.shift_remove("allOf");
    whole.insert("type".to_owned(), Value::String("object".to_owned()));
    if !properties.is_empty() {
        whole.insert("properties".to_owned(), Value::Object(properties));
    }
    if !required.is_empty() {
        whole.insert("required".to_owned(), Value::Array(required));
    }
    Ok(Value::Object(whole))
}

/// Adds the members of a part. A redeclared member is refined and keeps its position.
fn add(part: &Value, properties: &mut Map<String, Value>, required: &mut Vec<Value>) {
    for (name, property) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
        properties.insert(name.clone(), property.clone());
    }
    for name in part.get("required").and_then(Value::as_array).into_iter().flatten() {
        if !required.contains(name) {
            required.push(name.clone());
        }
    }
}
