//! Inviting a participant.

use std::time::Duration;

use acs_calling::{
    AddParticipantFailed, AddParticipantRequest, AddParticipantResponse, AddParticipantSucceeded,
};
use http::StatusCode;

use super::super::body::required;
use super::super::conversation::{self, Party};
use super::super::events::{participants_updated, raise};
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::Reply;
use super::super::results::{result, success};
use super::super::ringing::{Failure, Next, Ringing};
use super::super::{caller_id, connection, custom_context, dial};
use crate::answer::Answer;
use crate::world::World;

const NEXT: Next = Next { answered, failed };

/// Invites a participant.
pub(crate) fn add(world: &mut World, call: &str, request: AddParticipantRequest) -> Reply {
    let party = Identity::read_option(request.participant_to_add.as_ref(), "ParticipantToAdd")?;
    let party = required(party, "ParticipantToAdd")?;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    custom_context::check(request.custom_calling_context.as_ref())?;
    connection::established(world, call)?;
    caller_id::check(world, &party, request.source_caller_id_number.as_ref())?;
    dial::check(&party.raw_id)?;
    let timeout = request.invitation_timeout_in_seconds.and_then(|seconds| u64::try_from(seconds).ok());
    let timeout = timeout.filter(|seconds| *seconds > 0).map(Duration::from_secs);

    let id = world.random.guid();
    let mut response =
        AddParticipantResponse::new().participant(Party::new(party.clone()).participant()).invitation_id(&id);
    response.operation_context = origin.context.clone();
    if is_there(world, call, &party) {
        let already = result(400, 8523, "The participant is already in the call, or is being called.");
        raise(world, call, &origin, already, AddParticipantFailed::new().participant(party.model));
    } else {
        let custom_context = request.custom_calling_context;
        let ringing = Ringing { custom_context, ..Ringing::new(id, party, origin, NEXT) };
        dial::dial(world, call, ringing, timeout);
    }
    Ok(Answer::json(StatusCode::ACCEPTED, &response))
}

/// Returns whether a party is in the call or is being called.
fn is_there(world: &World, call: &str, party: &Identity) -> bool {
    let is_in = conversation::of(world, call).is_some_and(|all| all.party(&party.raw_id).is_some());
    let mut ringing = world.acs.connections.get(call).into_iter().flat_map(|connection| &connection.ringing);
    is_in || ringing.any(|one| one.party.raw_id == party.raw_id)
}

fn answered(world: &mut World, call: &str, ringing: Ringing) {
    let Ringing { id, party, origin, incoming, .. } = ringing;
    close_invitation(world, call, id);
    let Some(conversation) = conversation::of_mut(world, call) else { return };
    conversation.is_group = true;
    if incoming.is_none() {
        conversation.parties.push(Party::new(party.clone()));
    }
    let server_call_id = conversation.id.clone();
    let event = AddParticipantSucceeded::new().participant(party.model);
    raise(world, call, &origin, success(), event);
    participants_updated(world, &server_call_id);
}

fn failed(world: &mut World, call: &str, ringing: Ringing, failure: Failure) {
    let Ringing { id, party, origin, .. } = ringing;
    close_invitation(world, call, id);
    let result = failure.result_of_invitation(&party);
    raise(world, call, &origin, result, AddParticipantFailed::new().participant(party.model));
}

fn close_invitation(world: &mut World, call: &str, id: String) {
    if let Some(connection) = world.acs.connections.get_mut(call) {
        connection.past_invitations.push(id);
    }
}
