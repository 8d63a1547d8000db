//! The receiver, called without a network.
use std::time::{Duration, SystemTime};

use graph_calls::notification::{Limits, NotificationError, Receiver};
use graph_calls::token::{FixedKeys, ISSUER, KeySet, TokenError, TokenErrorKind, Verifier, rules};
use serde_json::json;
use test_server::tokens::{header, jwks, service_key};

const APP: &str = "28:8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0";
const NOON: u64 = 1_795_176_000;
const BODY: &[u8] = br#"{"value": [{"resourceUrl": "/communications/calls/1"}, {"resourceUrl": 7}]}"#;
const NONE: [(&str, &str); 0] = [];

fn receiver() -> Receiver {
    let keys = KeySet::from_json(jwks(&[service_key().jwk(Some("a"))]).as_bytes()).expect("has keys");
    let rules = rules(APP).clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOON));
    Receiver::new(Verifier::new(rules, FixedKeys::new(keys)))
}

/// The headers of a request with a valid token, and another header.
fn with(name: &'static str, value: &str) -> [(&'static str, String); 2] {
    let claims = json!({"iss": ISSUER, "aud": APP, "tid": "72f988bf", "exp": NOON + 3600});
    let token = service_key().sign(&header("a"), &claims);
    [("Authorization", format!("Bearer {token}")), (name, value.to_owned())]
}

#[tokio::test]
async fn a_request_with_a_valid_token_is_accepted() {
    let headers = with("content-type", "application/json; charset=utf-8");
    let received = receiver().receive(&headers, BODY).await.expect("is accepted");
    assert_eq!((received.entries.len(), received.iter().flatten().count()), (2, 1));
    assert_eq!(received.answer().status, 202);
    let older = receiver().receive(&headers, b"{\"links\": {}}").await.expect("is accepted");
    assert_eq!(older.answer().status, 204);
}

#[tokio::test]
async fn an_empty_body_may_have_any_content_type() {
    for body in ["", " "] {
        let headers = with("content-type", if body.is_empty() { "text/plain" } else { "application/json" });
        let received = receiver().receive(&headers, body.as_bytes()).await.expect("is accepted");
        assert!(received.entries.is_empty());
    }
}

#[tokio::test]
async fn a_request_without_a_token_is_refused_before_its_body_is_read() {
    for body in [BODY, b"not JSON", &vec![b' '; 3 << 20]] {
        let refused = receiver().receive(&NONE, body).await.expect_err("has no token");
        assert_eq!(refused.cause::<TokenError>().map(TokenError::kind), Some(TokenErrorKind::Missing));
        let answer = refused.answer();
        assert_eq!((answer.status, answer.body.as_str()), (401, ""));
        assert_eq!(answer.headers, [("www-authenticate", "Bearer".to_owned())]);
    }
    assert!(Receiver::unverified().receive(&NONE, BODY).await.is_ok());
}

#[tokio::test]
async fn invalid_bodies_are_refused_with_a_reason() {
    let large = format!("{{{}}}", " ".repeat(2 << 20));
    let many = format!(r#"{{"value": [{}]}}"#, ["{}"; 5001].join(","));
    let json = "application/json";
    for (content_type, body, status, reason) in [
        (json, large.as_str(), 413, "the body has 2097154 bytes (expected at most 2097152)"),
        (json, &many, 413, "/value/5000: the body has too many notifications (expected at most 5000)"),
        (
            "application/json; charset=latin1",
            "{}",
            415,
            "the charset \"latin1\" is not supported (expected utf-8)",
        ),
        ("text/html", "{}", 415, "the media type \"text/html\" is not supported (expected application/json)"),
        (json, "{", 400, "the body: expected"),
    ] {
        let headers = with("content-type", content_type);
        let refused = receiver().receive(&headers, body.as_bytes()).await.expect_err(reason);
        assert_eq!(refused.status(), status, "{refused}");
        assert!(refused.to_string().starts_with(reason), "{refused}");
        assert_eq!(refused.answer().body, refused.to_string());
    }
    let refused = receiver().receive(&with("x", ""), b"{").await.expect_err("is invalid");
    assert_eq!(refused.cause::<NotificationError>().and_then(NotificationError::position), Some((1, 2)));
}

#[tokio::test]
async fn compressed_bodies_and_html_pages_are_refused() {
    let refused =
        receiver().receive(&with("content-encoding", "gzip"), BODY).await.expect_err("is compressed");
    assert_eq!(refused.status(), 415);
    assert!(refused.to_string().starts_with("the content encoding \"gzip\" is not supported"), "{refused}");
    let utf16: Vec<_> = "{}".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (body, reason) in [
        (
            b"<HTML><title>Bad gateway</title>".as_slice(),
            "the body: expected JSON, found an HTML page (line 1, column 1)",
        ),
        (&utf16, "the body: expected JSON in UTF-8, found UTF-16 (line 1, column 1)"),
    ] {
        let refused = receiver().receive(&with("x", ""), body).await.expect_err(reason);
        assert_eq!((refused.status(), refused.to_string().as_str()), (400, reason));
        assert!(refused.cause::<NotificationError>().is_some());
    }
}

#[tokio::test]
async fn notifications_are_iterated_by_reference_and_by_value() {
    let notifications = Receiver::unverified().receive(&NONE, BODY).await.expect("is accepted");
    let of = |entries: Vec<bool>| assert_eq!(entries, [true, false]);
    of(notifications.iter().map(Result::is_ok).collect());
    let mut borrowed = Vec::new();
    for one in &notifications {
        borrowed.push(one.is_ok());
    }
    of(borrowed);
    of(notifications.into_iter().map(|entry| entry.is_ok()).collect());
}

#[tokio::test]
async fn limits_can_be_set() {
    let limits = Limits::default().max_body(20).max_items(2).max_errors(1);
    let receiver = Receiver::unverified().limits(limits);
    let received = receiver.receive(&NONE, b"{\"value\":[7,7]}").await.expect("is within the limits");
    assert_eq!((received.entries.len(), received.omitted), (1, 1));
    for body in ["{\"value\":[7,7,7]}", "{\"value\":[7,7]      }"] {
        let refused = receiver.receive(&NONE, body.as_bytes()).await.expect_err("is beyond the limits");
        assert_eq!(refused.status(), 413, "{body}");
    }
}

#[cfg(feature = "http")]
#[tokio::test]
async fn requests_and_answers_convert_from_and_to_the_crate_http() {
    let request = http::Request::post("/callback").header("Authorization", &with("x", "")[0].1);
    let request = request.header("Content-Type", "application/json").body(BODY).expect("is a request");
    let received = receiver().receive_request(&request).await.expect("is accepted");
    let response: http::Response<Vec<u8>> = received.answer().into();
    assert_eq!((response.status().as_u16(), response.body().len()), (202, 0));
}
