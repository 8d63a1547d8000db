//! Recordings: states, events, files.

use std::io::Cursor;
use std::time::Duration;

use acs_calling::events::{CloudEvent, Event};
use acs_calling::{
    CallLocator, ChannelAffinity, CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier,
    RecordingChunk, RecordingContentType, RecordingFileStatusUpdated, RecordingFormatType, RecordingState,
    RecordingStorage, StartCallRecordingRequest,
};
use call_http::reqwest::Client;
use call_sim::{EventSchema, FaultRule, RequestFault, Service, Sim};
use serde_json::Value;

use crate::app::{App, names, start};
use crate::grid::Grid;

const SECOND: Duration = Duration::from_secs(1);

/// Starts a call, and returns the ids of the connection and of the call.
async fn connected(sim: &Sim, app: &App) -> (String, String) {
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

fn wav(request: StartCallRecordingRequest) -> StartCallRecordingRequest {
    request
        .recording_content_type(RecordingContentType::Audio)
        .recording_format_type(RecordingFormatType::Wav)
}

async fn started(app: &App, request: StartCallRecordingRequest) -> String {
    let response = app.client.call_recording().start(&request).await.expect("started");
    response.into_inner().recording_id.expect("an id")
}

fn of_call(id: &str, app: &App) -> StartCallRecordingRequest {
    StartCallRecordingRequest::new().call_connection_id(id).recording_state_callback_uri(app.other())
}

/// Returns the states of the events.
fn states(events: &[CloudEvent]) -> Vec<String> {
    let state = |event: &CloudEvent| match &event.data {
        Event::RecordingStateChanged(changed) => changed.state.as_ref().map(ToString::to_string),
        _ => None,
    };
    events.iter().filter_map(state).collect()
}

async fn files(grid: &Grid) -> RecordingFileStatusUpdated {
    let delivered = grid.wait_for(1).await.remove(0);
    match delivered.data {
        Event::RecordingFileStatusUpdated(files) => *files,
        other => panic!("expected files, found {other:?}"),
    }
}

fn chunks(files: &RecordingFileStatusUpdated) -> Vec<RecordingChunk> {
    let storage = files.recording_storage_info.clone().expect("storage");
    storage.recording_chunks.expect("chunks")
}

async fn error_of(app: &App, request: StartCallRecordingRequest) -> (u16, String, String) {
    let error = app.client.call_recording().start(&request).await.expect_err("refused");
    let status = error.status().expect("a status").as_u16();
    (status, error.code().unwrap_or_default().to_owned(), error.to_string())
}

/// Records a call for ten seconds, and returns the event about its file.
async fn recorded(sim: &Sim, app: &App, request: StartCallRecordingRequest) -> RecordingFileStatusUpdated {
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let id = started(app, request).await;
    sim.advance(10 * SECOND).await;
    app.client.call_recording().stop(&id).await.expect("stopped");
    sim.advance(60 * SECOND).await;
    files(&grid).await
}

#[tokio::test]
async fn a_recording_is_paused_resumed_and_stopped_with_an_event_each() {
    let (sim, app) = start().await;
    let (call, server_call_id) = connected(&sim, &app).await;
    let request = StartCallRecordingRequest::new()
        .call_locator(CallLocator::server_call(&server_call_id))
        .recording_state_callback_uri(app.other());
    let recordings = app.client.call_recording();
    let id = started(&app, request).await;
    let events = app.events(&sim).await;
    let Event::RecordingStateChanged(changed) = &events[0].data else { panic!("another event") };
    assert_eq!(changed.recording_id.as_ref(), Some(&id));
    assert_eq!(changed.server_call_id.as_ref(), Some(&server_call_id));
    assert_eq!(changed.state, Some(RecordingState::Active));
    assert!(changed.start_date_time.is_some() && changed.correlation_id.is_some());
    assert_eq!(
        events[0].envelope.source.as_deref(),
        Some(format!("calling/recordings/{server_call_id}/recordingId/{id}").as_str())
    );

    for _ in 0..2 {
        recordings.pause(&id).await.expect("paused");
    }
    let state = recordings.get_properties(&id).await.expect("a recording").into_inner().recording_state;
    assert_eq!(state, Some(RecordingState::Inactive));
    for _ in 0..2 {
        recordings.resume(&id).await.expect("resumed");
    }
    let state = recordings.get_properties(&id).await.expect("a recording").into_inner().recording_state;
    assert_eq!(state, Some(RecordingState::Active));
    recordings.stop(&id).await.expect("stopped");
    // The second pause and the second resumption change nothing.
    assert_eq!(states(&app.events(&sim).await), ["inactive", "active", "inactive"]);
    assert!(app.targets().iter().filter(|target| target.starts_with("/other")).count() == 4);

    for error in [
        recordings.get_properties(&id).await.expect_err("it has ended"),
        recordings.pause(&id).await.expect_err("it has ended"),
        recordings.resume(&id).await.expect_err("it has ended"),
        recordings.stop(&id).await.expect_err("it has ended"),
    ] {
        assert_eq!((error.status().map(|status| status.as_u16()), error.code()), (Some(404), Some("8522")));
    }
    app.client.call_connection(call).get().await.expect("the call goes on");
}

#[tokio::test]
async fn without_a_uri_no_state_is_reported() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    app.events(&sim).await;
    started(&app, StartCallRecordingRequest::new().call_connection_id(call)).await;
    assert!(names(&app.events(&sim).await).is_empty());
}

