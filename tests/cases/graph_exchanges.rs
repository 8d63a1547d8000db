//! The Graph client against the documented exchanges, over HTTP on loopback: the client sends the documented request
//! and returns the documented response. Notifications are parsed as a receiver of callbacks parses them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use call_wire::json::{Wire, decode_value, encode_value};
use call_wire::server::Found;
use conformance::graph_exchanges::{self, Exchange};
use conformance::schema::Schema;
use conformance::{example, repaired_json};
use graph_calls::call_http::{RawResponse, RetryPolicy};
use graph_calls::notification::{Answer as CallbackResponse, Form, Notifications, Resource, joining_answer};
use graph_calls::server::Operation;
use graph_calls::{Client, Credential, Error, ParticipantJoiningResponse, PendingRequest, Response};
use libtest_mimic::Trial;
use serde_json::Value;
use test_server::{Answer, Seen, Server, quick};

use crate::{async_case, case};

/// Documented exchanges that the client cannot reproduce, each with the expected error and the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "variant.call-transfer.1.request.json",
        "not JSON",
        "An older version of the page, whose block has no closing brace. The newer version has it and is tested.",
    ),
    (
        "participant-configuremixer.1.request.json participant-configuremixer.2.response.json",
        "no operation",
        "The page documents an action that the v1.0 schema does not have.",
    ),
    (
        "beta.participant-muteall.1.request.json beta.participant-muteall.2.response.json",
        "no operation",
        "The page documents an action of the beta version, deprecated in 2020, that v1.0 does not have.",
    ),
    (
        "call-senddtmftones.1.request.json call-senddtmftones.2.response.json",
        "POST /communications/calls/481f3600-983e-4276-9b59-c1b30ec8d125/sendDtmfTones",
        "The example qualifies the name of the action: `microsoft.graph.sendDtmfTones`. The request line of the page and \
         all other pages use the unqualified name, and OData accepts both.",
    ),
];

/// The result of sending a request.
struct Received {
    /// The typed value, encoded again, or `None` if the response has no body.
    value: Option<Value>,
    raw: RawResponse,
}

/// The exchanges of the published pages.
pub fn documented_exchanges(shared: &Path) -> Vec<Trial> {
    let schema = Schema::of("graph-calls");
    let (exchanges, invalid_files) = graph_exchanges::from_pages(shared, &schema);
    let names: BTreeSet<_> =
        exchanges.iter().map(|exchange| &exchange.name).chain(&invalid_files).cloned().collect();
    let invalid_files = invalid_files.into_iter().map(|file| {
        let name = format!("graph_exchanges::documented::{file}");
        case(name, move || as_expected(&file, Err("not JSON".to_owned())))
    });
    let exchanges = exchanges.into_iter().map(|exchange| {
        let name = format!("graph_exchanges::documented::{}", exchange.name);
        async_case(name, async move || as_expected(&exchange.name, check(&exchange).await))
    });
    let mut trials: Vec<_> = invalid_files.chain(exchanges).collect();
    trials.push(case("graph_exchanges::documented::exceptions".to_owned(), move || {
        let unneeded = EXCEPTIONS.iter().find(|(name, ..)| !names.contains(*name));
        unneeded.map_or(Ok(()), |(name, ..)| Err(format!("the exception is not needed: {name}")))
    }));
    let shared = shared.to_owned();
    trials.push(case("graph_exchanges::documented::notifications".to_owned(), move || {
        notifications(Some(&shared))
    }));
    trials
}

/// Returns the result of a check, or compares its error with that of [`EXCEPTIONS`].
fn as_expected(name: &str, result: Result<(), String>) -> Result<(), String> {
    let exception = EXCEPTIONS.iter().find(|(exception, ..)| *exception == name);
    match (result, exception) {
        (result, None) => result,
        (Err(error), Some((_, expected, _))) if error == *expected => Ok(()),
        (result, Some((_, expected, _))) => Err(format!("{result:?}\n  instead of {expected}")),
    }
}

