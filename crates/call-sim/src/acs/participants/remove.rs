//! Removing a participant.

use acs_calling::{
    RemoveParticipantFailed, RemoveParticipantRequest, RemoveParticipantResponse, RemoveParticipantSucceeded,
};
use http::StatusCode;

use super::super::body::required;
use super::super::events::raise;
use super::super::identity::Identity;
use super::super::media::target_left;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::{participant_not_found, success};
use super::super::{connection, conversation, end, leave};
use crate::answer::Answer;
use crate::world::World;

/// Removes a participant.
pub(crate) fn remove(world: &mut World, call: &str, request: RemoveParticipantRequest) -> Reply {
    let party = Identity::read_option(request.participant_to_remove.as_ref(), "ParticipantToRemove")?;
    let party = required(party, "ParticipantToRemove")?;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    let connection = connection::established(world, call)?;
    if connection.own.raw_id == party.raw_id {
        return Err(Refusal::invalid(
            "The field ParticipantToRemove is invalid: it is the application itself (hang up instead).",
        ));
    }
    let mut response = RemoveParticipantResponse::new();
    response.operation_context = origin.context.clone();
    let answer = Answer::json(StatusCode::ACCEPTED, &response);
    let Some(conversation) = conversation::of_mut(world, call) else { return Ok(answer) };
    let server_call_id = conversation.id.clone();
    let is_group = conversation.is_group_call();
    if conversation.remove(&party.raw_id) {
        for one in conversation.connections.clone() {
            target_left::target_left(world, &one, &party.raw_id);
        }
        raise(world, call, &origin, success(), RemoveParticipantSucceeded::new().participant(party.model));
        if is_group {
            leave::left(world, &server_call_id);
        } else {
            end::end_all(world, &server_call_id, &end::alone());
        }
        return Ok(answer);
    }
    match other_application(world, call, &party.raw_id) {
        Some(other) => {
            end::end(world, &other, end::removed());
            raise(
                world,
                call,
                &origin,
                success(),
                RemoveParticipantSucceeded::new().participant(party.model),
            );
            leave::left(world, &server_call_id);
        }
        None => {
            let event = RemoveParticipantFailed::new().participant(party.model);
            raise(world, call, &origin, participant_not_found(), event);
        }
    }
    Ok(answer)
}

/// Returns the connection of another application in the same conversation, by its identity.
fn other_application(world: &World, call: &str, raw_id: &str) -> Option<String> {
    let ids = &conversation::of(world, call)?.connections;
    let own = |id: &&String| world.acs.connections.get(*id).is_some_and(|one| one.own.raw_id == raw_id);
    ids.iter().find(own).cloned()
}
