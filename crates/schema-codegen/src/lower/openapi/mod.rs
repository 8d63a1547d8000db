//! Lowers Swagger 2.0 and OpenAPI 3.0 and 3.1 to the normal form. Each pass has a file and a function.
//!
//! # The count
//!
//! Every definition of the document, and of the files that it refers to, becomes a type or is skipped by
//! name. A definition that is a mere reference to a definition in another file is skipped as another name for
//! it, and its target becomes a type. Further types have no definition (inline types, unions over a base type
//! that occurs as itself); a note contains their number.
//!
//! # What is not supported
//!
//! These operations are skipped by name, and the rest of the document is generated (`unsupported.rs`):
//!
//! * those whose request has only a multipart body that is not a form, or an encoded form with nested values or
//!   an `encoding`;
//! * those whose successful responses have both JSON and other bodies;
//! * those with a required parameter in a cookie, of a style such as `deepObject` or `matrix`, with a `content`,
//!   or without a `schema`; with a list in the path, an object outside of the query, or nested lists or objects.
//!   If such a parameter is optional, only the parameter is skipped;
//! * those in `x-ms-paths`, those whose path contains a query that is not one of parameters, and those that
//!   progenitor refuses.
//!
//! Operations with `x-ms-long-running-operation` are generated like all others: the client does not wait for
//! their end. The headers `Accept`, `Authorization` and `Content-Type` are not parameters, as in OpenAPI 3.0.
//! Callbacks and headers of responses are ignored with a note.

mod api;
mod bundle;
pub mod conform;
mod definitions;
mod discriminators;
mod elsewhere;
mod endpoint;
mod events;
mod facets;
mod forms;
mod hoist;
mod ids;
mod inheritance;
mod inline;
mod json_schema;
mod kind;
mod media;
mod media_type;
mod middle;
mod naming;
mod operations;
mod parameters;
mod responses;
mod secrets;
mod shapes;
mod supplement;
mod swagger;
mod tags;
mod unions;
mod unsupported;
mod walk;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

use self::api::Api;
use self::inheritance::Hierarchy;
use crate::config::{Config, Events};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::{NormalForm, parameters as normal_parameters, skip};
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
    let mut api = bundle::bundle(document)?;
    endpoint::note(document, &mut api);
    swagger::convert(&mut api, document)?;
    json_schema::convert(&mut api);
    ids::complete(&mut api);
    parameters::normalize(&mut api)?;
    responses::complete(&mut api)?;
    media::choose(&mut api)?;
    hoist::hoist(&mut api)?;
    let hierarchy = Hierarchy::of(&api);
    inheritance::flatten(&mut api)?;
    unions::state(&mut api, &hierarchy)?;
    discriminators::unite(&mut api, &hierarchy)?;
    unions::check(&mut api)?;
    inline::inline(&mut api)?;
    shapes::shape(&mut api)?;
    operations::shape(&mut api);
    responses::range(&mut api)?;
    if let Some(events) = events {
        events::mark(&mut api, events);
    }
    naming::name(&mut api);
    check_count(&api)?;
    Ok(assemble(api, events))
}

/// Checks that every definition was either emitted or skipped. Otherwise a pass has a bug.
fn check_count(api: &Api) -> Result<()> {
    let defined = api.schemas.len().saturating_sub(api.made.len());
    let skipped = api.skipped.iter().filter(|skipped| !skipped.unsupported).count();
    if defined + skipped == api.read {
        return Ok(());
    }
    Err(Diagnostic::in_file(
        &api.file,
        format!(
            "of {} definitions, {defined} became types and {skipped} were skipped: a pass of the generator lost some",
            api.read,
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
    let mut document = json!({
        "openapi": "3.0.3",
        "info": info(&api.info),
        "paths": paths,
        "components": {"schemas": api.schemas},
        "x-skipped": api.skipped.iter().map(skip::entry).collect::<Vec<_>>(),
        "x-notes": api.notes,
    });
    if let Some(events) = events {
        let shared: Vec<&str> = events.shared.iter().map(|row| row.as_str()).collect();
        document["x-events"] = json!({"prefix": events.prefix, "shared": shared});
    }
    normal_parameters::skip_unsupported(&mut document);
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