/// The exchanges in `tests/examples`.
pub fn our_exchanges() -> Vec<Trial> {
    let schema = Schema::of("graph-calls");
    let exchanges = graph_exchanges::from_examples(&schema);
    let operations: BTreeSet<_> =
        exchanges.iter().filter_map(|exchange| exchange.operation.clone()).collect();
    let trials = exchanges.into_iter().map(|exchange| {
        async_case(format!("graph_exchanges::{}", exchange.name), async move || check(&exchange).await)
    });
    let mut trials: Vec<_> = trials.collect();
    trials.extend([
        case("graph_exchanges::every_operation_has_an_exchange".to_owned(), move || {
            let (used, all) = (operations.len(), schema.operations().count());
            if used == all { Ok(()) } else { Err(format!("{used} of {all} operations: {operations:?}")) }
        }),
        async_case(
            "graph_exchanges::only_safe_requests_are_retried".to_owned(),
            only_safe_requests_are_retried,
        ),
        case("graph_exchanges::notifications".to_owned(), || notifications(None)),
        case(
            "graph_exchanges::responses_to_policy_based_recording".to_owned(),
            responses_to_policy_based_recording,
        ),
    ]);
    trials
}

/// Sends the request to a server that sends the documented response, and compares the request and the result with the
/// documented ones.
async fn check(exchange: &Exchange) -> Result<(), String> {
    let operation = exchange.operation.as_deref().ok_or("no operation")?;
    let server = Server::start(vec![server_response(exchange)]).await;
    let result = send(&client(&server, 0), operation, exchange).await;
    let [seen] = server.seen().try_into().map_err(|seen| format!("not one request: {seen:?}"))?;
    check_request(exchange, &seen)?;
    check_route(operation, &seen)?;
    let status: u16 = exchange.status[..3].parse().map_err(|_| format!("status {:?}", exchange.status))?;
    match result {
        Ok(received) => check_response(exchange, status, &received)?,
        Err(error) if status >= 400 => check_error(&error, status, exchange.response.as_ref())?,
        Err(error) => return Err(error.to_string()),
    }
    // The path is compared last, so that an exception for it covers no other difference.
    let path = seen.target.strip_prefix("/v1.0").unwrap_or(&seen.target);
    let documented = exchange.path.replace('{', "%7B").replace('}', "%7D");
    if path == documented { Ok(()) } else { Err(format!("{} {path}", seen.method)) }
}

/// The documented response, as the server sends it.
fn server_response(exchange: &Exchange) -> Answer {
    let headers: Vec<_> = exchange.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let body = exchange.response.as_ref().map(Value::to_string).unwrap_or_default();
    Answer::new(&exchange.status, &headers, &body)
}

fn client(server: &Server, max_retries: u32) -> Client {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1)).max_retries(max_retries);
    let options = quick().retry(policy);
    Client::with_options(server.url("/v1.0"), Credential::none(), options).expect("a client")
}

/// Sends every operation to a service that answers 503 without `Retry-After` once. Only a request that is safe to
/// repeat is retried: a `GET`, a `DELETE`, or `keepAlive`.
async fn only_safe_requests_are_retried() -> Result<(), String> {
    let schema = Schema::of("graph-calls");
    let mut exchanges = graph_exchanges::from_examples(&schema);
    // Prefers successes: an error is the only documented response of an operation that is not retried.
    exchanges.sort_by_key(|exchange| (exchange.operation.clone(), !exchange.status.starts_with('2')));
    exchanges.dedup_by(|one, other| one.operation == other.operation);
    assert_eq!(exchanges.len(), 34);
    let mut counts = BTreeMap::new();
    for exchange in &exchanges {
        let operation = exchange.operation.as_deref().expect("the schema has the operation");
        let busy = Answer::new("503 Service Unavailable", &[], "");
        let server = Server::start(vec![busy, server_response(exchange)]).await;
        let result = send(&client(&server, 3), operation, exchange).await;
        let is_safe = matches!(&*exchange.method, "GET" | "DELETE") || operation == "call_keep_alive";
        let attempts = server.seen().len();
        assert_eq!((attempts, result.is_ok()), (if is_safe { 2 } else { 1 }, is_safe), "{operation}");
        *counts.entry((exchange.method.as_str(), is_safe)).or_insert(0) += 1;
    }
    assert_eq!(counts.get(&("POST", true)), Some(&1), "keepAlive");
    Ok(())
}

