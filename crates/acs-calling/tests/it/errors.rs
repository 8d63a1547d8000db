//! Errors of the connection and of the service.

use std::time::Duration;

use crate::support::{Answer, CALL, FakeClock, Server, client, key, once, quick, refusing_authority};
use acs_calling::call_http::ClockSkew;
use acs_calling::{
    Client, CommunicationError, CommunicationErrorResponse, Credential, Error, ErrorKind, FileSource,
    PlayRequest, PlaySource,
};

async fn get(answer: Answer) -> Error {
    let server = Server::start(vec![answer]).await;
    client(&server, once()).call_connection("411f0b00-aaaa").get().await.expect_err("an error")
}

#[tokio::test]
async fn connection_errors_are_reported() {
    let endpoint = format!("http://{}/", refusing_authority());
    let client = Client::with_options(endpoint, Credential::access_key(key()), quick()).expect("a client");
    let request = PlayRequest::new([FileSource::new("https://app.example/a.wav")]);
    // No server has received the request, so it is retried.
    let error = client.call_media("c-1").play(&request).await.expect_err("refused");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 4));
    assert!(error.to_string().contains("c-1:play"), "{error}");

    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"callConnectionId\":".to_vec();
    let cases = [
        (Answer::Reset(Vec::new()), ErrorKind::Transport, None),
        (Answer::Reset(head.clone()), ErrorKind::Transport, Some(200)),
        (Answer::Bytes(head.clone()), ErrorKind::Transport, Some(200)),
        (Answer::Slow(head, Duration::from_secs(30), Vec::new()), ErrorKind::Timeout, Some(200)),
        (Answer::Slow(Vec::new(), Duration::from_secs(30), Vec::new()), ErrorKind::Timeout, None),
    ];
    for (number, (answer, kind, status)) in cases.into_iter().enumerate() {
        let error = get(answer).await;
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (kind, status), "{number}");
        assert!(error.to_string().contains(CALL), "{error}");
    }
}

#[tokio::test]
async fn a_broken_response_is_retried_for_get_and_not_for_play() {
    let broken = Answer::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".to_vec());
    let server = Server::start(vec![broken.clone(), Answer::ok("{}")]).await;
    client(&server, quick()).call_connection("c-1").get().await.expect("the second time");
    let server = Server::start(vec![broken, Answer::ok("{}")]).await;
    let request = PlayRequest::new([] as [PlaySource; 0]);
    let error =
        client(&server, quick()).call_media("c-1").play(&request).await.expect_err("a broken response");
    assert_eq!((error.kind(), server.seen().len()), (ErrorKind::Transport, 1));
}

#[tokio::test]
async fn an_error_status_has_a_communication_error_response() {
    let body = r#"{"error":{"code":"8523","message":"Invalid.","target":"/calling","details":[
        {"code":"a","message":"Not a call.","target":"callConnectionId"}],
        "innererror":{"code":"b","message":"c","innererror":{"code":"d","message":"e"}}}}"#;
    let error = get(Answer::new("400 Bad Request", &[], body)).await;
    assert_eq!(
        (error.kind(), error.code(), error.target()),
        (ErrorKind::Status, Some("8523"), Some("/calling"))
    );
    assert_eq!(error.details()[0].target.as_deref(), Some("callConnectionId"));
    assert_eq!(error.inner_errors()[1].code.as_deref(), Some("d"));

    let typed: CommunicationErrorResponse = error.json().expect("the documented body");
    let whole = typed.error.expect("the error");
    assert_eq!(whole.details.expect("the details")[0].message.as_deref(), Some("Not a call."));
    let inner = whole.innererror.expect("its cause");
    assert_eq!(inner.innererror, Some(Box::new(CommunicationError::new("d", "e"))));
}

#[tokio::test]
async fn an_empty_call_connection_id_is_refused_before_anything_is_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let error = client(&server, quick()).call_connection("").get().await.expect_err("an empty id");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn errors_of_invalid_json_have_a_place() {
    let error = get(Answer::ok(r#"{"callConnectionId": "c-1", "targ"#)).await;
    assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Decode, Some(200)));
    assert!(error.to_string().contains("column"), "{error}");
    assert_eq!(error.body().as_ref(), br#"{"callConnectionId": "c-1", "targ"#);
    let error = get(Answer::ok(r#"{"targets": [{"rawId": "4:+1425"}, {"rawId": {}}]}"#)).await;
    assert!(error.to_string().contains("/targets/1/rawId"), "{error}");
    assert_eq!(get(Answer::ok("")).await.kind(), ErrorKind::Decode);
}

#[tokio::test]
async fn error_bodies_of_any_format_are_reported() {
    let pascal = r#"{"Error":{"Code":"7509","Message":"HMAC-SHA256 validation failed","Target":"/calling/callConnections:answer"}}"#;
    let error = get(Answer::new("401 Unauthorized", &[("x-ms-request-id", "r-1")], pascal)).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Auth, Some("7509")));
    assert_eq!(error.message(), Some("HMAC-SHA256 validation failed"));
    assert_eq!((error.target(), error.request_id()), (Some("/calling/callConnections:answer"), Some("r-1")));

    let cases = [
        (
            r#"{"error":{"code":"8522","message":"Call not found.","innererror":{"code":"x"}}}"#,
            "8522: Call not found.",
        ),
        ("<html><head><title>502</title></head><body>Try later</body></html>", "502: Try later"),
        ("upstream connect error", "upstream connect error"),
        (r#"{"error":{"code":"Busy","message":"Try aga"#, "Try aga"),
        ("", "404 Not Found"),
    ];
    for (body, message) in cases {
        let error = get(Answer::new("404 Not Found", &[], body)).await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert!(error.to_string().contains(message) && error.to_string().contains("404"), "{error}");
        assert_eq!(error.body(), body.as_bytes());
    }
    let page = format!("<html><title>Oops</title><body>{}", "so sorry ".repeat(1_200_000));
    let error = get(Answer::new("500 Oops", &[], page)).await;
    assert_eq!((error.body().len(), error.is_body_truncated()), (64 << 10, true));
    assert!(error.to_string().contains("Oops: so sorry") && error.to_string().len() < 2000);
}

#[tokio::test]
async fn a_redirect_is_reported_and_not_followed() {
    let other = Server::start(vec![Answer::ok("{}")]).await;
    let to = other.url("/x?sig=hush").to_string();
    let error = get(Answer::new("307 Go", &[("Location", &to)], "")).await;
    assert_eq!((error.kind(), error.location()), (ErrorKind::Redirect, Some(to.as_str())));
    assert_eq!(other.seen().len(), 0);
    assert!(!format!("{error} {error:?}").contains("hush"));
}

#[tokio::test]
async fn an_inaccurate_local_clock_is_reported() {
    let headers = [("Date", "Fri, 20 Nov 2026 12:10:00 GMT")];
    let body = r#"{"Error":{"Code":"7509","Message":"HMAC-SHA256 validation failed"}}"#;
    let server = Server::start(vec![Answer::new("401 Unauthorized", &headers, body)]).await;
    let client = client(&server, quick().clock(FakeClock::at("12:00:00")));
    let error = client.call_connection("c-1").get().await.expect_err("refused");
    assert_eq!(error.clock_skew(), Some(ClockSkew::Behind(Duration::from_secs(600))));
    assert!(error.to_string().contains("the local clock is 10 min 0 s behind the server's"), "{error}");
}