#[tokio::test]
async fn a_recording_that_is_paused_on_start_is_inactive() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let request = of_call(&call, &app).pause_on_start(true);
    let response = app.client.call_recording().start(&request).await.expect("started");
    assert_eq!(response.recording_state, Some(RecordingState::Inactive));
    assert_eq!(states(&app.events(&sim).await), ["inactive"]);
}

#[tokio::test]
async fn the_end_of_the_call_stops_the_recording() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::CloudEvents).await.expect("a subscription");
    started(&app, of_call(&call, &app)).await;
    app.client.call_connection(call).hang_up().await.expect("accepted");
    sim.advance(60 * SECOND).await;
    assert_eq!(states(&app.events(&sim).await), ["active", "inactive"]);
    assert_eq!(files(&grid).await.session_end_reason.as_deref(), Some("CallEnded"));
}

#[tokio::test]
async fn requests_that_the_service_refuses() {
    let (sim, app) = start().await;
    let (call, server_call_id) = connected(&sim, &app).await;
    let locator = CallLocator::server_call(&server_call_id);
    let new = StartCallRecordingRequest::new;
    let unmixed = of_call(&call, &app).recording_channel_type("unmixed");
    let external = RecordingStorage::new("azureBlobStorage");
    for (request, status, code, part) in [
        (new(), 400, "8523", "is required"),
        (of_call(&call, &app).call_locator(locator.clone()), 400, "8523", "exclude each other"),
        (new().call_locator(CallLocator::server_call("?")), 400, "8527", "Invalid join identity"),
        (new().call_locator(CallLocator::room("r")), 400, "8523", "room"),
        (new().call_locator(CallLocator::group_call("g")), 404, "8522", "Call not found."),
        (new().call_connection_id("unknown"), 404, "8522", "Call not found."),
        (
            wav(unmixed.clone()).recording_format_type(RecordingFormatType::Mp3),
            400,
            "8557",
            "Wrong format type",
        ),
        (unmixed, 400, "8557", "Wrong format type"),
        (of_call(&call, &app).external_storage(external), 400, "8523", "RecordingDestinationContainerUrl"),
        (
            new().call_connection_id(&call).recording_state_callback_uri("http://bot.example/events"),
            400,
            "400",
            "RecordingStateCallbackUri",
        ),
        (of_call(&call, &app).recording_format_type("ogg"), 400, "8523", "recordingFormatType"),
    ] {
        let found = error_of(&app, request.clone()).await;
        assert_eq!((found.0, found.1.as_str()), (status, code), "{request:?}");
        assert!(found.2.to_lowercase().contains(&part.to_lowercase()), "{part}: {}", found.2);
    }
    started(&app, of_call(&call, &app)).await;
    let (status, code, _) = error_of(&app, new().call_locator(locator)).await;
    assert_eq!((status, code.as_str()), (400, "8553"));
}

#[tokio::test]
async fn a_call_that_is_not_connected_is_not_recorded() {
    let (sim, app) = start().await;
    let callee = CommunicationIdentifier::phone_number("+14255550480");
    let request = CreateCallRequest::new([callee], app.callback())
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()));
    let call = app.client.create_call(&request).await.expect("accepted");
    let id = call.into_inner().call_connection_id.expect("an id");
    let (status, code, _) = error_of(&app, of_call(&id, &app)).await;
    assert_eq!((status, code.as_str()), (400, "8501"));
}

#[tokio::test]
async fn external_storage_is_accepted_and_fails() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let storage = RecordingStorage::new("azureBlobStorage")
        .recording_destination_container_url("https://store.example/recordings");
    let request = of_call(&call, &app).external_storage(storage);
    let response = app.client.call_recording().start(&request).await.expect("accepted");
    assert_eq!(response.status().as_u16(), 202);
    let events = app.events(&sim).await;
    let Some(Event::StartRecordingFailed(failed)) = events.last().map(|event| &event.data) else {
        panic!("expected StartRecordingFailed, found {:?}", names(&events))
    };
    assert_eq!(failed.recording_id, response.into_inner().recording_id);
    let result = failed.result_information.as_ref().expect("a result");
    assert_eq!((result.code, result.sub_code), (Some(405), Some(8520)));
}

