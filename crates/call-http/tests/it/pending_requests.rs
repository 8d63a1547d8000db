//! Pending requests: how they are sent, and how their responses are read.

use std::time::{Duration, SystemTime};

use crate::support::{Answer, FakeClock, KEY, Requests as _, Server, expected_authorization, quick};
use call_http::reqwest::{Method, StatusCode};
use call_http::{
    AccessKey, Credential, ErrorKind, PendingRequest, Pipeline, Repeatability, Request, RetryClass,
};
use call_wire::json::Value;
use serde_json::json;

fn participant(pipeline: &Pipeline, id: &str) -> PendingRequest<Value> {
    pipeline.call(Method::GET, "/calls/{}/participants/{}", &["c 1", id]).returns_json()
}

#[tokio::test]
async fn a_pending_request_is_sent_with_its_parameters_and_headers() {
    let server = Server::start(vec![Answer::ok(r#"{"rawId": "4:+14255550123"}"#)]).await;
    let key = AccessKey::parse(KEY).expect("a key");
    let options = quick().clock(FakeClock::at("12:00:00"));
    let pipeline = server.pipeline(Credential::access_key(key), options);
    let call = participant(&pipeline, "4:+14255550123")
        .query("api-version", "2026-03-12")
        .query("$select", "id,state")
        .query("$filter", "a eq 'b & c'")
        .query("top", &Some(5))
        .query("skip", &None::<i32>)
        .query("ids", &["a", "b"])
        .query("filter", &json!({"x": true, "y": null}))
        .header("Prefer", "a")
        .header("Prefer", "include-unknown-enum-members")
        .header("X-Count", &3)
        .header("X-List", &["a", "b"])
        .header("If-Match", &None::<&str>)
        .client_request_id("id-1");
    let response = call.await.expect("a response");
    assert_eq!(response["rawId"], "4:+14255550123");
    assert_eq!(response.raw().client_request_id(), Some("id-1"));

    let seen = server.seen().pop().expect("a request");
    assert_eq!(
        seen.target,
        "/calls/c%201/participants/4%3A%2B14255550123?api-version=2026-03-12&$select=id,state\
         &$filter=a%20eq%20%27b%20%26%20c%27&top=5&ids=a&ids=b&x=true"
    );
    assert_eq!(seen.need("authorization"), expected_authorization(&seen, &server.authority));
    assert_eq!(seen.need("prefer"), "include-unknown-enum-members");
    assert_eq!((seen.need("x-count"), seen.need("x-list")), ("3", "a,b"));
    assert_eq!((seen.header("if-match"), seen.need("accept")), (None, "application/json"));
    assert_eq!(seen.need("x-ms-client-request-id"), "id-1");
}

#[tokio::test]
async fn an_invalid_argument_is_an_error_of_the_awaited_request() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let pipeline = server.plain();
    let deep = json!({"a": [[1]]});
    let calls = [
        ("/calls/{}/participants/{}", participant(&pipeline, "").query("a", "b")),
        ("/calls/{}/participants/{}", participant(&pipeline, "..").header("a", "b")),
        ("x-bad", participant(&pipeline, "1").header("x-bad", "hush\n")),
        ("x bad", participant(&pipeline, "1").header("x bad", "1")),
        ("X-Object", participant(&pipeline, "1").header("X-Object", &json!({"a": 1}))),
        ("filter", participant(&pipeline, "1").query("filter", &deep)),
    ];
    for (named, call) in calls {
        let message = call.request().expect_err(named).to_string();
        let error = call.operation("x").await.expect_err(named);
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Configuration, 0));
        assert!(message.contains(named) && !message.contains("hush"), "{message}");
        assert_eq!(error.to_string(), message);
    }
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn a_pending_request_can_be_changed() {
    let answers =
        vec![Answer::new("500 Oops", &[], ""), Answer::new("202 Accepted", &[("request-id", "r-1")], "")];
    let server = Server::start(answers).await;
    let repeatability =
        Repeatability::new(SystemTime::UNIX_EPOCH + Duration::from_secs(20_777 * 86_400 + 43_200));
    let options = quick().clock(FakeClock::at("12:00:01"));
    let pipeline = server.pipeline(Credential::none(), options);
    let call = pipeline
        .call(Method::POST, "/calls/{}:play", &["c-1"])
        .json(&json!({"a": 1}))
        .retry_class(RetryClass::Repeatable)
        .repeatability(repeatability)
        .attempt_timeout(Duration::from_secs(30));
    let response = call.send().await.expect("a response");
    assert_eq!((response.status(), response.raw().attempts()), (StatusCode::ACCEPTED, 2));
    assert_eq!(
        (response.request_id(), response.headers()["request-id"].as_bytes()),
        (Some("r-1"), b"r-1".as_slice())
    );
    for seen in server.seen() {
        assert_eq!(
            (seen.target.as_str(), seen.body.as_slice()),
            ("/calls/c-1:play", br#"{"a":1}"#.as_slice())
        );
        assert_eq!(seen.need("repeatability-request-id"), repeatability.request_id.to_string());
        assert_eq!(seen.need("repeatability-first-sent"), "Fri, 20 Nov 2026 12:00:00 GMT");
    }

    let slow = Answer::Slow(Vec::new(), Duration::from_secs(5), b"HTTP/1.1 200 OK\r\n\r\n{}".to_vec());
    let server = Server::start(vec![slow]).await;
    let call = participant(&server.plain(), "1").retry_class(RetryClass::Never);
    let error = call.attempt_timeout(Duration::from_millis(50)).await.expect_err("a timeout");
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 1));
}

