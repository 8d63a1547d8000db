//! Moving participants from another call.

use acs_calling::{
    MoveParticipantFailed, MoveParticipantSucceeded, MoveParticipantsRequest, MoveParticipantsResponse,
};
use http::StatusCode;

use super::super::body::required;
use super::super::conversation::Party;
use super::super::events::{participants_updated, raise};
use super::super::identity::Identity;
use super::super::media::target_left;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::{participant_not_found, success};
use super::super::{connection, end};
use crate::answer::Answer;
use crate::world::World;

/// Moves participants of another call of the application into this one.
pub(crate) fn move_here(world: &mut World, call: &str, request: MoveParticipantsRequest) -> Reply {
    let from_call = required(request.from_call, "FromCall")?;
    let targets = request.target_participants.unwrap_or_default();
    let targets = Identity::read_all(&targets, "TargetParticipants")?;
    if targets.is_empty() {
        return Err(Refusal::missing("TargetParticipants"));
    }
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    let here = connection::established(world, call)?.server_call_id.clone();
    let there = connection::established(world, &from_call)?.server_call_id.clone();
    if here == there {
        return Err(Refusal::invalid("The field FromCall is invalid: it is the same call."));
    }
    let participants = targets.iter().map(|target| Party::new(target.clone()).participant());
    let mut response = MoveParticipantsResponse::new().participants(participants).from_call(&from_call);
    response.operation_context = origin.context.clone();
    let mut is_changed = false;
    for target in targets {
        let Identity { raw_id, model } = target;
        if move_one(world, &there, &here, &raw_id) {
            is_changed = true;
            let event = MoveParticipantSucceeded::new().participant(model).from_call(&from_call);
            raise(world, call, &origin, success(), event);
        } else {
            let event = MoveParticipantFailed::new().participant(model).from_call(&from_call);
            raise(world, call, &origin, participant_not_found(), event);
        }
    }
    if is_changed {
        participants_updated(world, &here);
        let is_empty = world.acs.conversations.get(&there).is_some_and(|one| one.parties.is_empty());
        if is_empty {
            end::end_all(world, &there, &end::alone());
        } else {
            participants_updated(world, &there);
        }
    }
    Ok(Answer::json(StatusCode::ACCEPTED, &response))
}

/// Moves a party. Returns whether it was present.
fn move_one(world: &mut World, from: &str, to: &str, raw_id: &str) -> bool {
    let Some(conversation) = world.acs.conversations.get_mut(from) else { return false };
    let Some(party) = conversation.party(raw_id).cloned() else { return false };
    conversation.remove(raw_id);
    for call in conversation.connections.clone() {
        target_left::target_left(world, &call, raw_id);
    }
    if let Some(conversation) = world.acs.conversations.get_mut(to) {
        conversation.is_group = true;
        conversation.parties.push(party);
    }
    true
}