#[tokio::test]
async fn the_wav_file_has_the_recorded_time_without_the_pauses() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let recordings = app.client.call_recording();
    let id = started(&app, wav(of_call(&call, &app))).await;
    sim.advance(4 * SECOND).await;
    recordings.pause(&id).await.expect("paused");
    sim.advance(30 * SECOND).await;
    recordings.resume(&id).await.expect("resumed");
    sim.advance(2 * SECOND + SECOND / 2).await;
    recordings.stop(&id).await.expect("stopped");
    sim.advance(59 * SECOND).await;
    assert!(grid.delivered().is_empty());
    sim.advance(SECOND).await;

    let files = files(&grid).await;
    assert_eq!(files.recording_duration_ms, Some(6500));
    let kinds = (files.recording_content_type.as_deref(), files.recording_format_type.as_deref());
    assert_eq!(kinds, (Some("audio"), Some("wav")));
    let chunk = chunks(&files).remove(0);
    assert_eq!((chunk.index, chunk.end_reason.as_deref()), (Some(0), Some("SessionEnded")));

    let mut file = Vec::new();
    let location = chunk.content_location.expect("a location");
    let done = recordings.download(&location).write_to(&mut file).await.expect("a file");
    assert_eq!(done.content_type.as_deref(), Some("audio/wav"));
    assert_eq!(done.size, Some(file.len() as u64));
    let mut reader = hound::WavReader::new(Cursor::new(&file)).expect("a WAV file");
    let spec = reader.spec();
    assert_eq!((spec.channels, spec.sample_rate, spec.bits_per_sample), (1, 16_000, 16));
    assert_eq!(reader.duration(), 16 * 6500);
    let samples: Vec<i16> = reader.samples().map(|sample| sample.expect("a sample")).collect();
    // A tone, not silence.
    assert_eq!(samples.iter().max(), Some(&3276));

    let mut metadata = Vec::new();
    let location = chunk.metadata_location.expect("a location");
    recordings.download(&location).write_to(&mut metadata).await.expect("metadata");
    let metadata: Value = serde_json::from_slice(&metadata).expect("JSON");
    assert_eq!(metadata["chunkDocumentId"], Value::from(chunk.document_id.expect("an id")));
    assert_eq!(metadata["chunkDuration"], 6500);
    assert_eq!(metadata["pauseResumeIntervals"][0]["duration"], 30_000);
    assert_eq!(metadata["resourceId"], sim.acs().resource_id());
    assert_eq!(metadata["recordingInfo"]["audioConfiguration"]["sampleRate"], 16_000);
    let participants = metadata["participants"].as_array().expect("participants");
    assert!(participants.iter().any(|one| one["participantId"] == "4:+14255550123"), "{participants:?}");
}

#[tokio::test]
async fn an_unmixed_recording_has_a_channel_for_each_participant() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let callee = CommunicationIdentifier::phone_number("+14255550123");
    let request = wav(of_call(&call, &app))
        .recording_channel_type("unmixed")
        .channel_affinity([ChannelAffinity::new(callee).channel(2)]);
    let location =
        chunks(&recorded(&sim, &app, request).await).remove(0).content_location.expect("a location");
    let mut file = Vec::new();
    app.client.call_recording().download(&location).write_to(&mut file).await.expect("a file");
    let reader = hound::WavReader::new(Cursor::new(&file)).expect("a WAV file");
    // The application has the first channel, and the callee the third one.
    assert_eq!((reader.spec().channels, reader.duration()), (3, 160_000));
}

#[tokio::test]
async fn mp3_and_mp4_files_are_made_of_frames_of_silence() {
    for (format, content_type, first) in
        [("mp3", "audio/mpeg", &[0xFF, 0xF3, 0x28, 0xC0][..]), ("mp4", "video/mp4", b"\0\0\0\x18ftypisom")]
    {
        let (sim, app) = start().await;
        let (call, _) = connected(&sim, &app).await;
        let request = of_call(&call, &app).recording_format_type(format);
        let request = if format == "mp3" { request.recording_content_type("audio") } else { request };
        let files = recorded(&sim, &app, request).await;
        let location = chunks(&files).remove(0).content_location.expect("a location");
        let mut file = Vec::new();
        let download = app.client.call_recording().download(&location);
        let done = download.write_to(&mut file).await.expect("a file");
        assert_eq!(done.content_type.as_deref(), Some(content_type));
        assert!(file.starts_with(first), "{:?}", &file[..16]);
        // Ten seconds in frames of 36 ms.
        let frames = file.windows(4).filter(|window| *window == [0xFF, 0xF3, 0x28, 0xC0]).count();
        assert_eq!(frames, 278);
        assert!(file.len() < 278 * 72 + 1000, "{}", file.len());
    }
}

