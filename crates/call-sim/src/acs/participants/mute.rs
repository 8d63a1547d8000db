//! Muting participants.

use acs_calling::{MuteParticipantsRequest, MuteParticipantsResult};
use http::StatusCode;

use super::super::events::participants_updated;
use super::super::identity::Identity;
use super::super::origin::check_context;
use super::super::refusal::{Refusal, Reply};
use super::super::{connection, conversation};
use crate::answer::Answer;
use crate::world::World;

/// Mutes participants, which must be users of the resource.
pub(crate) fn mute(world: &mut World, call: &str, request: MuteParticipantsRequest) -> Reply {
    check_context(request.operation_context.as_deref())?;
    let targets = request.target_participants.unwrap_or_default();
    let targets = Identity::read_all(&targets, "TargetParticipants")?;
    if targets.is_empty() || !targets.iter().all(Identity::is_user) {
        return Err(Refusal::invalid(
            "The field TargetParticipants is invalid: only Communication Services users can be muted.",
        ));
    }
    connection::established(world, call)?;
    let conversation = conversation::of_mut(world, call).ok_or_else(Refusal::call_not_found)?;
    if targets.iter().any(|target| conversation.party(&target.raw_id).is_none()) {
        return Err(Refusal::participant_not_found());
    }
    let mut is_changed = false;
    for target in &targets {
        if let Some(party) = conversation.party_mut(&target.raw_id) {
            is_changed |= !party.is_muted;
            party.is_muted = true;
        }
    }
    let server_call_id = conversation.id.clone();
    if is_changed {
        participants_updated(world, &server_call_id);
    }
    let mut response = MuteParticipantsResult::new();
    response.operation_context = request.operation_context;
    Ok(Answer::json(StatusCode::OK, &response))
}
