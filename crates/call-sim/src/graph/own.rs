//! Operations on a call and on the application's own participant.

use call_wire::json::Object as _;
use graph_calls::{
    AddLargeGalleryViewOperation, Call, CallAddLargeGalleryViewParameters, CallMuteParameters,
    CallUnmuteParameters, CallUpdateRecordingStatusParameters, CallsLogTeleconferenceDeviceQualityParameters,
    CommsOperation, MuteParticipantOperation, OperationStatus, RecordingInfo, UnmuteParticipantOperation,
    UpdateRecordingStatusOperation,
};
use http::StatusCode;
use serde_json::json;

use super::input::Input;
use super::lifecycle::{self, SETUP};
use super::operations::{self, Outcome};
use super::party::{Party, Stage};
use super::refusal::Refusal;
use super::state::context;
use super::typed::typed;
use super::{identity, query, roster};
use crate::answer::Answer;
use crate::world::World;

/// Returns a call, with the lists that `$expand` names.
pub(super) fn get(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let leg = world.graph.leg(input.call())?;
    let mut call = leg.resource.clone();
    for name in query::expanded(input.request)? {
        match name {
            "participants" => call.participants = Some(leg.roster()),
            "operations" => call.operations = Some(leg.operations.values().cloned().collect()),
            "audioRoutingGroups" => call.audio_routing_groups = Some(leg.routes.clone()),
            _ => call.content_sharing_sessions = Some(leg.sessions()),
        }
    }
    let context = format!("{}/v1.0/$metadata#communications/calls/$entity", world.settings.base);
    query::one(input.request, &typed(call), Call::INFO, &context)
}

/// Returns an operation.
pub(super) fn operation(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let leg = world.graph.leg(input.call())?;
    let operation = leg.operations.get(input.parameter("operation-id")).cloned();
    let operation = operation.ok_or_else(Refusal::call_not_found)?;
    let context = context(world, input.call(), "/operations/$entity");
    query::one(input.request, &operation, CommsOperation::INFO, &context)
}

/// Ends a call.
pub(super) fn delete(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    world.graph.leg(input.call())?;
    lifecycle::delete(world, input.call());
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Keeps a call alive.
pub(super) fn keep_alive(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    world.graph.leg(input.call())?;
    lifecycle::keep_alive(world, input.call());
    Ok(Answer::new(StatusCode::OK, "text/plain", ""))
}

/// Mutes the application.
pub(super) fn mute(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallMuteParameters = input.body()?;
    world.graph.group(input.call())?.muted = true;
    let operation = MuteParticipantOperation::new(OperationStatus::Completed);
    let (_, answer) = operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    roster::announce(world, input.call());
    Ok(answer)
}

/// Unmutes the application.
pub(super) fn unmute(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallUnmuteParameters = input.body()?;
    world.graph.group(input.call())?.muted = false;
    let operation = UnmuteParticipantOperation::new(OperationStatus::Completed);
    let (_, answer) = operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    roster::announce(world, input.call());
    Ok(answer)
}

/// Sets the recording status of a call that is recorded by a policy.
pub(super) fn update_recording_status(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallUpdateRecordingStatusParameters = input.body()?;
    let app = identity::application(&world.settings.identities.graph_app_id, Some("Calling Bot"));
    let leg = world.graph.established(input.call())?;
    if !leg.is_policy_recording {
        let message = "API call not allowed for non-Compliance Recording call";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, 8506, message));
    }
    if let Some(status) = body.status {
        let info = typed(RecordingInfo::new(status).initiator(app));
        leg.parties.iter_mut().for_each(|party| party.recording = Some(info.clone()));
    }
    let operation = UpdateRecordingStatusOperation::new(OperationStatus::Completed);
    let (_, answer) = operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    roster::announce(world, input.call());
    Ok(answer)
}

/// Adds the large gallery, which becomes a participant.
pub(super) fn add_large_gallery(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallAddLargeGalleryViewParameters = input.body()?;
    world.graph.established(input.call())?;
    let operation = AddLargeGalleryViewOperation::new(OperationStatus::Running);
    let (id, answer) =
        operations::start(world, input.call(), StatusCode::ACCEPTED, operation, body.client_context)?;
    let (call, participant, app) = (input.call().to_owned(), world.random.guid(), world.random.guid());
    world.after(SETUP, move |world| {
        let mut gallery = Party::new(
            participant,
            "LargeGallery",
            identity::application_of_type(&app, "LargeGallery", "LargeGallery-V2"),
            Stage::Connected,
        );
        gallery.metadata = Some(json!({"type": "LargeGallery"}).to_string());
        if let Some(leg) = world.graph.legs.get_mut(&call) {
            leg.parties.push(gallery);
            roster::announce(world, &call);
            operations::end(world, &call, &id, Outcome::DONE);
        }
    });
    Ok(answer)
}

/// Accepts a report on the media quality of a video teleconferencing device.
pub(super) fn log_device_quality(input: &Input<'_>) -> Result<Answer, Refusal> {
    let _: CallsLogTeleconferenceDeviceQualityParameters = input.body()?;
    if input.request.header("user-agent").is_none_or(str::is_empty) {
        return Err(Refusal::bad_request("The header User-Agent is required."));
    }
    Ok(Answer::empty(StatusCode::OK))
}
