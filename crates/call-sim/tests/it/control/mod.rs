//! The control API over HTTP, as tests in other languages use it.

mod reference;

use std::collections::BTreeSet;
use std::time::Duration;

use call_http::reqwest::{Client, Method, RequestBuilder, Response};
use call_sim::{CallbackFault, Kind, Magic, RequestFault, Sim, Time};
use serde_json::{Value, json};
use test_server::{Answer, Server};

/// A number that never answers by itself.
const NUMBER: &str = "+14255550123";

async fn start() -> Sim {
    Sim::builder().time(Time::Virtual).answer_after(None).start().await.expect("a simulator")
}

fn request(sim: &Sim, method: Method, path: &str) -> RequestBuilder {
    Client::new().request(method, format!("{}{path}", sim.url()))
}

/// Sends a request, and returns the status and the body.
async fn send(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("a response");
    let status = response.status().as_u16();
    let text = response.text().await.expect("text");
    (status, if text.is_empty() { Value::Null } else { serde_json::from_str(&text).expect("JSON") })
}

async fn get(sim: &Sim, path: &str) -> Value {
    let (status, body) = send(request(sim, Method::GET, path)).await;
    assert_eq!(status, 200, "{path}: {body}");
    body
}

async fn post(sim: &Sim, path: &str, body: Value) -> (u16, Value) {
    send(request(sim, Method::POST, path).body(body.to_string())).await
}

/// Asserts that a request is refused with a message that contains a text.
#[track_caller]
fn assert_refused((status, body): &(u16, Value), expected: u16, text: &str) {
    let message = body["error"]["message"].as_str().expect("a message");
    assert!(*status == expected && message.contains(text), "{status}: {message}");
}

/// Places a call of Exchange, which needs no application, and returns its id.
async fn place_call(sim: &Sim) -> String {
    let exchange = sim.exchange();
    let credential = ews_um::Credential::basic(exchange.user(), exchange.password()).expect("a credential");
    let client = ews_um::UmClient::new(exchange.um_url(), credential).expect("a client");
    client.play_on_phone(exchange.item_id(), NUMBER).await.expect("a call").into_inner()
}

#[tokio::test]
async fn the_state_has_addresses_time_calls_and_magic_numbers() {
    let sim = start().await;
    let call = place_call(&sim).await;
    let state = get(&sim, "/_sim/state").await;
    assert_eq!(state["url"], sim.url());
    assert_eq!(state["clock"], json!({"now": sim.now().to_string(), "time": "virtual"}));
    assert_eq!(state["calls"][0]["id"], call);
    assert_eq!(state["magic"].as_array().map(Vec::len), Some(Magic::ALL.len()));
    for (name, value) in sim.environment() {
        assert_eq!(state["environment"][name], value);
    }
}

#[tokio::test]
async fn the_environment_has_no_empty_value_and_no_name_twice() {
    let environment = start().await.environment();
    let names: BTreeSet<_> = environment.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), environment.len());
    assert!(
        environment.iter().all(|(_, value)| !value.is_empty() && !value.contains('\'')),
        "{environment:?}"
    );
}

#[tokio::test]
async fn an_action_changes_the_call() {
    let sim = start().await;
    let call = place_call(&sim).await;
    let path = format!("/_sim/calls/{}/act", call.replace('=', "%3D").replace('/', "%2F"));
    assert_eq!(post(&sim, &path, json!({"action": "answer"})).await.0, 204);
    assert_eq!(get(&sim, "/_sim/calls").await[0]["state"], "Connected");
    assert_eq!(post(&sim, &path, json!({"action": "hangUp", "party": NUMBER})).await.0, 204);
    assert_eq!(get(&sim, "/_sim/calls").await, json!([]));
    let ended = |entry: &call_sim::Entry| entry.kind == Kind::State && entry.name == "Disconnected";
    assert!(sim.journal().iter().any(ended));
}

#[tokio::test]
async fn the_error_of_an_impossible_action_has_the_reason() {
    let sim = start().await;
    let unknown = post(&sim, "/_sim/calls/c-1/act", json!({"action": "answer"})).await;
    assert_refused(&unknown, 409, "there is no call c-1");
    let not_text = post(&sim, "/_sim/calls/%ff/act", json!({"action": "answer"})).await;
    assert_refused(&not_text, 400, "Invalid UTF-8");
    let misspelled = post(&sim, "/_sim/calls/c-1/act", json!({"action": "hangup"})).await;
    assert_refused(&misspelled, 400, "unknown variant `hangup`, expected one of `answer`, ");
}

