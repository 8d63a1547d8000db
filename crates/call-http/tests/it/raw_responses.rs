//! The methods of raw responses for protocols: embedded responses, errors, secrets and extensions.

use std::time::Duration;

use crate::support::{Answer, Requests as _, Server, quick};
use call_http::reqwest::header::{DATE, HeaderMap, HeaderValue};
use call_http::reqwest::{Method, StatusCode};
use call_http::{Credential, ErrorKind, Request};

const TOKEN: &str = "eyJhbGciOi.hush";

#[tokio::test]
async fn an_embedded_response_has_its_own_status_headers_and_body() {
    let server = Server::start(vec![Answer::new("200 OK", &[("request-id", "batch")], "{}")]).await;
    let credential = Credential::bearer(TOKEN).expect("a credential");
    let pipeline = server.pipeline(credential, quick());
    let batch = pipeline.send(server.post()).await.expect("a response");
    let mut headers = HeaderMap::new();
    headers.insert("request-id", HeaderValue::from_static("part"));
    headers.insert("retry-after", HeaderValue::from_static("7"));
    let request = Request::new(Method::DELETE, server.url("/calls/c-1?sig=hush"));
    let body = format!(r#"{{"error":{{"code":"Busy","message":"got {TOKEN}"}}}}"#);
    let part = batch.part(&request, StatusCode::TOO_MANY_REQUESTS, headers, body.clone().into());

    assert_eq!((part.status(), part.request_id()), (StatusCode::TOO_MANY_REQUESTS, Some("part")));
    assert_eq!((part.url(), part.body().as_ref()), (request.url(), body.as_bytes()));
    assert_eq!((part.client_request_id(), part.attempts()), (batch.client_request_id(), 1));
    let error = part.into_success().expect_err("an error status");
    assert_eq!((error.code(), error.retry_after()), (Some("Busy"), Some(Duration::from_secs(7))));
    let message = error.to_string();
    assert!(message.starts_with(&format!("DELETE {}: 429", server.url("/calls/c-1"))), "{message}");
    assert!(message.contains("got [redacted]") && !message.contains(TOKEN), "{message}");
}

#[tokio::test]
async fn a_date_in_an_embedded_response_is_compared_with_its_date_or_that_of_the_batch() {
    let date = |time: &str| HeaderValue::from_str(&format!("Fri, 20 Nov 2026 {time} GMT")).expect("a date");
    let answer = Answer::new("200 OK", &[("Date", "Fri, 20 Nov 2026 12:00:00 GMT")], "{}");
    let server = Server::start(vec![answer]).await;
    let batch = server.plain().send(server.get()).await.expect("a response");
    for (own, wait) in [(None, 30), (Some("12:00:20"), 10)] {
        let mut headers = HeaderMap::new();
        headers.insert("retry-after", date("12:00:30"));
        headers.extend(own.map(|own| (DATE, date(own))));
        let part = batch.part(&server.get(), StatusCode::SERVICE_UNAVAILABLE, headers, Vec::new().into());
        assert_eq!(part.to_error().retry_after(), Some(Duration::from_secs(wait)), "{own:?}");
    }
}

#[tokio::test]
async fn an_embedded_response_was_not_subject_to_the_limit_of_retries() {
    let server = Server::start(vec![Answer::new("503 Service Unavailable", &[], "{}")]).await;
    let batch = server.plain().execute(server.get()).await.expect("a response");
    assert!(batch.to_error().to_string().contains("not retried"));
    let part = batch.part(&server.get(), StatusCode::NOT_FOUND, HeaderMap::new(), Vec::new().into());
    assert!(!part.to_error().to_string().contains("not retried"));
}

#[tokio::test]
async fn a_protocol_sets_the_kind_code_and_message_of_an_error() {
    let server = Server::start(vec![Answer::new("200 OK", &[("request-id", "r-1")], "<fault/>")]).await;
    let response = server.plain().send(server.get()).await.expect("a response");
    let error = response.error(ErrorKind::Status, Some("Error\nServerBusy"), "Try\nagain.");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, Some("Error ServerBusy")));
    assert_eq!((error.message(), error.request_id()), (Some("Try again."), Some("r-1")));
    assert_eq!(error.body(), response.body());
    assert_eq!(response.error(ErrorKind::Status, Some(" "), "").code(), None);
}

#[tokio::test]
async fn a_text_that_repeats_the_credential_is_recognized() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let pipeline = server.pipeline(Credential::bearer(TOKEN).expect("a credential"), quick());
    let response = pipeline.send(server.get()).await.expect("a response");
    assert!(response.repeats_secret(&format!("https://login.example/?token={TOKEN}")));
    assert!(!response.repeats_secret("https://login.example/"));
}

#[tokio::test]
async fn extensions_are_returned_with_the_response() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let mut response = server.plain().send(server.get()).await.expect("a response");
    response.extensions_mut().insert("a SOAP header");
    assert_eq!(response.extensions().get(), Some(&"a SOAP header"));
}
