//! The receivers, called without a network.
use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use acs_calling::events::{Delivery, EventError, GridReceiver, Headers, Limits, Receiver, Refused, Secret};
use acs_calling::streaming;
use acs_calling::token::{
    FixedKeys, ISSUER, KeySet, TokenError, TokenErrorKind, TokenRules, Verifier, rules,
};
use serde_json::{Value, json};
use test_server::tokens::{foreign_key, header, jwks, service_key};

const RESOURCE: &str = "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11";
const SECRET: &str = "8Zb2Y3mUwq0-Kfh6xN4c";
const TARGET: &str = "/event-grid?code=8Zb2Y3mUwq0-Kfh6xN4c";
const NOON: u64 = 1_795_176_000;
const EVENTS: &[u8] = br#"[{"type": "Microsoft.Communication.CallConnected", "data": {}}, 7]"#;

fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(NOON)
}

fn verifier(rules: TokenRules) -> Verifier {
    let keys = KeySet::from_json(jwks(&[service_key().jwk(Some("a"))]).as_bytes()).expect("has keys");
    Verifier::new(rules.clock(noon), FixedKeys::new(keys))
}

fn claims(lifetime: u64) -> Value {
    json!({"iss": ISSUER, "aud": RESOURCE, "iat": NOON, "nbf": NOON, "exp": NOON + lifetime})
}

/// The headers of a request with a valid token.
fn bearer(lifetime: u64) -> Vec<(&'static str, String)> {
    vec![("Authorization", format!("Bearer {}", service_key().sign(&header("a"), &claims(lifetime))))]
}

fn with(name: &'static str, value: &str) -> Vec<(&'static str, String)> {
    let mut headers = bearer(300);
    headers.push((name, value.to_owned()));
    headers
}