#[tokio::test]
async fn a_response_is_read_as_the_type_of_the_pending_request() {
    let answers = ["200 OK", "200 OK", "204 No Content", "200 OK", "200 OK"];
    let bodies = ["{\"a\": 1}", "{\"a\": 1}", "", "null and void", ""];
    let answers = answers.into_iter().zip(bodies).map(|(status, body)| Answer::new(status, &[], body));
    let server = Server::start(answers.collect()).await;
    let call = || server.plain().call(Method::DELETE, "/calls/1", &[]);

    let nothing = call().await.expect("success");
    assert_eq!(nothing.raw().body().as_ref(), b"{\"a\": 1}");
    let (value, response) = call().may_return_json::<Value>().await.expect("success").into_parts();
    assert_eq!((value, response.status()), (Some(json!({"a": 1})), StatusCode::OK));
    assert_eq!(call().may_return_json::<Value>().await.expect("success").into_inner(), None);
    for _ in 0..2 {
        let error = call().returns_json::<Value>().await.expect_err("not JSON");
        assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(StatusCode::OK)));
    }
}

#[tokio::test]
async fn a_pending_request_is_send_and_returns_its_request() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let call = participant(&server.plain(), "1").header("X-Key", "hush").query("sig", "hush");
    assert!(!format!("{call:?}").contains("hush"), "{call:?}");
    tokio::spawn(call.into_future()).await.expect("no panic").expect("a response");

    let call = participant(&server.plain(), "1").operation("get").query("a", "b");
    let request = call.into_request().expect("a request");
    assert_eq!((request.method(), request.url().query()), (&Method::GET, Some("a=b")));
    assert_eq!(request.url().path(), "/calls/c%201/participants/1");
}

#[tokio::test]
async fn the_fragment_of_a_url_is_not_sent() {
    let server = Server::start(vec![Answer::ok("{}")]).await;
    let url = server.url("/x?y=1#part");
    let response = server.plain().send(Request::new(Method::GET, url)).await.expect("a response");
    assert_eq!(server.seen()[0].target, "/x?y=1");
    assert_eq!(response.url(), &server.url("/x?y=1"));
}
