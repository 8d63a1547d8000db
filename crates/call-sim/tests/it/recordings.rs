//! Recordings of calls, and the events about their files.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::{
    CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier, RecordingChunk, RecordingContentType,
    RecordingFileStatusUpdated, RecordingFormatType, StartCallRecordingRequest,
};
use call_sim::{EventSchema, Sim};

use crate::app::App;
use crate::grid::Grid;

pub const SECOND: Duration = Duration::from_secs(1);

/// Starts a call, and returns the ids of the connection and of the call.
pub async fn connected(sim: &Sim, app: &App) -> (String, String) {
    let callee = CommunicationIdentifier::phone_number("+14255550123");
    let request = CreateCallRequest::new([callee], app.callback())
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()));
    app.client.create_call(&request).await.expect("accepted");
    let events = app.events_after(sim, SECOND).await;
    let Some(Event::CallConnected(call)) = events.into_iter().map(|event| event.data).next() else {
        panic!("expected CallConnected")
    };
    (call.call_connection_id.expect("an id"), call.server_call_id.expect("an id"))
}

pub fn wav(request: StartCallRecordingRequest) -> StartCallRecordingRequest {
    request
        .recording_content_type(RecordingContentType::Audio)
        .recording_format_type(RecordingFormatType::Wav)
}

pub async fn started(app: &App, request: StartCallRecordingRequest) -> String {
    let response = app.client.call_recording().start(&request).await.expect("started");
    response.into_inner().recording_id.expect("an id")
}

pub fn of_call(id: &str, app: &App) -> StartCallRecordingRequest {
    StartCallRecordingRequest::new().call_connection_id(id).recording_state_callback_uri(app.other())
}

pub async fn files(grid: &Grid) -> RecordingFileStatusUpdated {
    let delivered = grid.wait_for(1).await.remove(0);
    match delivered.data {
        Event::RecordingFileStatusUpdated(files) => *files,
        other => panic!("expected files, found {other:?}"),
    }
}

pub fn chunks(files: &RecordingFileStatusUpdated) -> Vec<RecordingChunk> {
    let storage = files.recording_storage_info.clone().expect("storage");
    storage.recording_chunks.expect("chunks")
}

/// Records a call for ten seconds, and returns the event about its file.
pub async fn recorded(
    sim: &Sim,
    app: &App,
    request: StartCallRecordingRequest,
) -> RecordingFileStatusUpdated {
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let id = started(app, request).await;
    sim.advance(10 * SECOND).await;
    app.client.call_recording().stop(&id).await.expect("stopped");
    sim.advance(60 * SECOND).await;
    files(&grid).await
}