#[tokio::test]
async fn a_call_to_the_application_requires_a_caller_and_a_subscription() {
    let sim = start().await;
    assert_refused(&post(&sim, "/_sim/calls", json!({"service": "acs"})).await, 400, "from is required");
    let elsewhere = json!({"service": "graph", "url": "http://bot.example/callback"});
    assert_refused(
        &post(&sim, "/_sim/subscriptions", elsewhere).await,
        400,
        "expected https, or http on loopback",
    );
    let misspelled = json!({"service": "graph", "from": NUMBER, "displayname": "Ada"});
    assert_refused(&post(&sim, "/_sim/calls", misspelled).await, 400, "unknown field `displayname`");
    let ring = json!({"service": "graph", "from": NUMBER});
    assert_refused(&post(&sim, "/_sim/calls", ring).await, 409, "webhook");
    let ring = json!({"service": "exchange", "from": NUMBER});
    assert_refused(&post(&sim, "/_sim/calls", ring).await, 409, "expected the service Acs or Graph");
}

#[tokio::test]
async fn a_registered_webhook_is_called() {
    let sim = start().await;
    let webhook = json!({"service": "graph", "url": "http://127.0.0.1:9/callback"});
    assert_eq!(post(&sim, "/_sim/subscriptions", webhook).await, (201, json!({"status": "active"})));
    let ring = json!({"service": "graph", "from": NUMBER, "displayName": "Ada"});
    let (status, created) = post(&sim, "/_sim/calls", ring).await;
    assert_eq!(status, 201, "{created}");
    assert_eq!(sim.calls()[0].id, created["id"]);
}

#[tokio::test]
async fn a_subscription_that_is_not_confirmed_is_refused() {
    let sim = start().await;
    let closed = json!({"service": "acs", "url": "http://127.0.0.1:9/events"});
    assert_refused(&post(&sim, "/_sim/subscriptions", closed).await, 409, "has not confirmed");
    let invalid = json!({"service": "acs", "url": "http://contoso.example/events"});
    assert_refused(
        &post(&sim, "/_sim/subscriptions", invalid).await,
        409,
        "expected https, or http on loopback",
    );
    let invalid = json!({"service": "graph", "url": "events"});
    assert_refused(&post(&sim, "/_sim/subscriptions", invalid).await, 400, "url is not a valid URL");
}

#[tokio::test]
async fn the_journal_is_read_in_pages_and_by_call() {
    let sim = start().await;
    let call = place_call(&sim).await;
    let all = sim.journal();
    let numbers = |entries: Value| -> Vec<u64> {
        entries.as_array().into_iter().flatten().filter_map(|entry| entry["number"].as_u64()).collect()
    };
    assert_eq!(numbers(get(&sim, "/_sim/journal").await).len(), all.len());
    assert_eq!(numbers(get(&sim, "/_sim/journal?after=1&limit=1").await), [2]);
    let own = all.iter().filter(|entry| entry.call.as_deref() == Some(call.as_str()));
    let own: Vec<_> = own.map(|entry| entry.number).collect();
    let query: String = call_http::reqwest::Url::parse_with_params("http://x", [("call", &call)])
        .expect("a URL")
        .query()
        .expect("a query")
        .to_owned();
    assert_eq!(numbers(get(&sim, &format!("/_sim/journal?{query}")).await), own);
    assert!(!own.is_empty());
    let misspelled = send(request(&sim, Method::GET, "/_sim/journal?from=1")).await;
    assert_refused(&misspelled, 400, "\"from\" is not a parameter of /_sim/journal (expected after, call");
}

