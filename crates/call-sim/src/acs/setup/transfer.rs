//! Transferring a participant to another target.

use std::time::Duration;

use acs_calling::{
    CallConnectionState, CallTransferAccepted, CallTransferFailed, TransferCallResponse,
    TransferToParticipantRequest,
};
use http::StatusCode;

use super::super::body::required;
use super::super::connection::{self, set_state};
use super::super::events::raise;
use super::super::identity::Identity;
use super::super::media::{cancel, target_left};
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::ringing::{Failure, Next, Ringing};
use super::super::{caller_id, conversation, custom_context, dial, end, leave};
use crate::answer::Answer;
use crate::world::World;

/// The time for which the target rings.
const LIMIT: Duration = Duration::from_secs(60);

const NEXT: Next = Next { answered, failed };

/// Transfers a participant.
pub(crate) fn transfer(world: &mut World, call: &str, request: TransferToParticipantRequest) -> Reply {
    let party = Identity::read_option(request.target_participant.as_ref(), "TargetParticipant")?;
    let party = required(party, "TargetParticipant")?;
    let transferee = Identity::read_option(request.transferee.as_ref(), "Transferee")?;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    custom_context::check(request.custom_calling_context.as_ref())?;
    if connection::existing(world, call)?.state == CallConnectionState::Transferring {
        let message = "The transfer conflicts with another transfer of the call.";
        return Err(Refusal::new(StatusCode::CONFLICT, 8607, message));
    }
    connection::established(world, call)?;
    if request.source_caller_id_number.is_some() {
        caller_id::check(world, &party, request.source_caller_id_number.as_ref())?;
    }
    dial::check(&party.raw_id)?;
    let conversation = conversation::of(world, call).ok_or_else(Refusal::call_not_found)?;
    let is_group = conversation.is_group_call();
    let transferee = match transferee {
        Some(transferee) if conversation.party(&transferee.raw_id).is_none() => {
            return Err(Refusal::participant_not_found());
        }
        Some(transferee) => transferee,
        None if is_group => return Err(Refusal::missing("Transferee")),
        None => {
            let other = conversation.parties.first().ok_or_else(Refusal::participant_not_found)?;
            other.identity.clone()
        }
    };
    let mut response = TransferCallResponse::new();
    response.operation_context = origin.context.clone();
    if !is_group {
        set_state(world, call, CallConnectionState::Transferring);
    }
    let id = world.random.guid();
    let ringing = Ringing {
        transferee: Some(transferee),
        custom_context: request.custom_calling_context,
        ..Ringing::new(id, party, origin, NEXT)
    };
    dial::dial(world, call, ringing, Some(LIMIT));
    Ok(Answer::json(StatusCode::ACCEPTED, &response))
}

/// Completes a transfer: the transferee leaves, and in a call with two participants, the application leaves too.
fn answered(world: &mut World, call: &str, ringing: Ringing) {
    let Some(connection) = world.acs.connections.get(call) else { return };
    let is_last = connection.state == CallConnectionState::Transferring;
    let server_call_id = connection.server_call_id.clone();
    let transferee = ringing.transferee.unwrap_or_else(|| ringing.party.clone());
    let accepted = result(200, 7015, "The transfer operation completed successfully.");
    let event = CallTransferAccepted::new().transfer_target(ringing.party.model).transferee(transferee.model);
    if is_last {
        set_state(world, call, CallConnectionState::TransferAccepted);
        cancel::cancel_every(world, call);
    }
    raise(world, call, &ringing.origin, accepted.clone(), event);
    let Some(conversation) = world.acs.conversations.get_mut(&server_call_id) else { return };
    conversation.remove(&transferee.raw_id);
    if is_last {
        end::end_all(world, &server_call_id, &accepted);
        return;
    }
    for one in conversation.connections.clone() {
        target_left::target_left(world, &one, &transferee.raw_id);
    }
    leave::left(world, &server_call_id);
}

/// Continues a call whose transfer has failed.
fn failed(world: &mut World, call: &str, ringing: Ringing, failure: Failure) {
    let Some(connection) = world.acs.connections.get(call) else { return };
    if connection.state == CallConnectionState::Transferring {
        set_state(world, call, CallConnectionState::Connected);
    }
    let result = failure.result(&ringing.party);
    raise(world, call, &ringing.origin, result, CallTransferFailed::new());
}
