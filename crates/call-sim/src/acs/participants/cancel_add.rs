//! Canceling an invitation.

use acs_calling::{
    CancelAddParticipantFailed, CancelAddParticipantRequest, CancelAddParticipantResponse,
    CancelAddParticipantSucceeded,
};
use http::StatusCode;

use super::super::body::required;
use super::super::events::raise;
use super::super::origin::Origin;
use super::super::refusal::Reply;
use super::super::results::{result, success};
use super::super::{connection, dial};
use crate::answer::Answer;
use crate::world::World;

/// Cancels an invitation that has not been accepted.
pub(crate) fn cancel(world: &mut World, call: &str, request: CancelAddParticipantRequest) -> Reply {
    let id = required(request.invitation_id, "InvitationId")?;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    let past = &connection::established(world, call)?.past_invitations;
    let failure = if past.contains(&id) {
        result(400, 8523, "The invitation is already processed.")
    } else {
        result(404, 8522, "Invitation not found.")
    };
    if dial::take(world, call, &id).is_some() {
        connection::existing(world, call)?.past_invitations.push(id.clone());
        let event = CancelAddParticipantSucceeded::new().invitation_id(&id);
        raise(world, call, &origin, success(), event);
    } else {
        raise(world, call, &origin, failure, CancelAddParticipantFailed::new().invitation_id(&id));
    }
    let mut response = CancelAddParticipantResponse::new().invitation_id(id);
    response.operation_context = origin.context;
    Ok(Answer::json(StatusCode::ACCEPTED, &response))
}
