//! Participants: the roster, removing and muting.

use call_wire::json::Object as _;
use graph_calls::{MuteParticipantOperation, OperationStatus, Participant, ParticipantMuteParameters};
use http::StatusCode;

use super::input::Input;
use super::refusal::Refusal;
use super::state::{path, url};
use super::{operations, query, remote, roster};
use crate::answer::Answer;
use crate::world::World;

/// Lists the participants.
pub(super) fn list(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let items = world.graph.leg(input.call())?.roster();
    let list = url(world, &path(input.call(), "/participants"));
    query::page(input.request, &items, Participant::INFO, &list, Some(&context(world, input, "")))
}

/// Returns a participant of a group call or meeting.
pub(super) fn get(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let id = input.parameter("participant-id");
    let leg = world.graph.leg(input.call())?;
    if !leg.has_roster() {
        return Err(Refusal::not_a_group_call());
    }
    let mut items = leg.roster().into_iter();
    let one = items.find(|one| one.id.as_deref() == Some(id)).ok_or_else(Refusal::call_not_found)?;
    query::one(input.request, &one, Participant::INFO, &context(world, input, "/$entity"))
}

/// Removes a participant, or cancels an invitation.
pub(super) fn delete(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let id = input.parameter("participant-id");
    let is_forbidden = world.graph.forbids_removal;
    let leg = world.graph.group(input.call())?;
    let party = leg.party(id).ok_or_else(Refusal::call_not_found)?;
    if party.is_organizer {
        return Err(Refusal::forbidden(8552, "Bot is not authorized to remove organizer."));
    }
    if is_forbidden {
        return Err(Refusal::not_permitted());
    }
    remote::left(world, input.call(), id);
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Mutes a participant.
pub(super) fn mute(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: ParticipantMuteParameters = input.body()?;
    let leg = world.graph.group(input.call())?;
    leg.party(input.parameter("participant-id")).ok_or_else(Refusal::call_not_found)?.server_muted = true;
    let operation = MuteParticipantOperation::new(OperationStatus::Completed);
    let (_, answer) = operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    roster::announce(world, input.call());
    Ok(answer)
}

fn context(world: &World, input: &Input<'_>, suffix: &str) -> String {
    let call = input.call();
    format!("{}/v1.0/$metadata#communications/calls('{call}')/participants{suffix}", world.settings.base)
}
