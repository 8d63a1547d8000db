//! The Event Grid schema, and both handshakes of Event Grid.

use std::fs;
use std::num::NonZeroU32;
use std::path::Path;

use acs_calling::RejectCallRequest;
use acs_calling::events::{
    Answer, Delivery, EVENT_GRID_ORIGIN, Event, EventError, GridEvent, SubscriptionValidation, allow_webhook,
};
use serde_json::{Value, json};

fn example(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/examples/acs-calling");
    fs::read(folder.join(name)).expect("is there")
}

fn events(header: Option<&str>, body: &[u8]) -> Vec<Result<GridEvent, EventError>> {
    match Delivery::read(header, body).expect("decodes") {
        Delivery::Events(events) => events.into_iter().collect(),
        other => panic!("{other:?}"),
    }
}

fn validation() -> Value {
    json!([{
        "id": "2d1781af", "topic": "/subscriptions/51aed53a", "subject": "",
        "data": {"validationCode": "512d38b6", "validationUrl": "https://rp.example:553/validate?t=hush"},
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "eventTime": "2026-04-17T09:14:05.2461646Z", "metadataVersion": "1", "dataVersion": "1"
    }])
}

fn read(header: Option<&str>, body: &Value) -> Result<Delivery, EventError> {
    Delivery::read(header, body.to_string().as_bytes())
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
}

#[test]
fn an_incoming_call_is_decoded() {
    let body = example("incoming-call.event-grid.event.json");
    let mut read = events(Some("Notification"), &body);
    let event = read.remove(0).expect("decodes");
    assert!(read.is_empty());
    let Event::IncomingCall(call) = &event.data else { panic!("{event:?}") };
    let context = call.incoming_call_context.clone().expect("has one");
    let reject = RejectCallRequest::new(context);
    assert!(reject.incoming_call_context.is_some_and(|context| context.starts_with("ZmFicmlrYW0")));
    assert_eq!(event.envelope.subject.as_deref(), Some("/caller/4:+442079460958/recipient/4:+14255550143"));
    assert_eq!(event.envelope.time().map(|time| time.unix_seconds()), Some(1_776_417_241));
    assert_eq!(event.name(), "IncomingCall");
    assert!(event.data.server_call_id().is_some());
    let came: Value = serde_json::from_slice(&body).expect("is JSON");
    assert_eq!(serde_json::to_value(&event).expect("encodes"), came[0]);
}

#[test]
fn a_recording_status_is_decoded() {
    let body = example("recording-file-status-updated.event-grid.event.json");
    let event = events(None, &body).remove(0).expect("decodes");
    let Event::RecordingFileStatusUpdated(recording) = &event.data else { panic!("{event:?}") };
    let chunks = recording.recording_storage_info.as_ref().and_then(|info| info.recording_chunks.as_ref());
    let chunk = &chunks.expect("has chunks")[0];
    assert!(chunk.content_location.as_ref().is_some_and(|url| url.ends_with("/content/video")));
    assert!(chunk.delete_location.is_some() && chunk.metadata_location.is_some());
    assert_eq!((chunk.index, chunk.end_reason.as_deref()), (Some(0), Some("SessionEnded")));
    assert_eq!(recording.recording_duration_ms, Some(48_210));
    assert!(recording.recording_start_time.is_some());
    let came: Value = serde_json::from_slice(&body).expect("is JSON");
    assert_eq!(serde_json::to_value(&event).expect("encodes"), came[0]);
}

#[test]
fn unknown_members_of_a_recording_status_are_preserved() {
    let came = json!({
        "type": "Microsoft.Communication.RecordingFileStatusUpdated", "source": "/subscriptions/51aed53a",
        "data": {
            "recordingStorageInfo": {"recordingChunks": [{"documentId": "0-weu", "index": "1", "size": 7}]},
            "recordingStartTime": "2026-04-17T09:15:11.48201370Z", "recordingDurationMs": null,
            "recordingContentType": "AudioVideo", "recordingChannelType": "Mixed",
            "recordingFormatType": "Mp4", "later": [1]
        }
    });
    let read = acs_calling::events::parse(came.to_string().as_bytes()).expect("decodes");
    let Event::RecordingFileStatusUpdated(recording) = &read[0].data else { panic!("{read:?}") };
    assert_eq!(recording.recording_content_type.as_deref(), Some("AudioVideo"));
    assert_eq!(serde_json::to_value(&read[0]).expect("encodes"), came);
}

