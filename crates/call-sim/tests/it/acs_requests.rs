//! Credentials, versions, validation and repeatability of Communication Services requests.

use std::time::Duration;

use acs_calling::server::Operation;
use acs_calling::token::{FetchOptions, FetchedKeys, KeySource as _};
use acs_calling::{
    AddParticipantRequest, Client, ClientOptions, CreateCallRequest, Credential, ErrorKind,
    PhoneNumberIdentifier,
};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_http::AccessKey;
use call_http::reqwest::{self, Method, Response};
use call_sim::{Kind, Sim};
use serde_json::{Value, json};

use crate::app::{App, PHONE, names, phone, refusal, start};

const QUERY: &str = "?api-version=2026-03-12";

/// A request that is signed, and then changed.
struct Signed {
    method: Method,
    target: String,
    body: String,
    date: String,
    key: String,
    headers: Vec<(&'static str, String)>,
}

impl Signed {
    fn new(sim: &Sim, method: Method, path: &str, body: &Value) -> Self {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let [key, _] = sim.acs().access_keys();
        let date = httpdate::fmt_http_date(std::time::SystemTime::now());
        Self { method, target: format!("{path}{QUERY}"), body, date, key, headers: Vec::new() }
    }

    fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Signs and sends it, with a body that may differ from the signed one.
    async fn send_with(self, sim: &Sim, body: &str) -> Response {
        let host = sim.url().trim_start_matches("http://").to_owned();
        let hash = STANDARD.encode(digest(&SHA256, self.body.as_bytes()));
        let text = format!("{}\n{}\n{};{host};{hash}", self.method, self.target, self.date);
        let key = Key::new(HMAC_SHA256, &STANDARD.decode(&self.key).expect("base64"));
        let signature = STANDARD.encode(sign(&key, text.as_bytes()));
        let authorization =
            format!("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={signature}");
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let mut request = client
            .request(self.method, format!("{}{}", sim.url(), self.target))
            .header("x-ms-date", self.date)
            .header("x-ms-content-sha256", hash)
            .header("authorization", authorization)
            .body(body.to_owned());
        if !body.is_empty() && self.headers.iter().all(|(name, _)| *name != "content-type") {
            request = request.header("content-type", "application/json");
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.send().await.expect("a response")
    }

    async fn send(self, sim: &Sim) -> Response {
        let body = self.body.clone();
        self.send_with(sim, &body).await
    }
}

fn access_key(key: &str) -> Credential {
    Credential::access_key(AccessKey::parse(key).expect("base64"))
}

async fn json(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    (status, serde_json::from_slice(&response.bytes().await.expect("a body")).expect("JSON"))
}

fn call(app: &App) -> Value {
    json!({
        "targets": [{"kind": "phoneNumber", "phoneNumber": {"value": PHONE}}],
        "sourceCallerIdNumber": {"value": "+18005550100"},
        "callbackUri": app.callback(),
    })
}

#[tokio::test]
async fn requests_with_either_access_key_or_a_token_are_accepted() {
    let (sim, app) = start().await;
    let options = || ClientOptions::new().no_proxy();
    let [primary, secondary] = sim.acs().access_keys();
    for credential in [
        access_key(&primary),
        access_key(&secondary),
        Credential::bearer(sim.acs().bearer_token()).expect("a token"),
    ] {
        let client = Client::with_options(sim.acs().endpoint(), credential, options()).expect("a client");
        client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect("accepted");
    }
    assert_eq!(sim.calls().len(), 3);
}

#[tokio::test]
async fn requests_without_a_valid_credential_are_refused() {
    let (sim, app) = start().await;
    let options = || ClientOptions::new().no_proxy();
    let foreign = sim.acs().bearer_token() + "x";
    for (credential, code) in [
        (access_key(&STANDARD.encode([7; 64])), "7509"),
        (Credential::bearer(foreign).expect("a token"), "7501"),
    ] {
        let client = Client::with_options(sim.acs().endpoint(), credential, options()).expect("a client");
        let error = client.create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect_err("refused");
        assert_eq!((error.kind(), refusal(&error)), (ErrorKind::Auth, (401, code)));
    }
    let url = format!("{}/calling/callConnections{QUERY}", sim.url());
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let response = client.post(url).body(call(&app).to_string()).send().await.expect("a response");
    assert_eq!(response.headers()["www-authenticate"], "HMAC-SHA256, Bearer");
    let expected =
        json!({"Error": {"Code": "7501", "Message": "Invalid Token", "Target": "/calling/callConnections"}});
    assert_eq!(json(response).await, (401, expected));
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn a_signature_covers_the_body_and_the_date() {
    let (sim, app) = start().await;
    let post = || Signed::new(&sim, Method::POST, "/calling/callConnections", &call(&app));
    assert_eq!(post().send(&sim).await.status(), 201);
    let other = call(&app).to_string().replace("0123", "0199");
    let (status, body) = json(post().send_with(&sim, &other).await).await;
    assert_eq!((status, &body["Error"]["Code"]), (401, &json!("7509")));
    for seconds in [-600_i64, 600] {
        let now = std::time::SystemTime::now();
        let shift = Duration::from_secs(seconds.unsigned_abs());
        let date = if seconds < 0 { now - shift } else { now + shift };
        let request = Signed { date: httpdate::fmt_http_date(date), ..post() };
        let (status, body) = json(request.send(&sim).await).await;
        assert_eq!((status, &body["Error"]["Code"]), (401, &json!("7509")));
        assert!(body["Error"]["Message"].as_str().is_some_and(|text| text.starts_with("IDX23010")), "{body}");
    }
    let request = Signed { date: "yesterday".to_owned(), ..post() };
    assert_eq!(json(request.send(&sim).await).await.1["Error"]["Message"], "HMAC-SHA256 validation failed");
    assert_eq!(sim.calls().len(), 1);
}

#[tokio::test]
async fn known_versions_are_served() {
    let (sim, app) = start().await;
    let client = |version: &str| app.client.clone().with_api_version(version);
    for version in
        ["2023-03-06", "2023-10-15", "2024-04-15", "2024-09-15", "2025-05-15", "2025-06-15", "2026-03-12"]
    {
        client(version).create_call(&app.call_to(&sim, [phone(PHONE)])).await.expect(version);
    }
    let error = client("2024-11-15-preview")
        .create_call(&app.call_to(&sim, [phone(PHONE)]))
        .await
        .expect_err("unknown");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let no_version = Signed {
        target: "/calling/callConnections".to_owned(),
        ..Signed::new(&sim, Method::POST, "", &call(&app))
    };
    let (status, body) = json(no_version.send(&sim).await).await;
    let url = format!("{}/calling/callConnections", sim.url());
    let message = format!("No HTTP resource was found that matches the request URI '{url}'.");
    assert_eq!((status, body), (404, json!({ "Message": message })));
}

#[tokio::test]
async fn a_path_or_method_without_an_operation_is_refused() {
    let (sim, _app) = start().await;
    let unknown = Signed::new(&sim, Method::POST, "/calling/dances", &json!({}));
    assert_eq!(unknown.send(&sim).await.status(), 404);
    let put = Signed::new(&sim, Method::PUT, "/calling/callConnections/a", &json!({})).send(&sim).await;
    assert_eq!((put.status().as_u16(), put.headers()["allow"].to_str().expect("text")), (405, "DELETE, GET"));
}

#[tokio::test]
async fn an_invalid_body_is_refused_with_the_name_of_the_member() {
    let (sim, app) = start().await;
    let changed = |name: &str, value: Value| {
        let mut body = call(&app);
        body[name] = value;
        body
    };
    for (body, message, target) in [
        (changed("callbackUri", Value::Null), "The field CallbackUri is required.", Some("/callbackUri")),
        (
            changed("targets", json!([])),
            "The field Targets is invalid: it has 0 items (expected 1 to 50).",
            None,
        ),
        (
            changed("targets", json!(7)),
            "The field Targets is invalid: 7 (expected an array).",
            Some("/targets"),
        ),
        (changed("targets", json!([{"rawId": "x"}])), "The field Targets is invalid: it is not", None),
        (
            changed("sourceCallerIdNumber", json!({})),
            "The field Value is required.",
            Some("/sourceCallerIdNumber/value"),
        ),
        (changed("sourceCallerIdNumber", Value::Null), "The field SourceCallerIdNumber is required.", None),
        (
            changed("sourceCallerIdNumber", json!({"value": "800"})),
            "The field SourceCallerIdNumber is invalid",
            None,
        ),
        (
            changed("targets", json!([{"rawId": "4:+1"}, {"rawId": "4:+1"}])),
            "The field Targets is invalid: 4:+1 occurs",
            None,
        ),
        (json!([]), "The field Body is invalid", None),
    ] {
        let response = Signed::new(&sim, Method::POST, "/calling/callConnections", &body).send(&sim).await;
        let (status, error) = json(response).await;
        assert_eq!((status, &error["error"]["code"]), (400, &json!("8523")), "{message}");
        let text = error["error"]["message"].as_str().expect("a message");
        assert!(text.starts_with(message), "{text}");
        assert_eq!(error["error"]["target"].as_str(), target, "{text}");
    }
    let plain = changed("callbackUri", json!("http://app.example/callback"));
    let response = Signed::new(&sim, Method::POST, "/calling/callConnections", &plain).send(&sim).await;
    let expected = json!({"error": {"code": "400", "message": "The field CallbackUri is invalid."}});
    assert_eq!(json(response).await, (400, expected));
    let empty = Signed::new(&sim, Method::POST, "/calling/callConnections", &Value::Null).send(&sim).await;
    assert_eq!(json(empty).await.1["error"]["message"], "The request body is required.");
    let broken = Signed {
        body: "{\"targets\":".to_owned(),
        ..Signed::new(&sim, Method::POST, "/calling/callConnections", &Value::Null)
    };
    assert_eq!(json(broken.send(&sim).await).await.1["error"]["code"], "8523");
    let text = Signed::new(&sim, Method::POST, "/calling/callConnections", &call(&app))
        .header("content-type", "text/plain");
    assert_eq!(text.send(&sim).await.status(), 415);
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn responses_name_the_call_and_the_request() {
    let (sim, app) = start().await;
    let request = Signed::new(&sim, Method::POST, "/calling/callConnections", &call(&app));
    let response = request.header("x-ms-client-request-id", "mine").send(&sim).await;
    assert_eq!(response.headers()["x-ms-client-request-id"], "mine");
    let chain = response.headers()["x-microsoft-skype-chain-id"].to_str().expect("text").to_owned();
    assert!(response.headers().contains_key("date"));
    let (_, body) = json(response).await;
    assert_eq!(body["correlationId"], json!(chain));
    let id = body["callConnectionId"].as_str().expect("an id");
    let keys = FetchedKeys::from_configuration(&sim.acs().openid_configuration(), FetchOptions::new());
    keys.expect("a URL").keys(None).await.expect("keys");
    for name in ["openid_configuration", "signing_keys"] {
        assert!(sim.journal().iter().any(|entry| entry.kind == Kind::Request && entry.name == name));
    }
    let entry = sim.wait_for(|entry| entry.kind == Kind::Request).await;
    assert_eq!((entry.name.as_str(), entry.call.as_deref()), ("create_call", Some(id)));
    let keys = sim.acs().access_keys();
    assert!(keys.iter().all(|key| !format!("{sim:?} {:?}", sim.acs()).contains(key)));
    assert!(sim.journal().iter().all(|entry| keys.iter().all(|key| !format!("{entry:?}").contains(key))));
}

#[tokio::test]
async fn a_repeated_request_is_processed_once() {
    let (sim, app) = start().await;
    let now = httpdate::fmt_http_date(std::time::SystemTime::now());
    let post = |body: &Value| {
        Signed::new(&sim, Method::POST, "/calling/callConnections", body)
            .header("repeatability-request-id", "3b2a7d3e-7f6a-4c5e-9a56-6c2f1f0a9b11")
            .header("repeatability-first-sent", now.clone())
    };
    let first = post(&call(&app)).send(&sim).await;
    assert_eq!(first.headers()["repeatability-result"], "accepted");
    let first = json(first).await;
    let second = json(post(&call(&app)).send(&sim).await).await;
    assert_eq!(first, second);
    assert_eq!(sim.calls().len(), 1);
    assert_eq!(
        names(&app.events_after(&sim, Duration::from_secs(1)).await),
        ["CallConnected", "ParticipantsUpdated"]
    );

    let mut other = call(&app);
    other["operationContext"] = json!("changed");
    let refused = post(&other).send(&sim).await;
    assert_eq!(
        (refused.status().as_u16(), refused.headers()["repeatability-result"].to_str().expect("text")),
        (400, "rejected")
    );
    assert_eq!(sim.calls().len(), 1);
}

#[tokio::test]
async fn invalid_repeatability_headers_are_refused() {
    let (sim, app) = start().await;
    let post = || Signed::new(&sim, Method::POST, "/calling/callConnections", &call(&app));
    let at = |seconds| httpdate::fmt_http_date(std::time::SystemTime::now() - Duration::from_secs(seconds));
    let id = "3b2a7d3e-7f6a-4c5e-9a56-6c2f1f0a9b11";
    for (request, status) in [
        (post().header("repeatability-request-id", id), 400),
        (post().header("repeatability-first-sent", at(0)), 400),
        (post().header("repeatability-request-id", "7").header("repeatability-first-sent", at(0)), 400),
        (post().header("repeatability-request-id", id).header("repeatability-first-sent", "now"), 400),
        (post().header("repeatability-request-id", id).header("repeatability-first-sent", at(600)), 412),
    ] {
        let response = request.send(&sim).await;
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["repeatability-result"], "rejected");
    }
    assert!(sim.calls().is_empty());
}

#[tokio::test]
async fn magic_numbers_refuse_requests() {
    let (sim, app) = start().await;
    let once = ClientOptions::new().no_proxy().retry(call_http::RetryPolicy::none());
    let client = Client::from_connection_string(&sim.acs().connection_string(), once).expect("a client");
    let create = |number: &str| {
        CreateCallRequest::new([phone(number)], app.callback())
            .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()))
    };
    let error = client.create_call(&create("+14255550403")).await.expect_err("forbidden");
    assert_eq!(refusal(&error), (403, "7504"));
    let error = client.create_call(&create("+14255550429")).await.expect_err("throttled");
    assert_eq!((refusal(&error), error.retry_after()), ((429, "8516"), Some(Duration::from_secs(1))));
    let connected = app.connect_to(&sim, [phone(PHONE)]).await;
    let add = AddParticipantRequest::new(phone("+14255550403"))
        .source_caller_id_number(PhoneNumberIdentifier::new(sim.acs().phone_number()));
    let error = connected.add_participant(&add).await.expect_err("forbidden");
    assert_eq!(refusal(&error), (403, "7504"));
}

#[tokio::test]
async fn only_repeatable_operations_use_the_headers() {
    let (sim, app) = start().await;
    assert_eq!(Operation::ALL.iter().filter(|operation| operation.route().is_repeatable).count(), 14);
    let call = app.connect_to(&sim, [phone(PHONE)]).await;
    let play = || {
        let file = json!({"kind": "file", "file": {"uri": "https://app.example/a.wav"}});
        let path = format!("/calling/callConnections/{}:play", call.id());
        Signed::new(&sim, Method::POST, &path, &json!({"playSources": [file]}))
            .header("repeatability-request-id", "3b2a7d3e-7f6a-4c5e-9a56-6c2f1f0a9b11")
            .header("repeatability-first-sent", "whenever")
    };
    for _ in 0..2 {
        let response = play().send(&sim).await;
        assert_eq!((response.status().as_u16(), response.headers().get("repeatability-result")), (202, None));
    }
    let events = app.events_after(&sim, Duration::from_secs(6)).await;
    assert_eq!(names(&events), ["PlayStarted", "PlayCompleted", "PlayStarted", "PlayCompleted"]);
}