#[tokio::test]
async fn an_entry_lists_the_unknown_members_of_its_body() {
    let sim = start().await;
    let unknown = async |number: u64| get(&sim, &format!("/_sim/journal/{number}")).await;
    let body = r#"{"playSources": [{"kind": "text", "addedLater": 1}], "addedLater": 2}"#;
    let play = request(&sim, Method::POST, "/calling/callConnections/c-1:play?api-version=2026-03-12");
    assert_eq!(send_raw(play.body(body)).await.0, 401);
    let entry = unknown(1).await;
    let pointers: BTreeSet<_> =
        entry["unknown"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(pointers, BTreeSet::from(["/addedLater", "/playSources/0/addedLater"]));
    let webhook = json!({"service": "graph", "url": "http://127.0.0.1:9/callback"});
    post(&sim, "/_sim/subscriptions", webhook).await;
    sim.fault(call_sim::FaultRule::on_callbacks(CallbackFault::UnknownMembers));
    let (status, call) = post(&sim, "/_sim/calls", json!({"service": "graph", "from": NUMBER})).await;
    assert_eq!(status, 201, "{call}");
    let callback = sim.wait_for(|entry| entry.kind == Kind::Callback).await;
    let pointers = unknown(callback.number).await["unknown"].to_string();
    assert!(pointers.contains("\"/value/0/resourceData/addedLater\""), "{pointers}");
    assert!(!pointers.contains("state"), "{pointers}");
    assert_refused(&send(request(&sim, Method::GET, "/_sim/journal/0")).await, 404, "has no entry 0");
}

#[tokio::test]
async fn a_request_for_the_journal_can_wait_for_an_entry() {
    let sim = start().await;
    assert_eq!(get(&sim, "/_sim/journal?wait=0").await, json!([]));
    let mut waiting = std::pin::pin!(get(&sim, "/_sim/journal?wait=30"));
    let early = tokio::time::timeout(Duration::from_millis(200), &mut waiting).await;
    assert!(early.is_err(), "the response did not wait: {early:?}");
    place_call(&sim).await;
    assert_eq!(waiting.await[0]["kind"], "request");
}

#[tokio::test]
async fn the_events_are_entries_and_states() {
    let sim = start().await;
    let mut events = Events::open(request(&sim, Method::GET, "/_sim/events")).await;
    assert_eq!(events.next("state").await["calls"], json!([]));
    let call = place_call(&sim).await;
    let entry = events.next("entry").await;
    assert_eq!((&entry["number"], &entry["kind"]), (&json!(1), &json!("request")));
    assert!(entry.get("body").is_none() && entry.get("headers").is_none(), "{entry}");
    assert_eq!(events.next("state").await["calls"][0]["id"], call);
    // A browser that reconnects continues after the last entry.
    let again = request(&sim, Method::GET, "/_sim/events").header("last-event-id", "1");
    assert_eq!(Events::open(again).await.next("entry").await["number"], 2);
}

#[tokio::test]
async fn skipping_time_is_an_event() {
    let sim = start().await;
    let mut events = Events::open(request(&sim, Method::GET, "/_sim/events")).await;
    events.next("state").await;
    let before = sim.now();
    let (status, clock) = post(&sim, "/_sim/clock", json!({"advance": 2700.5})).await;
    assert_eq!((status, &clock["now"]), (200, &json!(sim.now().to_string())));
    assert_eq!(sim.now().duration_since(before).as_millis(), 2_700_500);
    assert_eq!(events.next("state").await["clock"]["now"], clock["now"]);
    for advance in [-1.0, 1e12] {
        assert_refused(
            &post(&sim, "/_sim/clock", json!({"advance": advance})).await,
            400,
            "expected seconds from 0",
        );
    }
}

#[tokio::test]
async fn time_is_skipped_even_if_the_client_disconnects() {
    let sim = start().await;
    let response = b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec();
    let slow = Answer::Slow(Vec::new(), Duration::from_millis(500), response);
    let application = Server::start(vec![slow]).await;
    sim.graph().webhook(format!("http://{}/callback", application.authority));
    sim.ring(call_sim::Service::Graph, &call_sim::Ring::new(NUMBER)).expect("a webhook");
    // The callback is being sent, so the skip waits for its response.
    let end = sim.now() + Duration::from_secs(5);
    let skip = request(&sim, Method::POST, "/_sim/clock").body(r#"{"advance": 5}"#);
    skip.timeout(Duration::from_millis(100)).send().await.expect_err("a client that does not wait");
    while sim.now() < end {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn a_fault_rule_is_added_listed_and_removed() {
    let sim = start().await;
    let rule = json!({"service": "exchange", "times": 1, "fault": {"request": {"status": {"status": 503}}}});
    assert_eq!(post(&sim, "/_sim/faults", rule).await, (201, json!({"id": 1})));
    let (status, _) = send_raw(request(&sim, Method::POST, "/EWS/Exchange.asmx")).await;
    assert_eq!(status, 503);
    let rules = get(&sim, "/_sim/faults").await;
    assert_eq!(
        (&rules[0]["id"], &rules[0]["injected"], &rules[0]["times"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let removed = || send(request(&sim, Method::DELETE, "/_sim/faults/1"));
    assert_eq!(removed().await.0, 204);
    assert_refused(&removed().await, 404, "there is no fault rule 1");
    sim.fault(call_sim::FaultRule::on_requests(RequestFault::HtmlPage));
    assert_eq!(send(request(&sim, Method::DELETE, "/_sim/faults")).await.0, 204);
    assert_eq!(get(&sim, "/_sim/faults").await, json!([]));
}

#[tokio::test]
async fn a_fault_rule_that_can_never_apply_is_refused() {
    let sim = start().await;
    let fault = json!({"callback": "lost"});
    for (rule, text) in [
        (json!({"fault": fault, "probability": 1.5}), "probability: 1.5 is not valid"),
        (json!({"fault": fault, "nth": 0}), "nth: 0 is not valid"),
        (json!({"fault": fault, "times": 0}), "times: 0 is not valid"),
        (
            json!({"fault": {"request": {"status": {"status": 429, "retryAfter": {"fraction": -1.5}}}}}),
            "fraction: -1.5 is not valid",
        ),
        (json!({"fault": {"request": {"slowBytes": u64::MAX}}}), "milliseconds are too long"),
        (json!({"fault": {"callback": {"late": 3_600_001}}}), "3600001 milliseconds are too long"),
        (json!({"fault": {"request": {"status": {"status": 99}}}}), "status: 99 is not valid"),
        (json!({"fault": fault, "operation": "play"}), "unknown field `operation`"),
        (json!({"fault": {"callback": "misplaced"}}), "unknown variant `misplaced`"),
    ] {
        assert_refused(&post(&sim, "/_sim/faults", rule).await, 400, text);
    }
}

#[tokio::test]
async fn a_reset_removes_calls_journal_and_faults() {
    let sim = start().await;
    place_call(&sim).await;
    sim.fault(call_sim::FaultRule::on_requests(RequestFault::HtmlPage));
    let last = get(&sim, "/_sim/state").await["lastEntry"].as_u64().expect("a number");
    assert_eq!(send(request(&sim, Method::POST, "/_sim/reset")).await.0, 204);
    let state = get(&sim, "/_sim/state").await;
    assert_eq!((&state["calls"], &state["faults"]), (&json!([]), &json!([])));
    assert_eq!((&state["firstEntry"], &state["lastEntry"]), (&json!(last + 1), &json!(last)));
}

#[tokio::test]
async fn requests_from_other_sites_are_refused() {
    let sim = start().await;
    let own = sim.url().to_owned();
    for path in ["/", "/fidelity", "/_sim/state", "/_sim/events"] {
        let rebound = request(&sim, Method::GET, path).header("host", "attacker.example");
        assert_refused(&send(rebound).await, 403, "is not a loopback host");
    }
    let reset = |origin: &str| send(request(&sim, Method::POST, "/_sim/reset").header("origin", origin));
    for origin in ["https://attacker.example", "null", "http://127.0.0.1:1"] {
        assert_refused(&reset(origin).await, 403, "are refused");
    }
    assert_eq!(reset(&own).await.0, 204);
    let named = request(&sim, Method::GET, "/_sim/calls").header("host", "localhost:4280");
    assert_eq!(send(named).await.0, 200);
}

#[tokio::test]
async fn unknown_paths_and_methods_name_the_document() {
    let sim = start().await;
    assert_refused(&send(request(&sim, Method::GET, "/_sim/call")).await, 404, "GET /_sim/openapi.json");
    let wrong = send(request(&sim, Method::PUT, "/_sim/state")).await;
    assert_refused(&wrong, 405, "/_sim/state does not support PUT");
}

async fn send_raw(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.expect("a response");
    (response.status().as_u16(), response.text().await.expect("text"))
}

/// A stream of server-sent events.
struct Events {
    response: Response,
    text: String,
}

impl Events {
    async fn open(request: RequestBuilder) -> Self {
        let response = request.timeout(Duration::from_secs(60)).send().await.expect("a response");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { response, text: String::new() }
    }

    /// Returns the data of the next event of a type, and skips the others.
    async fn next(&mut self, kind: &str) -> Value {
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let field =
                    |name: &str| event.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                let data = field("data:").map(|data| serde_json::from_str(data).expect("JSON"));
                let is_it = field("event:") == Some(kind);
                self.text = rest.to_owned();
                if let Some(data) = data.filter(|_| is_it) {
                    return data;
                }
            }
            let chunk = self.response.chunk().await.expect("a chunk").expect("the stream continues");
            self.text.push_str(std::str::from_utf8(&chunk).expect("UTF-8"));
        }
    }
}
