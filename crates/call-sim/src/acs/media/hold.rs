//! Holding participants.

use acs_calling::{CommunicationIdentifierModel, HoldFailed, HoldRequest, UnholdRequest};
use http::StatusCode;

use super::super::body::required;
use super::super::events::{participants_updated, raise};
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::{connection, conversation};
use super::prompt;
use crate::answer::Answer;
use crate::world::World;

/// Puts a participant on hold, with or without music.
pub(crate) fn hold(world: &mut World, call: &str, request: HoldRequest) -> Reply {
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    connection::established_for_media(world, call)?;
    let music: Vec<_> = request.play_source_info.into_iter().collect();
    let music = prompt::read(world, call, &music)?;
    let target = party(world, call, request.target_participant.as_ref())?;
    match music.failure {
        Some(failure) => {
            raise(world, call, &origin, result(400, failure.subcode, failure.message), HoldFailed::new());
        }
        None => set(world, call, &target, true),
    }
    Ok(Answer::empty(StatusCode::OK))
}

/// Takes a participant off hold.
pub(crate) fn unhold(world: &mut World, call: &str, request: UnholdRequest) -> Reply {
    Origin::read(request.operation_context, request.operation_callback_uri)?;
    connection::established_for_media(world, call)?;
    let target = party(world, call, request.target_participant.as_ref())?;
    set(world, call, &target, false);
    Ok(Answer::empty(StatusCode::OK))
}

/// Returns the raw id of a participant of the call.
fn party(
    world: &World,
    call: &str,
    target: Option<&CommunicationIdentifierModel>,
) -> Result<String, Refusal> {
    let target = required(Identity::read_option(target, "TargetParticipant")?, "TargetParticipant")?;
    let conversation = conversation::of(world, call).ok_or_else(Refusal::call_not_found)?;
    conversation.party(&target.raw_id).ok_or_else(Refusal::participant_not_found)?;
    Ok(target.raw_id)
}

fn set(world: &mut World, call: &str, raw_id: &str, is_on_hold: bool) {
    let Some(conversation) = conversation::of_mut(world, call) else { return };
    let Some(party) = conversation.party_mut(raw_id) else { return };
    let is_changed = std::mem::replace(&mut party.is_on_hold, is_on_hold) != is_on_hold;
    let server_call_id = conversation.id.clone();
    if is_changed {
        participants_updated(world, &server_call_id);
    }
}
