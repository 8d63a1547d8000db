//! Pass: marks the types that arrive as events.
//!
//! Documents do not mark events. The rule is that an event is a type to which nothing in the
//! document refers (no operation, no other type, no union), and that has
//! the member by which the service relates its events to a call. New events are therefore marked without a
//! change here.
//!
//! The shared members of the events are listed in a table, since most events also have members of the same
//! name but with
//! another meaning in each.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::api::{Api, Place, SCHEMAS};
use crate::diagnostic::Result;
use crate::read::refs;

/// How the events of a document are recognized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Events {
    /// The prefix of the event's name in its type.
    pub prefix: &'static str,
    /// The text before and after the event's name in the name of its schema.
    pub around: (&'static str, &'static str),
    /// The member that every event has.
    pub member: &'static str,
    /// The members with the same meaning in every event that has them.
    pub shared: &'static [&'static str],
}

/// The events of Call Automation.
pub const CALL_AUTOMATION: Events = Events {
    prefix: "Microsoft.Communication.",
    around: ("", ""),
    member: "correlationId",
    shared: &["callConnectionId", "serverCallId", "correlationId", "operationContext", "resultInformation"],
};

/// The event that Event Grid defines.
pub const EVENT_GRID: Events = Events {
    prefix: "Microsoft.Communication.",
    around: ("Acs", "EventData"),
    member: "recordingStorageInfo",
    shared: &[],
};

/// Marks the events.
pub(super) fn mark(api: &mut Api, events: &Events) {
    let reached = reached(api);
    let mut count = 0;
    for (name, schema) in &mut api.schemas {
        let has_member = schema.get("properties").and_then(|all| all.get(events.member)).is_some();
        if has_member
            && !reached.contains(name)
            && let Value::Object(members) = schema
        {
            let (before, after) = events.around;
            let event = name.strip_prefix(before).and_then(|name| name.strip_suffix(after)).unwrap_or(name);
            members.insert("x-event".to_owned(), json!(format!("{}{event}", events.prefix)));
            count += 1;
        }
    }
    api.notes.push(format!("{count} types to which nothing in the document refers are events."));
}

/// Checks the table of shared members.
///
/// # Errors
///
/// Returns a diagnostic if no event has a shared member.
pub(super) fn check_shared(api: &Api, events: &Events) -> Result<()> {
    let has = |member: &str| {
        api.schemas.values().any(|schema| {
            schema.get("x-event").is_some() && schema.pointer(&format!("/properties/{member}")).is_some()
        })
    };
    match events.shared.iter().find(|member| !has(member)) {
        Some(member) => Err(Place::new(&api.file, "")
            .diagnostic(format!("{member} is listed as a shared member of events, but no event has it"))
            .help(
                "if it was renamed, rename it in crates/schema-codegen/src/lower/openapi/events.rs; if it was removed, remove it there",
            )),
        None => Ok(()),
    }
}

/// Returns the types that something refers to.
fn reached(api: &mut Api) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut note = |reference: &mut String| {
        reached.extend(reference.strip_prefix(SCHEMAS).map(str::to_owned));
    };
    for schema in api.schemas.values_mut() {
        refs::each_mut(schema, &mut note);
    }
    for operation in &mut api.operations {
        for site in operation.sites_mut() {
            refs::each_mut(site.schema, &mut note);
        }
    }
    reached
}
