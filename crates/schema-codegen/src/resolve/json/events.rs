//! Resolves the events of a normal form to one enum, with the members that they share.

use serde_json::{Map, Value};

use super::{strings, text};
use crate::diagnostic::{Diagnostic, Result};
use crate::lower::labels::Labels;
use crate::resolve::model::{Event, Events, Kind, Member, MemberWire, Module, Shared};

/// Resolves the events, if the document has any.
///
/// # Errors
///
/// Returns a diagnostic if a shared member does not have the same type in every event.
pub(super) fn resolve(
    document: &Value,
    schemas: &Map<String, Value>,
    module: &Module,
) -> Result<Option<Events>> {
    let Some(prefix) = text(&document["x-events"]["prefix"]) else { return Ok(None) };
    let mut labels = Labels::default();
    let arms = schemas.iter().filter_map(|(data, schema)| {
        let event_type = text(&schema["x-event"])?;
        let name = event_type.strip_prefix(prefix).unwrap_or(event_type).to_owned();
        Some((name, data.clone()))
    });
    let mut arms: Vec<_> = arms.collect();
    arms.sort();
    let arms = arms.into_iter().map(|(name, data)| {
        // The enum has an arm `Unknown` for all other events.
        let wire = if name.eq_ignore_ascii_case("Unknown") { "UnknownEvent" } else { name.as_str() };
        Event { label: labels.arm(wire).0, name, data }
    });
    let arms: Vec<_> = arms.collect();
    let shared =
        strings(&document["x-events"]["shared"]).filter_map(|wire| shared(wire, &arms, module).transpose());
    let shared = shared.collect::<Result<_>>()?;
    Ok(Some(Events { prefix: prefix.to_owned(), arms, shared }))
}

/// Returns a shared member with the events that have it.
fn shared(wire: &str, arms: &[Event], module: &Module) -> Result<Option<Shared>> {
    let mut shared: Option<Shared> = None;
    for arm in arms {
        let Some(member) = member(&arm.data, wire, module) else { continue };
        let shared = shared.get_or_insert_with(|| Shared {
            label: member.label.clone(),
            wire: wire.to_owned(),
            doc: member.doc.clone(),
            ty: member.ty.clone(),
            events: Vec::new(),
        });
        if (&shared.ty, &shared.label) != (&member.ty, &member.label) {
            let (ty, other) = (&member.ty, &shared.ty);
            return Err(Diagnostic::new(format!(
                "the events share the member {wire}, which is {ty} in {} and {other} in others",
                arm.data
            ))
            .help("remove it from the shared members in the configuration"));
        }
        shared.events.push(arm.label.clone());
    }
    Ok(shared)
}

fn member<'m>(data: &str, wire: &str, module: &'m Module) -> Option<&'m Member> {
    match &module.types.get(data)?.kind {
        Kind::Object(object) => object
            .members
            .iter()
            .find(|member| matches!(&member.wire, MemberWire::Json { name, .. } if name == wire)),
        _ => None,
    }
}
