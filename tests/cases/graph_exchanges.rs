//! Every documented exchange of the Graph API over real HTTP: the client sends what the page shows, and gives
//! what the page answers. The same for the payloads that are written here, and for what comes to a callback.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use call_wire::json::{Wire, decode_value, encode_value};
use conformance::exchange::{self, Exchange};
use conformance::meant_json;
use conformance::schema::Schema;
use graph_calls::call_http::{RawResponse, RetryPolicy};
use graph_calls::notification::{Answer as ToService, Form, Notifications, Resource, joining_answer};
use graph_calls::{Client, Credential, Error, ParticipantJoiningResponse, PendingRequest, Response};
use libtest_mimic::Trial;
use serde_json::Value;
use test_server::{Answer, Seen, Server, quick};

use crate::{async_case, case};

/// Documented exchanges that the client cannot reproduce: the name, the outcome, and the reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "variant.call-transfer.1.request.json",
        "not JSON",
        "An older version of the page, whose block lacks a closing brace; the newer version repaired it and is tested.",
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
        "The example qualifies the action, as in `microsoft.graph.sendDtmfTones`; the page's own request line and \
         every other page use the bare name, and OData takes both.",
    ),
];

/// What one exchange came to.
struct Outcome {
    /// The answer as the client gives it, encoded again; none without a body.
    answer: Option<Value>,
    response: RawResponse,
}

/// The exchanges of the published pages.
pub fn documented_exchanges(shared: &Path) -> Vec<Trial> {
    let schema = Schema::of("graph-calls");
    let (exchanges, broken) = exchange::of_graph_pages(shared, &schema);
    let names: BTreeSet<_> =
        exchanges.iter().map(|exchange| &exchange.name).chain(&broken).cloned().collect();
    let broken = broken.into_iter().map(|file| {
        let name = format!("graph_exchanges::documented::{file}");
        case(name, move || as_expected(&file, Err("not JSON".to_owned())))
    });
    let exchanges = exchanges.into_iter().map(|exchange| {
        let name = format!("graph_exchanges::documented::{}", exchange.name);
        async_case(name, async move || as_expected(&exchange.name, check(&exchange).await))
    });
    let mut trials: Vec<_> = broken.chain(exchanges).collect();
    trials.push(case("graph_exchanges::documented::exceptions".to_owned(), move || {
        let unneeded = EXCEPTIONS.iter().find(|(name, ..)| !names.contains(*name));
        unneeded.map_or(Ok(()), |(name, ..)| Err(format!("an exception that is not needed: {name}")))
    }));
    let shared = shared.to_owned();
    trials.push(case("graph_exchanges::documented::notifications".to_owned(), move || {
        notifications(Some(&shared))
    }));
    trials
}

/// Compares the outcome of an exchange with the one that [`EXCEPTIONS`] expects.
fn as_expected(name: &str, outcome: Result<(), String>) -> Result<(), String> {
    let exception = EXCEPTIONS.iter().find(|(exception, ..)| *exception == name);
    match (outcome, exception) {
        (outcome, None) => outcome,
        (Err(fault), Some((_, expected, _))) if fault == *expected => Ok(()),
        (outcome, Some((_, expected, _))) => Err(format!("{outcome:?}\n  instead of {expected}")),
    }
}

/// The payloads in `tests/examples`.
pub fn our_exchanges() -> Vec<Trial> {
    let schema = Schema::of("graph-calls");
    let exchanges = exchange::ours(&schema);
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
        async_case("graph_exchanges::nothing_is_done_twice".to_owned(), nothing_is_done_twice),
        case("graph_exchanges::notifications".to_owned(), || notifications(None)),
        case(
            "graph_exchanges::answers_to_policy_based_recording".to_owned(),
            answers_to_policy_based_recording,
        ),
    ]);
    trials
}

