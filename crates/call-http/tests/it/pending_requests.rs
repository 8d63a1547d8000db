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
async fn bodies_can_be_text_bytes_and_forms() {
    let compressed = Answer::new("200 OK", &[("Content-Encoding", "gzip")], "a");
    let missing = Answer::new("404 Not Found", &[], r#"{"error": {"code": "NoSuchPicture"}}"#);
    let answers = vec![Answer::new("200 OK", &[], "caf\u{e9}"), compressed, missing.clone(), missing];
    let server = Server::start(answers).await;
    let call = || server.plain().call(Method::PUT, "/a", &[]);

    let text = call().text("text/plain", "\u{e9}").returns_text("text/csv").await.expect("text");
    assert_eq!(text.into_inner(), "caf\u{e9}");
    let call_with_charset = call().text("text/plain; Charset=utf-8", "").returns_text("text/csv");
    let error = call_with_charset.await.expect_err("compressed");
    assert!(error.to_string().contains("compressed (gzip)"), "{error}");
    let error = call().bytes("image/png", vec![1]).returns_bytes("image/png").await.expect_err("no picture");
    assert_eq!((error.kind(), error.code()), (ErrorKind::Status, Some("NoSuchPicture")));
    let form = call().form(&json!({"a": ["1", "2"], "b": null}));
    let error = form.returns_bytes("image/png").stream().await.expect_err("no picture");
    assert_eq!(error.code(), Some("NoSuchPicture"));

    let seen = server.seen();
    let types = [
        "text/plain; charset=utf-8",
        "text/plain; Charset=utf-8",
        "image/png",
        "application/x-www-form-urlencoded",
    ];
    let bodies: [&[u8]; 4] = ["\u{e9}".as_bytes(), b"", &[1], b"a=1&a=2"];
    for (seen, (content_type, body)) in seen.iter().zip(types.into_iter().zip(bodies)) {
        assert_eq!((seen.need("content-type"), seen.body.as_slice()), (content_type, body));
    }
    assert_eq!(seen[0].need("accept"), "text/csv, application/json;q=0.1");
    for (named, call) in [
        ("Accept", call().returns_text("\n").request().expect_err("not a header").to_string()),
        ("Content-Type", call().bytes("\n", vec![]).request().expect_err("not a header").to_string()),
        ("form", call().form(&json!(["a"])).request().expect_err("not an object").to_string()),
    ] {
        assert!(call.contains(named), "{call}");
    }
}

#[test]
fn a_list_can_be_one_value_in_the_query() {
    let url = "http://localhost/".parse().expect("a URL");
    let pipeline = Pipeline::new(url, Credential::none(), quick()).expect("a pipeline");
    let call = pipeline
        .call(Method::GET, "/a", &[])
        .query_list("comma", ',', &["a", "b c"])
        .query_list("pipe", '|', &Some([1, 2]))
        .query_list("none", ',', &None::<[&str; 1]>)
        .query_list("empty", ',', &[""; 0]);
    assert_eq!(call.request().expect("a request").url().query(), Some("comma=a,b%20c&pipe=1%7C2"));
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
