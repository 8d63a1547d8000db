//! Pass: marks the types that arrive as events.
//!
//! No document says which of its definitions are events. The rule: an event is a type that nothing in the
//! document leads to (no operation, no other type, no union), since it only ever arrives by itself, and that has
//! the member by which the service ties its events to a call. A new event is thus marked without a word here.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::api::{Api, SCHEMAS};
use crate::read::refs;

/// How the events of a document are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Events {
    /// What stands before the type's name in the event's type.
    pub prefix: &'static str,
    /// The member that every event has.
    pub member: &'static str,
}

/// The events of Call Automation.
pub const CALL_AUTOMATION: Events = Events {
    prefix: "Microsoft.Communication.",
    member: "correlationId",
};

/// Marks the events.
pub(super) fn mark(api: &mut Api, events: &Events) {
    let reached = reached(api);
    let mut count = 0;
    for (name, schema) in &mut api.schemas {
        let has_member = schema
            .get("properties")
            .and_then(|all| all.get(events.member))
            .is_some();
        if has_member
            && !reached.contains(name)
            && let Value::Object(members) = schema
        {
            members.insert("x-event".to_owned(), json!(format!("{}{name}", events.prefix)));
            count += 1;
        }
    }
    api.notes.push(format!(
        "{count} types that nothing in the document leads to are events."
    ));
}

/// The types that something leads to.
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