#[tokio::test]
async fn a_range_is_a_part_of_the_file() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let files = recorded(&sim, &app, wav(of_call(&call, &app))).await;
    let location = chunks(&files).remove(0).content_location.expect("a location");
    let recordings = app.client.call_recording();
    let mut whole = Vec::new();
    recordings.download(&location).write_to(&mut whole).await.expect("a file");
    for range in [0..10, 40..60, 1000..1001, whole.len() - 3..whole.len()] {
        let mut part = Vec::new();
        let bytes = range.start as u64..range.end as u64;
        let done = recordings.download(&location).range(bytes).write_to(&mut part).await.expect("a part");
        assert_eq!(part, whole[range]);
        assert_eq!(done.size, Some(whole.len() as u64));
    }
    let error = recordings.download(&location).range(whole.len() as u64..).send().await.expect_err("no byte");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(416));
    let range = error.headers().get("content-range").expect("the size");
    assert_eq!(range, &format!("bytes */{}", whole.len()));
}

#[tokio::test]
async fn a_download_is_resumed_after_a_cut_response() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let files = recorded(&sim, &app, wav(of_call(&call, &app))).await;
    let location = chunks(&files).remove(0).content_location.expect("a location");
    let cut = FaultRule::on_requests(RequestFault::CutBody);
    sim.fault(cut.service(Service::Acs).name("call_recording_download").times(2));
    let mut file = Vec::new();
    let done = app.client.call_recording().download(&location).write_to(&mut file).await.expect("a file");
    assert_eq!(done.resumed, 2);
    let reader = hound::WavReader::new(Cursor::new(&file)).expect("a WAV file");
    assert_eq!(reader.duration(), 160_000);
    assert_eq!(file.len(), 44 + 320_000);
}

#[tokio::test]
async fn a_deleted_or_old_file_is_not_found() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let first = chunks(&recorded(&sim, &app, of_call(&call, &app)).await).remove(0);
    let second = chunks(&recorded(&sim, &app, of_call(&call, &app)).await).remove(0);
    let recordings = app.client.call_recording();
    let is_found = async |chunk: &RecordingChunk| {
        let location = chunk.content_location.as_deref().expect("a location");
        match recordings.download(location).send().await {
            Ok(_) => true,
            Err(error) => {
                assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
                false
            }
        }
    };
    assert!(is_found(&first).await && is_found(&second).await);
    recordings.delete(first.delete_location.as_ref().expect("a location")).await.expect("deleted");
    assert!(!is_found(&first).await && is_found(&second).await);
    sim.advance(24 * 3600 * SECOND).await;
    assert!(!is_found(&second).await);
}

#[tokio::test]
async fn a_file_is_not_sent_without_a_credential() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let files = recorded(&sim, &app, of_call(&call, &app)).await;
    let location = chunks(&files).remove(0).content_location.expect("a location");
    let response = Client::new().get(&location).send().await.expect("a response");
    assert_eq!(response.status().as_u16(), 401);
    let response = Client::new().delete(&location).send().await.expect("a response");
    assert_eq!(response.status().as_u16(), 401);
}

#[tokio::test]
async fn a_recording_of_nine_hours_has_three_chunks() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let grid = Grid::start().await;
    sim.acs().subscribe(&grid.url, EventSchema::EventGrid).await.expect("a subscription");
    let id = started(&app, wav(of_call(&call, &app))).await;
    sim.advance(9 * 3600 * SECOND).await;
    app.client.call_recording().stop(&id).await.expect("stopped");
    sim.advance(60 * SECOND).await;
    let chunks = chunks(&files(&grid).await);
    let reasons: Vec<_> = chunks.iter().map(|chunk| chunk.end_reason.as_deref().expect("a reason")).collect();
    assert_eq!(reasons, ["ChunkMaximumSizeExceeded", "ChunkMaximumSizeExceeded", "SessionEnded"]);
    let download = app.client.call_recording();
    let mut sizes = Vec::new();
    for chunk in &chunks {
        let location = chunk.content_location.as_deref().expect("a location");
        let mut header = Vec::new();
        let done = download.download(location).range(..44).write_to(&mut header).await.expect("a part");
        assert_eq!(&header[..4], b"RIFF");
        sizes.push(done.size.expect("a size"));
    }
    let four_hours = 44 + 4 * 3600 * 32_000;
    assert_eq!(sizes, [four_hours, four_hours, 44 + 3600 * 32_000]);
}
