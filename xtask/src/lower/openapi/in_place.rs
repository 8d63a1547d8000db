//! Pass: definitions that are no types in Rust are written out where they are used.
//!
//! A definition of a plain text, a list, a map or of anything at all has no Rust type of its own. It is skipped
//! by name, and each reference to it becomes what it says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::api::{Api, Place, referred, text};
use super::kind::{Kind, kind};
use super::walk::{self, Role};
use crate::diagnostic::Result;

/// How many levels deep a schema may become.
const DEEPEST: usize = 300;

/// Writes out what has no type of its own.
pub(super) fn write_out(api: &mut Api) -> Result<()> {
    let contents = take_contents(api)?;
    if contents.is_empty() {
        return Ok(());
    }
    for (name, schema) in &mut api.schemas {
        let place = api.places.get(name).cloned().unwrap_or_else(|| Place::new(&api.file, ""));
        fill(&contents, schema, &place, &mut Vec::new(), 0)?;
    }
    for operation in &mut api.operations {
        for site in operation.sites_mut() {
            fill(&contents, site.schema, &site.place, &mut Vec::new(), 0)?;
        }
    }
    Ok(())
}

/// Takes out the definitions that have no type of their own, and says so.
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
            Kind::Scalar => {
                format!("a plain {}, written out where it is used", text(&schema, "type").unwrap_or_default())
            }
            Kind::Array => "a list, written out where it is used".to_owned(),
            Kind::Map => "a map, written out where it is used".to_owned(),
            _ => "any JSON, written out where it is used".to_owned(),
        };
        if api.made.contains(&name) {
            api.made.retain(|made| *made != name);
        } else {
            api.skipped.push((name.clone(), reason));
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
    depth: usize,
) -> Result<()> {
    if depth > DEEPEST {
        return Err(place.diagnostic(format!("written out, this schema is more than {DEEPEST} levels deep")));
    }
    if let Some((name, content)) = referred(schema).and_then(|name| contents.get_key_value(name)) {
        if passed.contains(name) {
            return Err(place
                .diagnostic(format!(
                    "{name} holds itself, and it is no object: {} -> {name}",
                    passed.join(" -> ")
                ))
                .help("make one of them an object"));
        }
        let outer = std::mem::replace(schema, content.clone());
        if let (Value::Object(members), Value::Object(outer)) = (&mut *schema, outer) {
            members.extend(outer.into_iter().filter(|(key, _)| key != "$ref" && key != "allOf"));
        }
        passed.push(name.clone());
        let filled = fill(contents, schema, place, passed, depth + 1);
        passed.pop();
        return filled;
    }
    let Some(members) = schema.as_object_mut() else {
        return Ok(());
    };
    for part in walk::parts_mut(members, place) {
        if part.role == Role::Member {
            fill(contents, part.schema, &part.place, passed, depth + 1)?;
        }
    }
    Ok(())
}
