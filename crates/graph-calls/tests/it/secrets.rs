//! Searches all printed texts for secrets: `Debug`, errors and traces.

use std::error::Error as _;

use graph_calls::notification::Notifications;
use graph_calls::{
    AppHostedMediaConfig, Call, CallUpdateRecordingStatusParameters, Client, Credential,
    JoinMeetingIdMeetingInfo, RecordOperation, RecordingStatus, TokenMeetingInfo,
};
use test_server::trace::Trace;
use test_server::{Answer, Server, quick};

const TOKEN: &str = "eyJhbGciOi.hush.hush";

/// The secrets in bodies.
const SECRETS: [&str; 5] = [TOKEN, "the-blob", "the-passcode", "the-meeting-token", "the-recording-token"];

/// Returns a call with secrets.
fn call() -> Call {
    Call::default()
        .media_config(AppHostedMediaConfig::new().blob("the-blob"))
        .meeting_info(JoinMeetingIdMeetingInfo::new("1234567").passcode("the-passcode"))
}

#[tokio::test]
async fn secrets_are_not_in_debug_errors_or_traces() {
    let (trace, guard) = Trace::collect();

    let record = r##"{"@odata.type": "#microsoft.graph.recordOperation", "recordingAccessToken": "the-recording-token"}"##;
    let gossip = format!(r#"{{"error": {{"code": "{TOKEN}", "message": "got Bearer {TOKEN}"}}}}"#);
    let batch = format!(
        r#"{{"responses": [{{"id": "1", "status": 403, "body": {gossip}}}, {{"id": "2", "status": 200, "body": {record}}}]}}"#
    );
    let server = Server::answering(move |_, seen| match (&*seen.method, seen.target.ends_with("$batch")) {
        (_, true) => Answer::ok(&batch),
        ("GET", _) => Answer::ok(record),
        _ => Answer::new("400 Bad Request", &[], &gossip),
    })
    .await;
    let token = Credential::bearer(TOKEN).expect("a token");
    let client = Client::with_options(server.url("/v1.0"), token, quick()).expect("a client");

    let call = call();
    let mut printed = format!("{client:?} {:?} {call:?}\n", client.calls());
    let create = client.calls().create(&call);
    printed += &format!("{create:?}\n");
    let error = create.await.expect_err("an error");
    printed += &format!("{error} {error:?} {:?} {:?} {:?}\n", error.code(), error.message(), error.source());
    let call = call.meeting_info(TokenMeetingInfo::new("the-meeting-token"));
    printed += &format!("{call:?}\n");
    let operation = client.call("1").operation("2").get().await.expect("an operation");
    printed += &format!("{operation:?}\n");

    let mut batch = client.batch();
    let first = batch.add(client.calls().create(&call));
    let second = batch.add(client.call("1").operation("2").get());
    printed += &format!("{batch:?} {first:?}\n");
    let mut answers = batch.send().await.expect("a batch");
    printed += &format!("{answers:?}\n");
    let error = answers.take(first).expect_err("an error");
    printed += &format!("{error} {error:?} {:?} {:?}\n", error.code(), error.message());
    printed += &format!("{:?}\n", answers.take(second).expect("an operation"));
    let status = CallUpdateRecordingStatusParameters::new(RecordingStatus::Recording);
    printed +=
        &format!("{:?}\n", client.call("1").update_recording_status(&status).await.expect_err("an error"));

    let body = format!(
        r#"{{"value": [{{"resourceUrl": "/communications/calls/1/operations/2", "resourceData": {record}}},
            {{"resourceUrl": "/communications/calls/1/operations/2", "resourceData": {}}}]}}"#,
        record.replace('{', r#"{"id": 5, "#)
    );
    let notifications = Notifications::parse(body.as_bytes()).expect("notifications");
    printed += &format!("{notifications:?} {notifications:#?}\n");
    assert_eq!(notifications.iter().flatten().count(), 1);

    drop(guard);
    let traced = trace.text();
    assert!(
        traced.contains("operation=\"calls_create\"") && traced.contains("operation=\"batch\""),
        "{traced}"
    );
    assert!(printed.contains("[redacted]"), "{printed}");
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{secret} in {printed}");
        assert!(!traced.contains(secret), "{secret} in {traced}");
    }
    // The members themselves still contain the secrets.
    let kept = RecordOperation::default().recording_access_token("the-recording-token");
    assert!(call_wire::json::encode(&kept).expect("JSON").contains("the-recording-token"));
}