#[test]
fn an_invalid_event_does_not_affect_the_others() {
    let good = json!({"eventType": "Microsoft.Communication.IncomingCall", "data": {}});
    let invalid = json!({"eventType": "Microsoft.Communication.IncomingCall", "data": {"from": []}});
    let other = json!({"eventType": "Microsoft.Communication.ChatThreadCreated", "data": {"a": null}});
    let body = json!([good, invalid, other]).to_string();
    let read = events(Some("Notification"), body.as_bytes());
    assert!(read[0].is_ok());
    assert_eq!(read[1].as_ref().expect_err("a party is an object").path(), "/1/data/from");
    assert!(matches!(&read[2], Ok(event) if event.name() == "ChatThreadCreated"));
    let cloud = json!([{"type": "Microsoft.Communication.IncomingCall", "data": {}}]).to_string();
    let read = events(Some("Notification"), cloud.as_bytes());
    let error = read[0].as_ref().expect_err("another envelope");
    assert_eq!(error.path(), "/0/eventType");
    assert!(Delivery::read(Some("Notification"), b"[{").is_err());
}

#[test]
fn the_answer_to_a_validation_repeats_the_code() {
    for header_value in [Some("SubscriptionValidation"), Some("subscriptionvalidation"), None] {
        let Ok(Delivery::Validation(validation)) = read(header_value, &validation()) else {
            panic!("{header_value:?}")
        };
        assert_eq!(validation.code, "512d38b6");
        assert_eq!(validation.url.as_deref(), Some("https://rp.example:553/validate?t=hush"));
        assert_eq!(validation.topic.as_deref(), Some("/subscriptions/51aed53a"));
        let answer = validation.answer();
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, r#"{"validationResponse":"512d38b6"}"#);
        assert_eq!(header(&answer, "content-type"), Some("application/json"));
        let shown = format!("{validation:?} {answer:?}");
        assert!(!shown.contains("hush") && !shown.contains("512d38b6"), "{shown}");
    }
}

#[test]
fn the_header_determines_the_kind_of_delivery() {
    // A validation event with the header `Notification` is not a validation.
    let Ok(Delivery::Events(read_as_events)) = read(Some("Notification"), &validation()) else {
        panic!("the header says Notification")
    };
    assert!(matches!(&read_as_events[0], Ok(event) if matches!(event.data, Event::Unknown(_))));
    // An event with the header `SubscriptionValidation` must be a validation event.
    let notification = json!([{"eventType": "Microsoft.Communication.IncomingCall",
        "data": {"validationCode": "1"}}]);
    let error = read(Some("SubscriptionValidation"), &notification).expect_err("another type");
    assert_eq!(error.path(), "/0/eventType");
    for (body, path) in [
        (json!([]), ""),
        (json!([validation()[0], validation()[0]]), ""),
        (
            json!([{"eventType": "Microsoft.EventGrid.SubscriptionValidationEvent", "data": {}}]),
            "/0/data/validationCode",
        ),
        (json!([7]), "/0/eventType"),
    ] {
        let error = read(Some("SubscriptionValidation"), &body).expect_err("no validation");
        assert_eq!(error.path(), path, "{error}");
    }
    // Without the header, a validation must be the only event.
    let two = json!([validation()[0], validation()[0]]);
    assert!(matches!(read(None, &two), Ok(Delivery::Events(events)) if events.len() == 2));
    fn is_send<T: Send + Sync>() {}
    is_send::<SubscriptionValidation>();
}

#[test]
fn the_options_handshake_is_answered() {
    let from_grid = |origin: &str| origin == EVENT_GRID_ORIGIN;
    let answer = allow_webhook(Some("eventgrid.azure.net"), from_grid, None);
    assert_eq!(answer.status, 200);
    assert_eq!(header(&answer, "webhook-allowed-origin"), Some("eventgrid.azure.net"));
    assert_eq!(header(&answer, "webhook-allowed-rate"), Some("*"));
    assert_eq!(header(&answer, "allow"), Some("POST"));
    assert!(answer.body.is_empty());

    let answer = allow_webhook(Some(" eventgrid.azure.net "), from_grid, NonZeroU32::new(120));
    assert_eq!(header(&answer, "webhook-allowed-rate"), Some("120"));

    for (origin, status) in [
        (Some("evil.example"), 403),
        (Some(""), 400),
        (None, 400),
        (Some("eventgrid.azure.net\r\nset-cookie: a=b"), 400),
        (Some("a b"), 400),
    ] {
        let answer = allow_webhook(origin, from_grid, None);
        assert_eq!(answer.status, status, "{origin:?}");
        assert_eq!(header(&answer, "webhook-allowed-origin"), None);
        assert_eq!(header(&answer, "webhook-allowed-rate"), None);
    }
}

#[test]
fn a_created_event_round_trips() {
    let made = GridEvent::new("1", "/caller/4:+1/recipient/4:+2", acs_calling::IncomingCall::default());
    let written = serde_json::to_vec(&[&made]).expect("encodes");
    let read: Vec<_> = events(None, &written).into_iter().map(|event| event.expect("decodes")).collect();
    assert_eq!(read, [made]);
}