/// Compares method and body of a request with the documented ones.
fn check_request(exchange: &Exchange, seen: &Seen) -> Result<(), String> {
    let body = match &*seen.body {
        [] => None,
        body => Some(serde_json::from_slice::<Value>(body).map_err(|error| error.to_string())?),
    };
    if (&seen.method, &body) != (&exchange.method, &exchange.request) {
        return Err(format!("sent {} {body:?}", seen.method));
    }
    let content_type = seen.header("content-type");
    if content_type == body.map(|_| "application/json") {
        Ok(())
    } else {
        Err(format!("the content type is {content_type:?}"))
    }
}

/// Checks that a server finds the operation of a request.
fn check_route(operation: &str, seen: &Seen) -> Result<(), String> {
    let target = seen.target.strip_prefix("/v1.0").unwrap_or(&seen.target);
    let path = target.split('?').next().unwrap_or_default();
    match Operation::find(&seen.method, path) {
        Found::Operation(found, _) if found.name() == operation => Ok(()),
        other => Err(format!("{} {path} is {other:?} instead of {operation}", seen.method)),
    }
}

/// Compares status, headers and body of a response with the documented ones.
fn check_response(exchange: &Exchange, status: u16, received: &Received) -> Result<(), String> {
    let Received { value, raw } = received;
    let has = |(name, value): &(String, String)| raw.headers().get(name).is_some_and(|found| found == value);
    if raw.status().as_u16() != status || !exchange.headers.iter().all(has) {
        return Err(format!("received {} {:?}", raw.status(), raw.headers()));
    }
    if *value == exchange.response { Ok(()) } else { Err(format!("received {value:?}")) }
}

/// Compares status, code, message and request id of an error with the documented body.
fn check_error(error: &Error, status: u16, body: Option<&Value>) -> Result<(), String> {
    let documented = body.map(|body| &body["error"]).ok_or("an error without a body")?;
    let inner = documented.get("innerError").or_else(|| documented.get("innererror"));
    let request_id = inner.and_then(|inner| inner.get("request-id")).and_then(Value::as_str);
    let is_same = error.status().map(|status| status.as_u16()) == Some(status)
        && error.code() == documented["code"].as_str()
        && error.message() == documented["message"].as_str()
        && error.request_id() == request_id;
    if is_same { Ok(()) } else { Err(format!("the error is {error:?}")) }
}

/// Sends a request that has a typed response.
async fn json<T: Wire + std::fmt::Debug + 'static>(request: PendingRequest<T>) -> Result<Received, Error> {
    let response: Response<T> = request.await?;
    let body: Value = serde_json::from_slice(response.raw().body()).expect("the body is JSON");
    let decoded: T = decode_value(&body).expect("the client has decoded it");
    assert_eq!(*response, decoded);
    let value = Some(encode_value(&*response).expect("it has a JSON form"));
    Ok(Received { value, raw: response.raw().clone() })
}

/// Sends a request whose response has no body.
async fn empty(request: PendingRequest<()>) -> Result<Received, Error> {
    let response = request.await?;
    assert!(response.raw().body().is_empty());
    Ok(Received { value: None, raw: response.raw().clone() })
}