async fn refused(headers: &[(&'static str, String)], body: &[u8]) -> Refused {
    Receiver::new(verifier(rules(RESOURCE))).receive(headers, body).await.expect_err("is refused")
}

fn kind(refused: &Refused) -> Option<TokenErrorKind> {
    refused.cause::<TokenError>().map(TokenError::kind)
}

#[tokio::test]
async fn a_callback_with_a_valid_token_is_accepted() {
    let receiver = Receiver::new(verifier(rules(RESOURCE)));
    let events = receiver.receive(&bearer(300), EVENTS).await.expect("is accepted");
    assert_eq!((events.len(), events.answer().status), (2, 200));
    assert!(events[0].is_ok() && events[1].is_err());
    let map: HashMap<_, _> = with("content-type", "application/json").into_iter().collect();
    assert_eq!(receiver.receive(&map, EVENTS).await.expect("is accepted").len(), 2);
}

#[tokio::test]
async fn a_callback_without_a_valid_token_is_refused_before_its_body_is_read() {
    let forged =
        vec![("authorization", format!("Bearer {}", foreign_key().sign(&header("a"), &claims(300))))];
    for (headers, expected) in [(vec![], TokenErrorKind::Missing), (forged, TokenErrorKind::Signature)] {
        // The token is checked before the size of the body.
        for body in [EVENTS, b"not JSON", &vec![b' '; 3 << 20]] {
            let refused = refused(&headers, body).await;
            assert_eq!(kind(&refused), Some(expected));
            let answer = refused.answer();
            assert_eq!((answer.status, answer.body.as_str()), (401, ""));
            assert_eq!(answer.headers, [("www-authenticate", "Bearer".to_owned())]);
        }
    }
    let two = refused(&[bearer(300), bearer(300)].concat(), EVENTS).await;
    assert_eq!(two.to_string(), "the header `authorization` occurs several times (expected once)");
}

#[tokio::test]
async fn refusals_do_not_contain_the_token() {
    let headers = bearer(300);
    let token = headers[0].1.trim_start_matches("Bearer ").to_owned();
    let expired = Receiver::new(verifier(rules("another")));
    let refused = expired.receive(&headers, EVENTS).await.expect_err("is refused");
    let shown = format!("{refused} {refused:?} {:?} {expired:?}", refused.answer());
    assert!(!shown.contains(&token), "{shown}");
}

#[tokio::test]
async fn the_token_of_a_websocket_is_refused_on_a_callback() {
    let refused = refused(&bearer(86_400), EVENTS).await;
    assert_eq!((refused.status(), kind(&refused)), (401, Some(TokenErrorKind::Lifetime)));
    // The rules can set another limit.
    let rules = rules(RESOURCE).max_lifetime(Duration::from_secs(100_000));
    assert!(Receiver::new(verifier(rules)).receive(&bearer(86_400), EVENTS).await.is_ok());
}

#[tokio::test]
async fn an_upgrade_request_with_a_valid_token_is_accepted() {
    let receiver = streaming::Receiver::new(verifier(rules(RESOURCE)));
    let mut headers = bearer(86_400);
    headers.push(("X-MS-Call-Connection-Id", "411f0b00".to_owned()));
    headers.push(("x-ms-call-correlation-id", "5b2f".to_owned()));
    let upgrade = receiver.receive(&headers).await.expect("is accepted");
    assert_eq!(upgrade.call_connection_id.as_deref(), Some("411f0b00"));
    assert_eq!(upgrade.correlation_id.as_deref(), Some("5b2f"));
    let refused = receiver.receive(&headers[1..]).await.expect_err("has no token");
    assert_eq!((refused.status(), kind(&refused)), (401, Some(TokenErrorKind::Missing)));
    let open = streaming::Receiver::unverified();
    assert_eq!(open.receive(&headers[1..]).await.expect("is accepted"), upgrade);
}

#[tokio::test]
async fn a_large_body_is_refused_with_413() {
    let body = format!("[{}]", " ".repeat(2 << 20));
    let too_large = refused(&bearer(300), body.as_bytes()).await;
    let reason = "the body has 2097154 bytes (expected at most 2097152)";
    assert_eq!((too_large.status(), too_large.to_string().as_str()), (413, reason));
    assert_eq!(too_large.answer().body, reason);
    let many = format!("[{}]", ["{}"; 5001].join(","));
    let too_many = refused(&bearer(300), many.as_bytes()).await;
    assert_eq!(too_many.status(), 413);
    assert!(too_many.to_string().contains("at most 5000"), "{too_many}");
    let error = too_many.cause::<EventError>().expect("of the body");
    assert_eq!(error.path(), "/5000");

    let limits = Limits::default().max_body(10).max_items(2).max_errors(1);
    let receiver = Receiver::unverified().limits(limits);
    let none: [(&str, &str); 0] = [];
    let events = receiver.receive(&none, b"[7,7]").await.expect("is within the limits");
    assert_eq!((events.len(), events.omitted()), (1, 1));
    for body in ["[7,7,7]", "[7,7      ]"] {
        let refused = receiver.receive(&none, body.as_bytes()).await.expect_err("is beyond the limits");
        assert_eq!(refused.status(), 413, "{body}");
    }
}

#[tokio::test]
async fn unsupported_media_types_and_invalid_json_are_refused() {
    for (content_type, status) in [
        ("application/json; charset=utf-8", 200),
        ("application/cloudevents-batch+json", 200),
        ("application/json; charset=utf-16", 415),
        ("text/plain", 415),
    ] {
        let headers = with("content-type", content_type);
        let receiver = Receiver::new(verifier(rules(RESOURCE)));
        let answer = receiver
            .receive(&headers, EVENTS)
            .await
            .map_or_else(|refused| refused.answer(), |events| events.answer());
        assert_eq!(answer.status, status, "{content_type}");
    }
    let charset = refused(&with("content-type", "application/json; charset=utf-16"), EVENTS).await;
    assert_eq!(charset.to_string(), "the charset \"utf-16\" is not supported (expected utf-8)");
    let invalid = refused(&bearer(300), b"[{").await;
    assert_eq!(invalid.status(), 400);
    assert_eq!(invalid.answer().body, "/0: expected `,` or `}`, but the text ends (line 1, column 3)");
    assert_eq!(invalid.cause::<EventError>().and_then(EventError::position), Some((1, 3)));
}

#[tokio::test]
async fn compressed_bodies_and_html_pages_are_refused() {
    for coding in ["gzip", "br"] {
        let refused = refused(&with("content-encoding", coding), EVENTS).await;
        assert_eq!(refused.status(), 415);
        assert!(refused.to_string().starts_with(&format!("the content encoding {coding:?}")), "{refused}");
        let headers = [("content-encoding", coding)];
        assert_eq!(grid().receive("POST", TARGET, &headers, b"[]").await.expect_err(coding).status(), 415);
    }
    let page = refused(&bearer(300), b"<!doctype html><title>Bad gateway</title>").await;
    assert_eq!(page.status(), 400);
    assert_eq!(page.to_string(), "the body: expected JSON, found an HTML page (line 1, column 1)");
    assert!(page.cause::<EventError>().is_some());
    let utf16: Vec<_> = "[]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let refused = refused(&bearer(300), &utf16).await;
    assert_eq!(refused.to_string(), "the body: expected JSON in UTF-8, found UTF-16 (line 1, column 2)");
}

#[tokio::test]
async fn events_are_iterated_by_reference_and_by_value() {
    let events = Receiver::unverified().receive(&[("x", "")], EVENTS).await.expect("is accepted");
    let of = |events: Vec<bool>| assert_eq!(events, [true, false]);
    of(events.iter().map(Result::is_ok).collect());
    let mut borrowed = Vec::new();
    for one in &events {
        borrowed.push(one.is_ok());
    }
    of(borrowed);
    of(events.into_iter().map(|event| event.is_ok()).collect());
}

#[tokio::test]
async fn an_unverified_receiver_accepts_any_sender_within_the_limits() {
    let none: [(&str, &str); 0] = [];
    let receiver = Receiver::unverified();
    assert_eq!(receiver.receive(&none, EVENTS).await.expect("is accepted").len(), 2);
    let refused = receiver.receive(&none, &vec![b' '; 3 << 20]).await.expect_err("is too large");
    assert_eq!(refused.status(), 413);
}

fn grid() -> GridReceiver {
    GridReceiver::with_secret(Secret::new(SECRET).expect("is long enough"))
}

#[tokio::test]
async fn event_grid_is_authenticated_by_the_secret_in_the_url() {
    let none: [(&str, &str); 0] = [];
    for target in [TARGET, "/event-grid/8Zb2Y3mUwq0-Kfh6xN4c", "https://bot.example/8Zb2Y3mUwq0-Kfh6xN4c?a=b"]
    {
        assert!(grid().receive("POST", target, &none, b"[]").await.is_ok(), "{target}");
    }
    for target in ["/event-grid", "/event-grid?code=8Zb2Y3mUwq0-Kfh6xN4d", ""] {
        for method in ["POST", "OPTIONS"] {
            let refused = grid().receive(method, target, &none, b"[]").await.expect_err(target);
            assert_eq!((refused.status(), refused.answer().body.as_str()), (403, ""), "{method} {target}");
        }
    }
    assert!(!format!("{:?}", grid()).contains(SECRET));
    let refused = grid().receive("GET", TARGET, &none, b"").await.expect_err("another method");
    assert_eq!(refused.status(), 405);
    assert!(refused.answer().headers.contains(&("allow", "OPTIONS, POST".to_owned())));
}

#[tokio::test]
async fn event_grid_is_authenticated_by_its_token() {
    let rules = TokenRules::new("https://sts.windows.net/72f988bf/", "api://events");
    let receiver = GridReceiver::new(verifier(rules));
    let claims =
        json!({"iss": "https://sts.windows.net/72f988bf/", "aud": "api://events", "exp": NOON + 86_400});
    let token = format!("Bearer {}", service_key().sign(&header("a"), &claims));
    let delivery = receiver.receive("POST", "/", &[("authorization", &token)], b"[]").await;
    assert!(matches!(delivery, Ok(Delivery::Events(events)) if events.is_empty()));
    let refused = receiver.receive("POST", TARGET, &bearer(300), b"[]").await.expect_err("another issuer");
    assert_eq!((refused.status(), kind(&refused)), (401, Some(TokenErrorKind::Issuer)));
    // The handshake requires no token.
    let origin = [("webhook-request-origin", "eventgrid.azure.net")];
    let delivery = receiver.receive("OPTIONS", "/", &origin, b"").await;
    assert!(matches!(delivery, Ok(Delivery::Handshake(answer)) if answer.status == 200));
}

#[tokio::test]
async fn each_kind_of_delivery_has_its_answer() {
    let receive = async |method: &str, headers: &[(&str, &str)], body: Value| {
        grid().receive(method, TARGET, headers, body.to_string().as_bytes()).await
    };
    let event = json!({"type": "Microsoft.Communication.IncomingCall", "data": {}});
    for media in ["application/cloudevents+json; charset=utf-8", "Application/CloudEvents-Batch+JSON"] {
        let delivery = receive("POST", &[("content-type", media)], event.clone()).await.expect("is accepted");
        assert_eq!(delivery.answer().status, 200);
        assert!(matches!(delivery, Delivery::CloudEvents(events) if events[0].is_ok()), "{media}");
    }
    let validation = json!([{
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "data": {"validationCode": "512d38b6"}
    }]);
    let headers = [("content-type", "application/json"), ("aeg-event-type", "SubscriptionValidation")];
    let delivery = receive("POST", &headers, validation).await.expect("is accepted");
    assert_eq!(delivery.answer().body, r#"{"validationResponse":"512d38b6"}"#);
    let origin = |origin: &'static str| [("WebHook-Request-Origin", origin)];
    let delivery = receive("OPTIONS", &origin("EventGrid.azure.net"), Value::Null).await.expect("is known");
    assert!(
        delivery.answer().headers.contains(&("webhook-allowed-origin", "EventGrid.azure.net".to_owned()))
    );
    for (name, status) in [("evil.example", 403), ("a b", 400)] {
        assert_eq!(receive("OPTIONS", &origin(name), Value::Null).await.expect_err(name).status(), status);
    }
    let other = grid().origin("eventgrid.azure.us");
    assert!(other.receive("OPTIONS", TARGET, &origin("eventgrid.azure.us"), b"").await.is_ok());
    let error = receive("POST", &headers, json!([7])).await.expect_err("no validation");
    assert_eq!(error.cause::<EventError>().map(EventError::path), Some("/0/eventType"));
}

#[test]
fn the_futures_of_receivers_are_send() {
    fn is_send<T: Send>(_: T) {}
    let none: [(&str, &str); 0] = [];
    is_send(Receiver::unverified().receive(&none, b""));
    is_send(grid().receive("POST", "", &none, b""));
    is_send(streaming::Receiver::unverified().receive(&none));
    assert_eq!(none.values("x").count(), 0);
}

#[cfg(feature = "http")]
#[tokio::test]
async fn requests_and_answers_convert_from_and_to_the_crate_http() {
    let request = |body: &'static [u8]| {
        let request = http::Request::post(TARGET).header("Authorization", &bearer(300)[0].1);
        request.header("Content-Type", "application/json").body(body).expect("is a request")
    };
    let receiver = Receiver::new(verifier(rules(RESOURCE)));
    assert_eq!(receiver.receive_request(&request(EVENTS)).await.expect("is accepted").len(), 2);
    let refused = receiver.receive_request(&request(b"{")).await.expect_err("is invalid");
    let response: http::Response<String> = refused.answer().into();
    assert_eq!(response.status(), 400);
    assert_eq!(response.headers().get_all("content-type").iter().count(), 1);
    assert!(response.body().contains("line 1"));
    assert!(grid().receive_request(&request(b"[]")).await.is_ok());
}
