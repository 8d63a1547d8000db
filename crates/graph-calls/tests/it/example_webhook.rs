//! The webhook example over real HTTP.

#[allow(dead_code, reason = "the tests do not call main")]
#[path = "../../examples/webhook.rs"]
mod webhook;

use std::time::{Duration, SystemTime};

use call_http::reqwest::Method;
use call_http::reqwest::header::HeaderValue;
use call_http::{Credential, Pipeline, RawResponse, Request};
use graph_calls::call_http;
use graph_calls::notification::Receiver;
use graph_calls::token::{FixedKeys, ISSUER, KeySet, Verifier, rules};
use serde_json::{Value, json};
use test_server::quick;
use test_server::tokens::{foreign_key, header, hs256, jwks, service_key};
use tokio::net::TcpListener;

const APP: &str = "28:8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0";
const NOON: u64 = 1_795_176_000;
const BODY: &str = r##"{"@odata.type": "#microsoft.graph.commsNotifications", "value": [
    {"resourceUrl": "/communications/calls/1", "resourceData": {"state": "established"}},
    {"resourceUrl": "/communications/calls/1", "resourceData": {"state": 5}}]}"##;

/// Starts the example with a receiver whose clock is at noon.
async fn start() -> String {
    let keys = KeySet::from_json(jwks(&[service_key().jwk(Some("a"))]).as_bytes()).expect("has keys");
    let rules = rules(APP).clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOON));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has ports");
    let authority = listener.local_addr().expect("it is bound").to_string();
    let app = webhook::app(Receiver::new(Verifier::new(rules, FixedKeys::new(keys))));
    tokio::spawn(async move { axum::serve(listener, app).await });
    authority
}

fn claims() -> Value {
    json!({"iss": ISSUER, "aud": APP, "tid": "72f988bf", "nbf": NOON - 60, "exp": NOON + 3540})
}

/// Sends a notification in the form of the service.
async fn post(authority: &str, credential: Credential, body: &str) -> RawResponse {
    let endpoint = format!("http://{authority}/").parse().expect("a URL");
    let pipeline = Pipeline::new(endpoint, credential, quick()).expect("a pipeline");
    let url = pipeline.url("/callback").expect("a URL");
    let json = HeaderValue::from_static("application/json");
    pipeline.execute(Request::new(Method::POST, url).bytes(json, body.to_owned())).await.expect("a response")
}

/// Sends a notification with a token, and returns the status.
async fn posted(authority: &str, token: &str, body: &str) -> u16 {
    let token = Credential::bearer(token).expect("a token");
    post(authority, token, body).await.status().as_u16()
}

#[tokio::test]
async fn notifications_are_answered() {
    let receiver = start().await;
    let good = service_key().sign(&header("a"), &claims());
    assert_eq!(posted(&receiver, &good, BODY).await, 202);
    assert_eq!(posted(&receiver, &good, "").await, 202);
    assert_eq!(posted(&receiver, &good, r#"{"conversationInvitation": {}}"#).await, 204);
    assert_eq!(posted(&receiver, &good, "<html>").await, 400);
}

#[tokio::test]
async fn requests_without_a_valid_token_are_refused() {
    let receiver = start().await;
    let mut expired = claims();
    expired["exp"] = json!(NOON - 3600);
    let mut other = claims();
    other["aud"] = json!("28:somebody-else");
    for token in [
        service_key().sign(&header("a"), &expired),
        service_key().sign(&header("a"), &other),
        foreign_key().sign(&header("a"), &claims()),
        service_key().sign(&json!({"alg": "none"}), &claims()),
        hs256(service_key().pem().as_bytes(), "a", &claims()),
    ] {
        assert_eq!(posted(&receiver, &token, BODY).await, 401);
    }
    let answer = post(&receiver, Credential::none(), BODY).await;
    assert_eq!(answer.status().as_u16(), 401);
    assert_eq!(answer.headers()["www-authenticate"], "Bearer");
}