/// Sends the documented request by the client's method for its operation.
async fn send(client: &Client, operation: &str, exchange: &Exchange) -> Result<Received, Error> {
    let ids: Vec<_> = exchange.path.split('/').skip(3).step_by(2).collect();
    let body = exchange.request.as_ref().unwrap_or(&Value::Null);
    let id = |index: usize| ids.get(index).copied().unwrap_or_default();
    let call = client.call(id(0));
    let participant = call.participant(id(1));
    let group = call.audio_routing_group(id(1));
    match operation {
        "calls_create" => json(client.calls().create(&typed(body))).await,
        "calls_log_teleconference_device_quality" => {
            empty(client.calls().log_teleconference_device_quality(&typed(body))).await
        }
        "calls_get" => json(call.get()).await,
        "calls_delete" => empty(call.delete()).await,
        "call_answer" => empty(call.answer(&typed(body))).await,
        "call_reject" => empty(call.reject(&typed(body))).await,
        "call_redirect" => empty(call.redirect(&typed(body))).await,
        "call_transfer" => empty(call.transfer(&typed(body))).await,
        "call_keep_alive" => empty(call.keep_alive()).await,
        "call_mute" => json(call.mute(&typed(body))).await,
        "call_unmute" => json(call.unmute(&typed(body))).await,
        "call_play_prompt" => json(call.play_prompt(&typed(body))).await,
        "call_record_response" => json(call.record_response(&typed(body))).await,
        "call_cancel_media_processing" => json(call.cancel_media_processing(&typed(body))).await,
        "call_send_dtmf_tones" => json(call.send_dtmf_tones(&typed(body))).await,
        "call_subscribe_to_tone" => json(call.subscribe_to_tone(&typed(body))).await,
        "call_change_screen_sharing_role" => empty(call.change_screen_sharing_role(&typed(body))).await,
        "call_update_recording_status" => json(call.update_recording_status(&typed(body))).await,
        "call_add_large_gallery_view" => json(call.add_large_gallery_view(&typed(body))).await,
        "participants_list" => json(call.participants().list()).await,
        "participants_invite" => json(call.participants().invite(&typed(body))).await,
        "participants_get" => json(participant.get()).await,
        "participants_delete" => empty(participant.delete()).await,
        "participant_mute" => json(participant.mute(&typed(body))).await,
        "participant_start_hold_music" => json(participant.start_hold_music(&typed(body))).await,
        "participant_stop_hold_music" => json(participant.stop_hold_music(&typed(body))).await,
        "operations_get" => json(call.operation(id(1)).get()).await,
        "audio_routing_groups_list" => json(call.audio_routing_groups().list()).await,
        "audio_routing_groups_create" => json(call.audio_routing_groups().create(&typed(body))).await,
        "audio_routing_groups_get" => json(group.get()).await,
        "audio_routing_groups_update" => json(group.update(&typed(body))).await,
        "audio_routing_groups_delete" => empty(group.delete()).await,
        "content_sharing_sessions_list" => json(call.content_sharing_sessions().list()).await,
        "content_sharing_sessions_get" => json(call.content_sharing_session(id(1)).get()).await,
        other => panic!("the test does not support the operation {other}"),
    }
}

fn typed<T: Wire>(body: &Value) -> T {
    decode_value(body).expect("the body decodes to its type")
}

/// The name of a resource's variant.
fn variant(resource: &Resource) -> String {
    let debug = format!("{resource:?}");
    debug.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

fn notifications(shared: Option<&Path>) -> Result<(), String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (file, text) in graph_exchanges::notifications(shared) {
        let documented = repaired_json(&text);
        let notifications = Notifications::parse(documented.to_string().as_bytes());
        let notifications = notifications.unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(serde_json::to_value(&notifications).expect("it has a JSON form"), documented, "{file}");
        assert!(matches!(notifications.form, Form::Graph(_)), "{file}");
        assert_eq!(notifications.answer(), CallbackResponse::accepted(), "{file}");
        for entry in &notifications.entries {
            let entry = entry.as_ref().unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(entry.path.is_some(), "{file}");
            *counts.entry(variant(&entry.resource)).or_default() += 1;
        }
    }
    assert!(counts.len() > 3, "{counts:?}");
    assert_eq!(counts.get("Unknown"), None);
    Ok(())
}

fn responses_to_policy_based_recording() -> Result<(), String> {
    let files = [
        "recording-bot-accept.response.json",
        "recording-bot-reject.response.json",
        "recording-bot-invite-new.response.json",
    ];
    for file in files {
        let documented = repaired_json(&example(&format!("graph-calls/{file}")));
        let response = joining_answer(typed::<ParticipantJoiningResponse>(&documented));
        let body: Value = serde_json::from_str(&response.body).expect("the body is JSON");
        assert_eq!((response.status, body), (200, documented), "{file}");
    }
    Ok(())
}
