//! Pass: merges `allOf` into one object, with inherited members first.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::api::{Api, SCHEMAS, any, reference_to};
use super::kind::{Kind, kind};
use crate::diagnostic::Result;

/// The maximum length of a chain of types that extend one another.
const DEEPEST: usize = 64;

/// The types that directly extend each type, by the references in their `allOf`.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    derived: BTreeMap<String, Vec<String>>,
}

impl Hierarchy {
    /// Collects which types extend which, before flattening removes that information.
    pub fn of(api: &Api) -> Self {
        let mut derived: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, schema) in &api.schemas {
            let mut bases = Vec::new();
            gather(schema, &mut bases);
            for base in bases {
                derived.entry(base).or_default().push(name.clone());
            }
        }
        Self { derived }
    }

    /// Returns the types that extend a type, directly or indirectly.
    pub fn derived(&self, name: &str) -> BTreeSet<&str> {
        let mut all = BTreeSet::new();
        let mut open = vec![name];
        while let Some(name) = open.pop() {
            for derived in self.derived.get(name).into_iter().flatten() {
                if all.insert(derived.as_str()) {
                    open.push(derived);
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
    let mut flattening = Flattening { api, flat: BTreeMap::new(), under_way: Vec::new(), notes: Vec::new() };
    for name in api.schemas.keys() {
        flattening.of_type(name)?;
    }
    let Flattening { flat, mut notes, .. } = flattening;
    api.schemas.extend(flat);
    api.notes.append(&mut notes);
    Ok(())
}

/// The state of flattening.
struct Flattening<'a> {
    api: &'a Api,
    flat: BTreeMap<String, Value>,
    /// The types whose parts are being merged.
    under_way: Vec<String>,
    notes: Vec<String>,
}

impl Flattening<'_> {
    fn of_type(&mut self, name: &str) -> Result<()> {
        if self.flat.contains_key(name) {
            return Ok(());
        }
        let (place, schema) = (self.api.place(name), self.api.schemas.get(name).unwrap_or(&Value::Null));
        if self.under_way.iter().any(|other| other == name) {
            return Err(place
                .diagnostic(format!("the type extends itself: {} -> {name}", self.under_way.join(" -> ")))
                .help("remove one of these types from the `allOf` of the other"));
        }
        self.check_depth(name)?;
        let whole = match schema {
            Value::Object(members) if members.contains_key("allOf") => {
                self.under_way.push(name.to_owned());
                let whole = self.sum(members, name)?;
                self.under_way.pop();
                whole
            }
            other => other.clone(),
        };
        self.flat.insert(name.to_owned(), whole);
        Ok(())
    }

    fn check_depth(&self, name: &str) -> Result<()> {
        if self.under_way.len() < DEEPEST {
            return Ok(());
        }
        let what = format!("more than {DEEPEST} types extend one another in a chain");
        Err(self.api.place(name).diagnostic(what))
    }

    /// Merges the `allOf` of a schema with its own members.
    fn sum(&mut self, schema: &Map<String, Value>, name: &str) -> Result<Value> {
        let parts = schema.get("allOf").and_then(Value::as_array).cloned().unwrap_or_default();
        let (mut properties, mut required) = (Map::new(), Vec::new());
        for part in &parts {
            let base =
                part.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(SCHEMAS));
            let whole = match (base, part.as_object()) {
                (Some(base), _) => {
                    self.of_type(base)?;
                    self.flat.get(base).cloned().unwrap_or_default()
                }
                (None, Some(inline)) if inline.contains_key("allOf") => {
                    // Counted like a type, so that nested parts have the same limit as types.
                    self.check_depth(name)?;
                    self.under_way.push(name.to_owned());
                    let whole = self.sum(inline, name)?;
                    self.under_way.pop();
                    whole
                }
                (None, Some(_)) => part.clone(),
                (None, None) => {
                    return Err(self.api.place(name).diagnostic("a part of `allOf` must be an object"));
                }
            };
            match (kind(&whole, &self.api.place(base.unwrap_or(name)))?, base) {
                (Kind::Object | Kind::OpenObject | Kind::Any | Kind::Map, _) => {}
                (Kind::Union, _) => self.notes.push(format!(
                    "{name} extends a union, whose members are kept like unknown members of other objects."
                )),
                // A type that only consists of another one, which is not an object, is another name for it.
                (_, Some(base)) if parts.len() == 1 && !schema.contains_key("properties") => {
                    return Ok(json!({"$ref": reference_to(base)}));
                }
                _ => {
                    self.notes.push(format!(
                        "{name} is any JSON, because it extends a type that is not an object."
                    ));
                    return Ok(any(schema));
                }
            }
            add(&whole, &mut properties, &mut required);
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
