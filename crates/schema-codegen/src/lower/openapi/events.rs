//! Pass: marks the types that arrive as events.
//!
//! Documents do not mark events. The rule is that an event is a type to which nothing in the document refers
//! (no operation, no other type, no union), and that has the member by which the service relates its events
//! to each other. New events are therefore marked without a change of the configuration.
//!
//! The configuration lists the shared members of the events, since most events also have members of the same
//! name but with another meaning in each.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::api::{Api, SCHEMAS};
use crate::config::{Config, Events};
use crate::diagnostic::Diagnostic;
use crate::read::refs;

/// Marks the events.
pub(super) fn mark(api: &mut Api, events: &Events) {
    let reached = reached(api);
    let mut count = 0;
    for (name, schema) in &mut api.schemas {
        let has_member = schema.get("properties").and_then(|all| all.get(&events.member)).is_some();
        if has_member
            && !reached.contains(name)
            && let Value::Object(members) = schema
        {
            let (before, after) = (events.schema_prefix.as_str(), events.schema_suffix.as_str());
            let event = name.strip_prefix(before).and_then(|name| name.strip_suffix(after)).unwrap_or(name);
            members.insert("x-event".to_owned(), json!(format!("{}{event}", events.prefix)));
            count += 1;
        }
    }
    api.notes.push(format!("{count} types to which nothing in the document refers are events."));
}

/// Returns the shared members that no event of a normal form has.
pub(super) fn check_shared(form: &Value, events: &Events, config: &Config) -> Vec<Diagnostic> {
    let schemas = form["components"]["schemas"].as_object();
    let is_event = |schema: &&Value| schema.get("x-event").is_some();
    let has = |member: &str| {
        let mut events = schemas.into_iter().flat_map(|schemas| schemas.values()).filter(is_event);
        events.any(|event| event["properties"].get(member).is_some())
    };
    let missing = events.shared.iter().filter(|row| !has(row));
    missing.map(|row| config.unmatched(row, format!("no event has the shared member {}", **row))).collect()
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
