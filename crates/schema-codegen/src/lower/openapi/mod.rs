//! Lowers Swagger 2.0 and OpenAPI 3.0 and 3.1 to the normal form. Each pass has a file and a function.
//!
//! # The count
//!
//! Every definition of the document, and of the files that it refers to, becomes a type or is skipped by
//! name. A definition that is a mere reference to a definition in another file is skipped as another name for
//! it, and its target becomes a type. Call Automation has 136 definitions, of which 8 are such names, and its
//! common file has 10: of 146 definitions, 138 become types. Further types have no definition (inline types,
//! unions over a base type that occurs as itself); a note contains their number.

mod api;
mod bundle;
pub mod conform;
mod definitions;
mod discriminators;
mod elsewhere;
mod endpoint;
pub mod events;
mod facets;
mod hoist;
mod ids;
mod inheritance;
mod inline;
mod json_schema;
mod kind;
mod media;
mod middle;
mod naming;
mod operations;
mod parameters;
mod responses;
pub mod secrets;
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
use self::events::Events;
use self::inheritance::Hierarchy;
use self::secrets::Secret;
pub use self::supplement::add;
use super::skip;
use crate::diagnostic::{Diagnostic, Result};
use crate::read::openapi::Document;

/// Facts about an API that are not in its document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The properties with secrets. Each must be in the document.
    pub secrets: &'static [Secret],
    /// How its events are recognized, if it has any.
    pub events: Option<Events>,
}

impl Options {
    /// Returns the options for Azure Communication Services Call Automation.
    pub fn call_automation() -> Self {
        Self { secrets: secrets::CALL_AUTOMATION, events: Some(events::CALL_AUTOMATION) }
    }

    /// Returns the options for the events that Event Grid defines in addition to those of Call Automation.
    pub fn event_grid() -> Self {
        Self { secrets: &[], events: Some(events::EVENT_GRID) }
    }
}

/// Lowers a document to the normal form.
pub fn lower(document: &Document, options: &Options) -> Result<Value> {
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
    secrets::mark(&mut api, options.secrets)?;
    if let Some(events) = &options.events {
        events::mark(&mut api, events);
    }
    naming::name(&mut api);
    if let Some(events) = &options.events {
        events::check_shared(&api, events)?;
    }
    check_count(&api)?;
    Ok(assemble(api, options))
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

fn assemble(mut api: Api, options: &Options) -> Value {
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
    if let Some(events) = &options.events {
        document["x-events"] = json!({"prefix": events.prefix, "shared": events.shared});
    }
    super::parameters::skip_unsupported(&mut document);
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
