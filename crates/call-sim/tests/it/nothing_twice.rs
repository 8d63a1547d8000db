//! Under random faults, no request of a client is processed twice, and none that succeeded is lost.
//!
//! `CALLS` sets the number of calls; the default is quick.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use acs_calling::call_http::RetryClass;
use acs_calling::{
    AddParticipantRequest, Client, CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier,
    PlayRequest, SendDtmfTonesRequest, TextSource, Tone,
};
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use call_sim::{FaultRule, RequestFault, RetryAfter, Sim, Time};
use futures_util::{StreamExt as _, stream};
use serde_json::Value;
use tokio::net::TcpListener;

/// The number of calls that are under way at a time.
const CONCURRENT: usize = 32;

/// The distinct events, by type and operation context.
type Effects = Arc<Mutex<HashMap<(String, String), Vec<String>>>>;

/// Starts an application that counts the events that it receives.
async fn application() -> (String, Effects) {
    let effects = Effects::default();
    let app = Router::new().route("/events", post(count)).with_state(effects.clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/events", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, effects)
}

async fn count(State(effects): State<Effects>, body: Bytes) -> Json<()> {
    let events: Vec<Value> = serde_json::from_slice(&body).expect("events");
    let mut effects = effects.lock().expect("no thread panics with the lock");
    for event in events {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let key = (text(&event["type"]), text(&event["data"]["operationContext"]));
        let (ids, id) = (effects.entry(key).or_default(), text(&event["id"]));
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Json(())
}

/// A request that was sent: the event that its processing causes, its context, and whether the client reported success.
struct Sent {
    event: &'static str,
    context: String,
    succeeded: bool,
}

/// Makes a call, with one request of each kind that must not be repeated. `play` is the retry class of `play`.
async fn call(client: &Client, callback: &str, number: usize, play: Option<RetryClass>) -> Vec<Sent> {
    let mut sent = Vec::new();
    let mut note = |event, context: &str, succeeded| {
        sent.push(Sent { event, context: context.to_owned(), succeeded });
    };
    let context = |name| format!("{name} {number}");
    let callee = CommunicationIdentifier::phone_number(format!("+1425666{number:04}"));
    let own = PhoneNumberIdentifier::new("+18005550100");

    let create = context("create");
    let request = CreateCallRequest::new([callee.clone()], callback)
        .source_caller_id_number(own.clone())
        .operation_context(&create);
    let created = client.create_call(&request).await;
    note("CallConnected", &create, created.is_ok());
    let Ok(Some(id)) = created.map(|call| call.into_inner().call_connection_id) else { return sent };
    let call = client.call_connection(id);

    let prompt = context("play");
    let request = PlayRequest::new([TextSource::new("Hello.").voice_name("en-US-NancyNeural")])
        .operation_context(&prompt);
    let playing = call.media().play(&request);
    let playing = match play {
        Some(class) => playing.retry_class(class),
        None => playing,
    };
    note("PlayStarted", &prompt, playing.await.is_ok());

    let invite = context("invite");
    let guest = CommunicationIdentifier::phone_number(format!("+1425777{number:04}"));
    let request = AddParticipantRequest::new(guest).source_caller_id_number(own).operation_context(&invite);
    note("AddParticipantSucceeded", &invite, call.add_participant(&request).await.is_ok());

    let tones = context("tones");
    let request = SendDtmfTonesRequest::new([Tone::One], callee).operation_context(&tones);
    note("SendDtmfTonesCompleted", &tones, call.media().send_dtmf_tones(&request).await.is_ok());
    sent
}

/// The requests that were processed twice, and those that succeeded without being processed.
#[derive(Debug, Default, PartialEq, Eq)]
struct Violations {
    sent: usize,
    succeeded: usize,
    twice: Vec<String>,
    lost: Vec<String>,
}

async fn run(calls: usize, play: Option<RetryClass>) -> Violations {
    let sim = Sim::builder().seed(12).time(Time::Virtual).answer_after(Some(Duration::ZERO)).start().await;
    let sim = sim.expect("a simulator");
    let now = Some(RetryAfter::Seconds(0));
    for (fault, probability) in [
        (RequestFault::Status { status: 429, retry_after: now }, 0.04),
        (RequestFault::Status { status: 503, retry_after: now }, 0.04),
        (RequestFault::Status { status: 503, retry_after: None }, 0.04),
        (RequestFault::Status { status: 500, retry_after: None }, 0.04),
        (RequestFault::ResetBefore, 0.04),
        (RequestFault::ResetAfter, 0.04),
        (RequestFault::CutBody, 0.04),
        (RequestFault::HtmlPage, 0.02),
    ] {
        sim.fault(FaultRule::on_requests(fault).probability(probability));
    }
    let (callback, effects) = application().await;
    let client = Client::from_connection_string(&sim.acs().connection_string(), test_server::quick());
    let client = client.expect("a client");
    let sent: Vec<Sent> = stream::iter(0..calls)
        .map(|number| call(&client, &callback, number, play))
        .buffer_unordered(CONCURRENT)
        .flat_map(stream::iter)
        .collect()
        .await;
    // Tones end after some time.
    sim.advance(Duration::from_secs(2)).await;

    let mut violations = Violations { sent: sent.len(), ..Violations::default() };
    let effects = effects.lock().expect("no thread panics with the lock");
    for Sent { event, context, succeeded } in sent {
        violations.succeeded += usize::from(succeeded);
        let key = (format!("Microsoft.Communication.{event}"), context);
        match effects.get(&key).map_or(0, Vec::len) {
            0 if succeeded => violations.lost.push(key.1),
            0 | 1 => {}
            _ => violations.twice.push(key.1),
        }
    }
    violations
}

fn calls() -> usize {
    std::env::var("CALLS").map_or(200, |text| text.parse().expect("CALLS is a number"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_done_twice_under_random_faults() {
    let violations = run(calls(), None).await;
    println!("{violations:?}");
    assert_eq!((violations.twice, violations.lost), (Vec::new(), Vec::new()));
    assert!(violations.succeeded * 2 > violations.sent, "the faults are too frequent to prove anything");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_prompt_that_is_always_retried_is_found() {
    let violations = run(calls(), Some(RetryClass::Always)).await;
    assert!(!violations.twice.is_empty());
    assert!(violations.twice.iter().all(|context| context.starts_with("play")), "{violations:?}");
}
