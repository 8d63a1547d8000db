//! Pass: inlines definitions that are not types in Rust.
//!
//! A definition of a scalar, a list, a map or any JSON has no Rust type of its own. It is skipped
//! by name, and references to it are replaced with its content.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::api::{Api, Place, any, referred, text};
use super::kind::{Kind, kind};
use super::walk::{self, Role};
use crate::diagnostic::Result;
use crate::output::Skipped;

/// The maximum depth of a schema.
const DEEPEST: usize = 300;

/// Inlines the definitions that have no type of their own.
pub(super) fn inline(api: &mut Api) -> Result<()> {
    let contents = take_contents(api)?;
    if contents.is_empty() {
        return Ok(());
    }
    let mut notes = BTreeSet::new();
    for (name, schema) in &mut api.schemas {
        let place = api.places.get(name).cloned().unwrap_or_else(|| Place::new(&api.file, ""));
        fill(&contents, schema, &place, &mut Vec::new(), &mut notes, 0)?;
    }
    for operation in &mut api.operations {
        for site in operation.sites_mut() {
            fill(&contents, site.schema, &site.place, &mut Vec::new(), &mut notes, 0)?;
        }
    }
    api.notes.extend(notes);
    Ok(())
}

/// Removes the definitions that have no type of their own, and skips them by name.
fn take_contents(api: &mut Api) -> Result<BTreeMap<String, Value>> {
    let mut contents = BTreeMap::new();
    let names: Vec<String> = api.schemas.keys().cloned().collect();
    for name in names {
        let kind = kind(&api.schemas[&name], &api.place(&name))?;
        if kind.is_named() {
            continue;
        }
        let Some(schema) = api.schemas.shift_remove(&name) else {
            continue;
        };
        let reason = match kind {
            Kind::Reference => format!("another name for {}", referred(&schema).unwrap_or_default()),
            Kind::Scalar => match text(&schema, "type").unwrap_or_default() {
                "integer" => "an integer that is inlined".to_owned(),
                scalar => format!("a {scalar} that is inlined"),
            },
            Kind::Array => "a list that is inlined".to_owned(),
            Kind::Map => "a map that is inlined".to_owned(),
            _ => "any JSON, which is inlined".to_owned(),
        };
        if api.made.contains(&name) {
            api.made.retain(|made| *made != name);
        } else {
            api.skipped.push(Skipped::new(&name, reason));
        }
        contents.insert(name, schema);
    }
    Ok(contents)
}

fn fill(
    contents: &BTreeMap<String, Value>,
    schema: &mut Value,
    place: &Place,
    passed: &mut Vec<String>,
    notes: &mut BTreeSet<String>,
    depth: usize,
) -> Result<()> {
    if depth > DEEPEST {
        return Err(place.diagnostic(format!(
            "with its references inlined, this schema is more than {DEEPEST} levels deep"
        )));
    }
    if let Some((name, content)) = referred(schema).and_then(|name| contents.get_key_value(name)) {
        if passed.contains(name) {
            notes.insert(format!(
                "{name} contains itself, and it is not an object: inside of itself, it is any JSON."
            ));
            *schema = any(schema.as_object().unwrap_or(&Map::new()));
            return Ok(());
        }
        let outer = std::mem::replace(schema, content.clone());
        if let (Value::Object(members), Value::Object(outer)) = (&mut *schema, outer) {
            members.extend(outer.into_iter().filter(|(key, _)| key != "$ref" && key != "allOf"));
        }
        passed.push(name.clone());
        let filled = fill(contents, schema, place, passed, notes, depth + 1);
        passed.pop();
        return filled;
    }
    let Some(members) = schema.as_object_mut() else {
        return Ok(());
    };
    for part in walk::parts_mut(members, place) {
        if part.role == Role::Member {
            fill(contents, part.schema, &part.place, passed, notes, depth + 1)?;
        }
    }
    Ok(())
}
