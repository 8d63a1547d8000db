//! The operations on recordings.

use acs_calling::{
    CallConnectionState, CallLocator, CallLocatorKind, RecordingKind, RecordingState, RecordingStateResponse,
    RecordingStorageKind, StartCallRecordingRequest, StartRecordingFailed,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use serde_json::json;

use super::format::Format;
use super::publish::{finish, send, state_changed};
use super::speakers::speakers;
use super::state::{Pause, Recording};
use crate::acs::refusal::{Refusal, Reply};
use crate::acs::results::result;
use crate::acs::{callback_uri, connection, conversation};
use crate::answer::Answer;
use crate::random::Random;
use crate::world::World;

/// Starts a recording.
pub(crate) fn start(world: &mut World, request: StartCallRecordingRequest) -> Reply {
    let uri = request.recording_state_callback_uri.as_deref();
    callback_uri::check_option(uri, "RecordingStateCallbackUri")?;
    let format = Format::read(&request)?;
    let is_external = is_external(&request)?;
    let (server_call_id, connection) = call(world, &request)?;
    if world.acs.recordings.of_call.contains_key(&server_call_id) {
        let message = "Only one recording of a given type is supported in a call.";
        return Err(Refusal::bad_request(8553, message));
    }
    let conversation = world.acs.conversations.get(&server_call_id).ok_or_else(Refusal::call_not_found)?;
    let participants = conversation::participants(world, conversation);
    let speakers = speakers(&request, participants);
    let correlation_id = conversation.correlation_id.clone();
    let mut recording = Recording {
        id: new_id(&mut world.random),
        server_call_id,
        correlation_id,
        connection,
        callback_uri: request.recording_state_callback_uri,
        format,
        speakers,
        started: world.clock.now(),
        began: world.clock.elapsed(),
        pauses: Vec::new(),
    };
    if request.pause_on_start == Some(true) {
        recording.pauses.push(Pause { start: std::time::Duration::ZERO, end: None });
    }
    let answer = |status| with_call(Answer::json(status, &response(&recording)), &recording);
    if is_external {
        let answer = answer(StatusCode::ACCEPTED);
        fail(world, &recording);
        return Ok(answer);
    }
    let answer = answer(StatusCode::OK);
    state_changed(world, &recording, recording.state());
    world.acs.recordings.add(recording);
    Ok(answer)
}

/// Returns whether the file is to be written to a storage account of the application.
fn is_external(request: &StartCallRecordingRequest) -> Result<bool, Refusal> {
    let Some(storage) = &request.external_storage else { return Ok(false) };
    if storage.recording_storage_kind != Some(RecordingStorageKind::AzureBlobStorage) {
        return Ok(false);
    }
    match &storage.recording_destination_container_url {
        Some(_) => Ok(true),
        None => Err(Refusal::missing("RecordingDestinationContainerUrl")),
    }
}

/// Raises `StartRecordingFailed`: the simulator does not write to storage accounts.
fn fail(world: &mut World, recording: &Recording) {
    let event = StartRecordingFailed::new()
        .recording_id(&recording.id)
        .server_call_id(&recording.server_call_id)
        .correlation_id(&recording.correlation_id)
        .result_information(result(405, 8520, "The simulator does not write to external storage."));
    send(world, recording, event.into());
}

/// Returns the id of the call, and that of a connection to it.
fn call(world: &mut World, request: &StartCallRecordingRequest) -> Result<(String, Option<String>), Refusal> {
    match (&request.call_locator, &request.call_connection_id) {
        (Some(locator), None) => {
            let id = located(world, locator)?;
            let conversation = world.acs.conversations.get(&id).ok_or_else(Refusal::call_not_found)?;
            let is_connected = |id: &&String| {
                let connection = world.acs.connections.get(*id);
                connection.is_some_and(|one| one.state == CallConnectionState::Connected)
            };
            match conversation.connections.iter().find(is_connected) {
                Some(connection) => {
                    let connection = connection.clone();
                    Ok((id, Some(connection)))
                }
                None => Err(Refusal::not_established()),
            }
        }
        (None, Some(id)) => {
            let connection = connection::established(world, id)?;
            Ok((connection.server_call_id.clone(), Some(id.clone())))
        }
        (None, None) => Err(Refusal::invalid("The field CallLocator or CallConnectionId is required.")),
        (Some(_), Some(_)) => {
            Err(Refusal::invalid("The fields CallLocator and CallConnectionId exclude each other."))
        }
    }
}

/// Returns the id of the call in a locator.
fn located(world: &World, locator: &CallLocator) -> Result<String, Refusal> {
    let invalid = || Refusal::bad_request(8527, "Invalid join identity, cannot join call.");
    match (&locator.kind, &locator.server_call_id, &locator.group_call_id) {
        (Some(CallLocatorKind::ServerCallLocator) | None, Some(id), _) => {
            if conversation::is_id(id) {
                Ok(id.clone())
            } else {
                Err(invalid())
            }
        }
        (Some(CallLocatorKind::GroupCallLocator) | None, _, Some(id)) => {
            world.acs.meetings.get(id).cloned().ok_or_else(Refusal::call_not_found)
        }
        (Some(CallLocatorKind::RoomCallLocator), ..) => {
            Err(Refusal::invalid("The field CallLocator is invalid: a room cannot be recorded."))
        }
        _ => Err(invalid()),
    }
}

/// Returns the state of a recording.
pub(crate) fn properties(world: &mut World, id: &str) -> Reply {
    let recording = existing(world, id)?;
    Ok(with_call(Answer::json(StatusCode::OK, &response(recording)), recording))
}

/// Pauses a recording. A recording that is paused remains paused, without an event.
pub(crate) fn pause(world: &mut World, id: &str) -> Reply {
    let now = world.clock.elapsed();
    let recording = existing(world, id)?;
    let changes = recording.state() == RecordingState::Active;
    if changes {
        recording.pauses.push(Pause { start: now.saturating_sub(recording.began), end: None });
    }
    Ok(accept(world, id, changes))
}

/// Resumes a recording. A recording that is not paused continues, without an event.
pub(crate) fn resume(world: &mut World, id: &str) -> Reply {
    let now = world.clock.elapsed();
    let recording = existing(world, id)?;
    let began = recording.began;
    let paused = recording.pauses.last_mut().filter(|pause| pause.end.is_none());
    let changes = paused.is_some();
    if let Some(pause) = paused {
        pause.end = Some(now.saturating_sub(began));
    }
    Ok(accept(world, id, changes))
}

/// Stops a recording.
pub(crate) fn stop(world: &mut World, id: &str) -> Reply {
    let recording = world.acs.recordings.remove(id).ok_or_else(not_found)?;
    let answer = with_call(Answer::empty(StatusCode::NO_CONTENT), &recording);
    finish(world, recording);
    Ok(answer)
}

fn existing<'w>(world: &'w mut World, id: &str) -> Result<&'w mut Recording, Refusal> {
    world.acs.recordings.recordings.get_mut(id).ok_or_else(not_found)
}

fn not_found() -> Refusal {
    Refusal::not_found("Recording")
}

/// Returns the response to a pause or a resumption, and raises the event.
fn accept(world: &mut World, id: &str, changes: bool) -> Answer {
    let answer = Answer::empty(StatusCode::ACCEPTED);
    let Some(recording) = world.acs.recordings.recordings.get(id).cloned() else { return answer };
    if changes {
        state_changed(world, &recording, recording.state());
    }
    with_call(answer, &recording)
}

fn response(recording: &Recording) -> RecordingStateResponse {
    RecordingStateResponse::new()
        .recording_id(&recording.id)
        .recording_state(recording.state())
        .recording_kind(RecordingKind::AzureCommunicationServices)
}

fn with_call(answer: Answer, recording: &Recording) -> Answer {
    match &recording.connection {
        Some(connection) => answer.for_call(connection),
        None => answer,
    }
}

/// Creates a `recordingId`: JSON in base64.
fn new_id(random: &mut Random) -> String {
    let id = json!({"PlatformEndpointId": random.guid(), "ResourceSpecificId": random.guid()});
    URL_SAFE_NO_PAD.encode(id.to_string())
}
