//! Continuous recognition of keys.

use acs_calling::{
    ContinuousDtmfRecognitionRequest, ContinuousDtmfRecognitionStopped, ContinuousDtmfRecognitionToneFailed,
    ContinuousDtmfRecognitionToneReceived, Tone,
};
use http::StatusCode;

use super::super::body::required;
use super::super::events::raise;
use super::super::identity::Identity;
use super::super::origin::Origin;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::{connection, conversation};
use super::actions::ContinuousDtmf;
use crate::answer::Answer;
use crate::world::World;

const STOPPED: &str = "Continuous DTMF Recognition stopped successfully.";

/// Starts reporting each key of a participant.
pub(crate) fn start(world: &mut World, call: &str, request: ContinuousDtmfRecognitionRequest) -> Reply {
    let (target, origin) = read(world, call, request)?;
    let conversation = conversation::of(world, call).ok_or_else(Refusal::call_not_found)?;
    if conversation.party(&target).is_none() {
        return Err(Refusal::participant_not_found());
    }
    let connection = connection::existing(world, call)?;
    connection.continuous_dtmf.entry(target).or_default().origin = origin;
    Ok(Answer::empty(StatusCode::OK))
}

/// Stops reporting the keys of a participant.
pub(crate) fn stop(world: &mut World, call: &str, request: ContinuousDtmfRecognitionRequest) -> Reply {
    let (target, origin) = read(world, call, request)?;
    if connection::existing(world, call)?.continuous_dtmf.remove(&target).is_some() {
        raise(world, call, &origin, result(200, 0, STOPPED), ContinuousDtmfRecognitionStopped::new());
    }
    Ok(Answer::empty(StatusCode::OK))
}

/// Stops reporting the keys of all participants, because the call ends.
pub(crate) fn stop_all(world: &mut World, call: &str) {
    let Some(connection) = world.acs.connections.get_mut(call) else { return };
    for (_, ContinuousDtmf { origin, .. }) in std::mem::take(&mut connection.continuous_dtmf) {
        raise(world, call, &origin, result(200, 0, STOPPED), ContinuousDtmfRecognitionStopped::new());
    }
}

/// Reports a key that a participant presses.
pub(crate) fn press(world: &mut World, call: &str, raw_id: &str, tone: &Tone) {
    let Some(connection) = world.acs.connections.get_mut(call) else { return };
    let Some(running) = connection.continuous_dtmf.get_mut(raw_id) else { return };
    running.sequence += 1;
    let origin = running.origin.clone();
    let event = ContinuousDtmfRecognitionToneReceived::new().sequence_id(running.sequence).tone(tone.clone());
    raise(world, call, &origin, result(200, 0, "DTMF tone received successfully."), event);
}

/// Fails the recognition of a participant that has left.
pub(super) fn target_left(world: &mut World, call: &str, raw_id: &str) {
    let Some(connection) = world.acs.connections.get_mut(call) else { return };
    if let Some(ContinuousDtmf { origin, .. }) = connection.continuous_dtmf.remove(raw_id) {
        let failed = result(400, 8558, "Action failed, the participant is not present in the call.");
        raise(world, call, &origin, failed, ContinuousDtmfRecognitionToneFailed::new());
    }
}

fn read(
    world: &mut World,
    call: &str,
    request: ContinuousDtmfRecognitionRequest,
) -> Result<(String, Origin), Refusal> {
    let target = Identity::read_option(request.target_participant.as_ref(), "TargetParticipant")?;
    let target = required(target, "TargetParticipant")?;
    let origin = Origin::read(request.operation_context, request.operation_callback_uri)?;
    connection::established_for_media(world, call)?;
    Ok((target.raw_id, origin))
}