/// Has a server answer as documented, and looks at what the client sends and gives.
async fn check(exchange: &Exchange) -> Result<(), String> {
    let operation = exchange.operation.as_deref().ok_or("no operation")?;
    let server = Server::start(vec![answer(exchange)]).await;
    // What is asked for is asked for once.
    let outcome = ask_with_retries(&server, exchange, operation, 0).await;
    let [seen] = server.seen().try_into().map_err(|seen| format!("not one request: {seen:?}"))?;
    sent(exchange, &seen)?;
    let status: u16 = exchange.status[..3].parse().map_err(|_| format!("status {:?}", exchange.status))?;
    match outcome {
        Ok(outcome) => given(exchange, status, &outcome)?,
        Err(error) if status >= 400 => told(&error, status, exchange.answer.as_ref())?,
        Err(error) => return Err(error.to_string()),
    }
    // Last, so that an exception for the path excepts nothing else.
    let path = seen.target.strip_prefix("/v1.0").unwrap_or(&seen.target);
    let documented = exchange.path.replace('{', "%7B").replace('}', "%7D");
    if path == documented { Ok(()) } else { Err(format!("{} {path}", seen.method)) }
}

/// The documented answer.
fn answer(exchange: &Exchange) -> Answer {
    let headers: Vec<_> = exchange.headers.iter().map(|(name, value)| (&**name, &**value)).collect();
    let body = exchange.answer.as_ref().map(Value::to_string).unwrap_or_default();
    Answer::new(&exchange.status, &headers, &body)
}

/// Sends the documented request, and again as often as this if it does no harm.
async fn ask_with_retries(
    server: &Server,
    exchange: &Exchange,
    operation: &str,
    retries: u32,
) -> Result<Outcome, Error> {
    let policy = RetryPolicy::default().base_delay(Duration::from_millis(1)).max_retries(retries);
    let client = Client::with_options(server.url("/v1.0"), Credential::none(), quick().retry(policy))?;
    let ids: Vec<_> = exchange.path.split('/').skip(3).step_by(2).collect();
    ask(&client, operation, &ids, exchange.request.as_ref().unwrap_or(&Value::Null)).await
}

/// Every operation, of a service that is busy once and does not say for how long: what reads, ends a call or keeps it
/// alive is sent again; all else is not.
async fn nothing_is_done_twice() -> Result<(), String> {
    let schema = Schema::of("graph-calls");
    let mut exchanges = exchange::ours(&schema);
    // Successes first; a refusal is the only answer of an operation that is not asked twice.
    exchanges.sort_by_key(|exchange| (exchange.operation.clone(), !exchange.status.starts_with('2')));
    exchanges.dedup_by(|one, other| one.operation == other.operation);
    assert_eq!(exchanges.len(), 34);
    let mut again = BTreeMap::new();
    for exchange in &exchanges {
        let operation = exchange.operation.as_deref().expect("it is in the schema");
        let busy = Answer::new("503 Service Unavailable", &[], "");
        let server = Server::start(vec![busy, answer(exchange)]).await;
        let outcome = ask_with_retries(&server, exchange, operation, 3).await;
        let is_harmless = matches!(&*exchange.method, "GET" | "DELETE") || operation == "call_keep_alive";
        let attempts = server.seen().len();
        assert_eq!(
            (attempts, outcome.is_ok()),
            (if is_harmless { 2 } else { 1 }, is_harmless),
            "{operation}"
        );
        *again.entry((exchange.method.as_str(), is_harmless)).or_insert(0) += 1;
    }
    assert_eq!(again.get(&("POST", true)), Some(&1), "keepAlive");
    Ok(())
}

/// Whether the server got the documented method and body.
fn sent(exchange: &Exchange, seen: &Seen) -> Result<(), String> {
    let body = match &*seen.body {
        [] => None,
        body => Some(serde_json::from_slice::<Value>(body).map_err(|error| error.to_string())?),
    };
    if (&seen.method, &body) != (&exchange.method, &exchange.request) {
        return Err(format!("sends {} {body:?}", seen.method));
    }
    let kind = seen.header("content-type");
    if kind == body.map(|_| "application/json") { Ok(()) } else { Err(format!("sends a body of {kind:?}")) }
}

