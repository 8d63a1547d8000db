//! Lowers Swagger 2.0 and OpenAPI 3.0 to the normal form. Each pass has a file and a function.
//!
//! # The count
//!
//! Every definition of the document, and of the files that it refers to, becomes a type or is skipped by
//! name. A definition that is a mere reference to a definition in another file is skipped as another name for
//! it, and its target becomes a type. Further types have no definition (inline types, unions over a base type
//! that occurs as itself); a note contains their number.

mod api;
mod bundle;
pub mod conform;
mod definitions;
mod discriminators;
mod endpoint;
mod events;
mod facets;
mod hoist;
mod inheritance;
mod inline;
mod kind;
mod media;
mod naming;
mod operations;
mod responses;
mod secrets;
mod shapes;
mod supplement;
mod swagger;
mod unions;
mod walk;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use self::api::{Api, Place};
use self::inheritance::Hierarchy;
use crate::config::{Config, Events};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::NormalForm;
use crate::read::openapi::Document;

/// Lowers a document to the normal form, with the types of a supplement.
pub fn lower(document: &Document, supplement: Option<&Document>, config: &Config) -> Result<NormalForm> {
    let one = |document: &Document, events: Option<&Events>| {
        run(document, events).map_err(|diagnostic| diagnostic.or_file(&document.root().path))
    };
    let events = config.openapi.events.as_ref();
    let mut form = one(document, events)?;
    if let Some(document) = supplement {
        let events = config.openapi.supplement.as_ref().and_then(|supplement| supplement.events.as_ref());
        let added = supplement::add(&mut form, one(document, events)?);
        added.map_err(|diagnostic| diagnostic.or_file(&document.root().path))?;
    }
    let mut unmatched = secrets::mark(&mut form, config);
    unmatched.extend(events.into_iter().flat_map(|events| events::check_shared(&form, events, config)));
    Ok(NormalForm { document: form, unmatched })
}

/// Lowers one document. `events` tells how its events are recognized.
fn run(document: &Document, events: Option<&Events>) -> Result<Value> {
    refuse_path_overloads(document)?;
    let mut api = bundle::bundle(document)?;
    endpoint::note(document, &mut api);
    swagger::convert(&mut api, document)?;
    operations::check_names(&api)?;
    media::choose_json(&mut api)?;
    hoist::hoist(&mut api)?;
    let hierarchy = Hierarchy::of(&api);
    inheritance::flatten(&mut api)?;
    unions::state(&mut api, &hierarchy)?;
    discriminators::unite(&mut api, &hierarchy)?;
    unions::check(&api)?;
    inline::inline(&mut api)?;
    shapes::shape(&mut api)?;
    operations::shape(&mut api)?;
    responses::range(&mut api)?;
    if let Some(events) = events {
        events::mark(&mut api, events);
    }
    naming::name(&mut api)?;
    check_count(&api)?;
    Ok(assemble(api, events))
}

/// Refuses `x-ms-paths`, whose operations differ only in the query.
fn refuse_path_overloads(document: &Document) -> Result<()> {
    let root = document.root();
    match root.value.get("x-ms-paths").and_then(Value::as_object) {
        Some(paths) if !paths.is_empty() => {
            Err(Place::new(&root.path, "/x-ms-paths")
                .diagnostic("operations in `x-ms-paths` are not supported"))
        }
        _ => Ok(()),
    }
}

/// Checks that every definition was either emitted or skipped. Otherwise a pass has a bug.
fn check_count(api: &Api) -> Result<()> {
    let defined = api.schemas.len().saturating_sub(api.made.len());
    if defined + api.skipped.len() == api.read {
        return Ok(());
    }
    Err(Diagnostic::in_file(
        &api.file,
        format!(
            "of {} definitions, {defined} became types and {} were skipped: a pass of the generator lost some",
            api.read,
            api.skipped.len()
        ),
    ))
}

fn assemble(mut api: Api, events: Option<&Events>) -> Value {
    if !api.made.is_empty() {
        let names = api.made.join(", ");
        api.notes.push(format!("{} types have no definition of their own: {names}.", api.made.len()));
    }
    let mut paths: Map<String, Value> = Map::new();
    for operation in api.operations {
        let item = paths.entry(operation.path).or_insert_with(|| json!({}));
        item[operation.method] = Value::Object(operation.value);
    }
    let skipped = api.skipped.into_iter().map(|(name, reason)| json!({"name": name, "reason": reason}));
    let mut document = json!({
        "openapi": "3.0.3",
        "info": info(&api.info),
        "paths": paths,
        "components": {"schemas": api.schemas},
        "x-skipped": skipped.collect::<Vec<_>>(),
        "x-notes": api.notes,
    });
    if let Some(events) = events {
        let shared: Vec<&str> = events.shared.iter().map(|row| row.as_str()).collect();
        document["x-events"] = json!({"prefix": events.prefix, "shared": shared});
    }
    document
}

/// Returns title and version, which are required; the rest of `info` is about the publisher.
fn info(stated: &Map<String, Value>) -> Value {
    let text = |member: &str| stated.get(member).and_then(Value::as_str).unwrap_or_default();
    let mut info = json!({"title": text("title"), "version": text("version")});
    if let Some(description) = stated.get("description").filter(|description| description.is_string()) {
        info["description"] = description.clone();
    }
    info
}
