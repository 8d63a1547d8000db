//! Audio routing groups: private audio routes.

use call_wire::json::Object as _;
use graph_calls::{AudioRoutingGroup, RoutingMode};
use http::StatusCode;

use super::input::Input;
use super::leg::Leg;
use super::query;
use super::refusal::Refusal;
use super::state::{context, path, url};
use super::typed::typed;
use crate::answer::Answer;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// Lists the groups.
pub(super) fn list(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let items = world.graph.leg(input.call())?.routes.clone();
    let list = url(world, &path(input.call(), "/audioRoutingGroups"));
    query::page(input.request, &items, AudioRoutingGroup::INFO, &list, None)
}

/// Returns a group.
pub(super) fn get(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let leg = world.graph.leg(input.call())?;
    let one = leg.routes[find(leg, input)?].clone();
    query::one(
        input.request,
        &one,
        AudioRoutingGroup::INFO,
        &context(world, input.call(), "/audioRoutingGroups/$entity"),
    )
}

/// Creates a group.
pub(super) fn create(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let mut group: AudioRoutingGroup = input.body()?;
    let id = world.random.guid();
    let leg = world.graph.group(input.call())?;
    check(leg, &group)?;
    let id = group.id.get_or_insert(id).clone();
    if leg.routes.iter().any(|other| other.id.as_ref() == Some(&id)) {
        return Err(Refusal::conflict(format!("The audio routing group {id} exists already.")));
    }
    let group = typed(group);
    leg.routes.push(group.clone());
    warn(world, input, &group);
    Ok(Answer::json(StatusCode::OK, &group))
}

/// Changes the sources, the receivers and the mode of a group.
pub(super) fn update(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let change: AudioRoutingGroup = input.body()?;
    let leg = world.graph.group(input.call())?;
    let at = find(leg, input)?;
    let mut group = leg.routes[at].clone();
    group.sources = change.sources.or(group.sources);
    group.receivers = change.receivers.or(group.receivers);
    group.routing_mode = change.routing_mode.or(group.routing_mode);
    check(leg, &group)?;
    leg.routes[at] = group.clone();
    warn(world, input, &group);
    Ok(Answer::json(StatusCode::OK, &group))
}

/// Deletes a group.
pub(super) fn delete(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let leg = world.graph.leg(input.call())?;
    leg.routes.remove(find(leg, input)?);
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Returns the index of the group that a request names.
fn find(leg: &Leg, input: &Input<'_>) -> Result<usize, Refusal> {
    let id = input.parameter("group-id");
    let found = leg.routes.iter().position(|group| group.id.as_deref() == Some(id));
    found.ok_or_else(Refusal::call_not_found)
}

/// Checks the numbers and the ids of sources and receivers.
fn check(leg: &Leg, group: &AudioRoutingGroup) -> Result<(), Refusal> {
    let (sources, receivers) = (group.sources.iter().flatten(), group.receivers.iter().flatten());
    if sources.clone().count() != 1 {
        return Err(Refusal::invalid_argument("sources must have one participant."));
    }
    if receivers.clone().next().is_none() {
        return Err(Refusal::invalid_argument("receivers must have at least one participant."));
    }
    let is_present = |id: &String| *id == *leg.own_id() || leg.parties.iter().any(|party| party.id == *id);
    match sources.chain(receivers).find(|id| !is_present(id)) {
        Some(id) => {
            let message = format!("The participant {id} is not present.");
            Err(Refusal::new(StatusCode::BAD_REQUEST, 8558, message))
        }
        None => Ok(()),
    }
}

/// Adds a warning about a oneToOne group with several receivers. A documented example has several, although the
/// documentation permits only one.
fn warn(world: &mut World, input: &Input<'_>, group: &AudioRoutingGroup) {
    let receivers = group.receivers.as_ref().map_or(0, Vec::len);
    if group.routing_mode == Some(RoutingMode::OneToOne) && receivers > 1 {
        let entry = NewEntry::new(Service::Graph, Kind::Warning, input.operation.name());
        let detail = "a oneToOne group has several receivers (the documentation permits one; use multicast)";
        world.note(entry.call(input.call().to_owned()).detail(detail).in_reply_to(input.request.number));
    }
}
