//! Recordings: states, events and refusals.

use acs_calling::events::{CloudEvent, Event};
use acs_calling::{
    CallLocator, CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier, RecordingFormatType,
    RecordingState, RecordingStorage, StartCallRecordingRequest,
};
use call_sim::{EventSchema, Kind};

use crate::app::{App, names, start};
use crate::grid::Grid;
use crate::recordings::{SECOND, connected, files, of_call, started, wav};

/// Returns the states of the events.
fn states(events: &[CloudEvent]) -> Vec<String> {
    let state = |event: &CloudEvent| match &event.data {
        Event::RecordingStateChanged(changed) => changed.state.as_ref().map(ToString::to_string),
        _ => None,
    };
    events.iter().filter_map(state).collect()
}

async fn error_of(app: &App, request: StartCallRecordingRequest) -> (u16, String, String) {
    let error = app.client.call_recording().start(&request).await.expect_err("refused");
    let status = error.status().expect("a status").as_u16();
    (status, error.code().unwrap_or_default().to_owned(), error.to_string())
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
    app.client.call_connection(call).get().await.expect("the call continues");
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
async fn files_without_a_subscription_cause_a_warning() {
    let (sim, app) = start().await;
    let (call, _) = connected(&sim, &app).await;
    let id = started(&app, of_call(&call, &app)).await;
    app.client.call_recording().stop(&id).await.expect("stopped");
    sim.advance(60 * SECOND).await;
    let warning = sim.wait_for(|entry| entry.kind == Kind::Warning).await;
    assert_eq!(warning.name, "RecordingFileStatusUpdated");
    assert_eq!(warning.call, Some(call));
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
async fn invalid_requests_to_start_a_recording_are_refused() {
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