/// Whether the client gives the documented status, headers and body.
fn given(exchange: &Exchange, status: u16, outcome: &Outcome) -> Result<(), String> {
    let response = &outcome.response;
    let has = |(name, value): &(String, String)| response.headers().get(name).is_some_and(|got| got == value);
    if response.status().as_u16() != status || !exchange.headers.iter().all(has) {
        return Err(format!("gives {} {:?}", response.status(), response.headers()));
    }
    if outcome.answer == exchange.answer { Ok(()) } else { Err(format!("gives {:?}", outcome.answer)) }
}

/// Whether an error has all that its body says.
fn told(error: &Error, status: u16, body: Option<&Value>) -> Result<(), String> {
    let said = body.map(|body| &body["error"]).ok_or("an error without a body")?;
    let inner = said.get("innerError").or_else(|| said.get("innererror"));
    let request_id = inner.and_then(|inner| inner.get("request-id")).and_then(Value::as_str);
    let same = error.status().map(|status| status.as_u16()) == Some(status)
        && error.code() == said["code"].as_str()
        && error.message() == said["message"].as_str()
        && error.request_id() == request_id;
    if same { Ok(()) } else { Err(format!("the error is {error:?}")) }
}

/// Sends a request with a typed body, and reads the typed answer.
async fn json<T: Wire + std::fmt::Debug + 'static>(request: PendingRequest<T>) -> Result<Outcome, Error> {
    let reply: Response<T> = request.await?;
    let came: Value = serde_json::from_slice(reply.raw().body()).expect("the answer is JSON");
    let decoded: T = decode_value(&came).expect("it was decoded before");
    assert_eq!(*reply, decoded);
    let answer = Some(encode_value(&*reply).expect("has a JSON form"));
    Ok(Outcome { answer, response: reply.raw().clone() })
}

/// Sends a request whose answer has no body.
async fn empty(request: PendingRequest<()>) -> Result<Outcome, Error> {
    let reply = request.await?;
    assert!(reply.raw().body().is_empty());
    Ok(Outcome { answer: None, response: reply.raw().clone() })
}

/// The request of one operation, as the crate offers it.
async fn ask(client: &Client, operation: &str, ids: &[&str], body: &Value) -> Result<Outcome, Error> {
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
        other => panic!("the test does not know the operation {other}"),
    }
}

/// A body as its type.
fn typed<T: Wire>(body: &Value) -> T {
    decode_value(body).expect("a body of its type")
}

/// What a notification carries, in the words of its variant.
fn variant(resource: &Resource) -> String {
    let shown = format!("{resource:?}");
    shown.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

fn notifications(shared: Option<&Path>) -> Result<(), String> {
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    let notifications = exchange::notifications(shared);
    for (file, text) in &notifications {
        let meant = meant_json(text);
        let read =
            Notifications::parse(meant.to_string().as_bytes()).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert_eq!(serde_json::to_value(&read).expect("has a JSON form"), meant, "{file}");
        assert!(matches!(read.form, Form::Graph(_)), "{file}");
        assert_eq!(read.answer(), ToService::accepted(), "{file}");
        for entry in &read.entries {
            let entry = entry.as_ref().unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(entry.path.is_some(), "{file}");
            *kinds.entry(variant(&entry.resource)).or_default() += 1;
        }
    }
    assert!(kinds.len() > 3, "{kinds:?}");
    assert_eq!(kinds.get("Unknown"), None);
    Ok(())
}

fn answers_to_policy_based_recording() -> Result<(), String> {
    let responses = [
        "recording-bot-accept.response.json",
        "recording-bot-reject.response.json",
        "recording-bot-invite-new.response.json",
    ];
    for file in responses {
        let documented = meant_json(&conformance::example(&format!("graph-calls/{file}")));
        let answer = joining_answer(typed::<ParticipantJoiningResponse>(&documented));
        let sent: Value = serde_json::from_str(&answer.body).expect("JSON");
        assert_eq!((answer.status, sent), (200, documented), "{file}");
    }
    Ok(())
}
