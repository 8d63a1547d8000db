//! The ACS client against a server: each example sends exactly the documented request, and gives the documented
//! answer.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use acs_calling::call_http::reqwest::Proxy;
use acs_calling::call_http::{AccessKey, RetryPolicy};
use acs_calling::{
    CallConnection, CallMedia, CallRecording, Client, Credential, Error, PendingRequest, Response,
};
use call_wire::json::{Wire, decode_value};
use conformance::examples_dir;
use libtest_mimic::Trial;
use serde::Serialize;
use serde_json::{Value, json};
use test_server::{Answer, Seen, Server, quick};

use crate::{async_case, case};

const VERSION: &str = "2026-03-12";

const REPEATABILITY: [&str; 2] = ["repeatability-request-id", "repeatability-first-sent"];

/// Examples of operations that the version does not have.
const EXCEPTIONS: [(&str, &str); 2] = [
    ("CallMedia_SummarizeCall", "published with this version, whose specification has no such operation"),
    ("CallMedia_InterruptAudioAndAnnounce", "an operation of version 2025-05-15 that this one has not"),
];

/// What a specification says of an operation.
struct Operation {
    method: String,
    path: String,
    /// It declares the repeatability headers.
    is_repeatable: bool,
}

/// The operations of a specification, by id.
struct Operations(BTreeMap<String, Operation>);

impl Operations {
    fn of(specification: &Path) -> Self {
        let mut operations = BTreeMap::new();
        for (path, methods) in read(specification)["paths"].as_object().expect("it has paths") {
            for (method, operation) in methods.as_object().expect("a path has methods") {
                let Some(id) = operation["operationId"].as_str() else { continue };
                let mut parameters = operation["parameters"].as_array().into_iter().flatten();
                let is_repeatable = parameters.any(|one| one["name"] == "Repeatability-Request-ID");
                let (method, path) = (method.to_uppercase(), path.clone());
                operations.insert(id.to_owned(), Operation { method, path, is_repeatable });
            }
        }
        Self(operations)
    }

    fn ids(&self) -> BTreeSet<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}

/// One request, and what the service answers to it.
struct Exchange {
    name: String,
    operation: String,
    endpoint: String,
    api_version: String,
    /// The parameters of the path.
    path: BTreeMap<String, String>,
    body: Option<Value>,
    status: u16,
    answer: Option<Value>,
}

impl Exchange {
    /// Sends it; gives what was wrong.
    async fn check(&self, operations: &Operations) -> Result<(), String> {
        let server = Server::start(vec![self.answer()]).await;
        let result = call(&self.client(&server, RetryPolicy::none()), self).await;
        let seen = server.seen();
        let [seen] = seen.as_slice() else { return Err(format!("{} requests", seen.len())) };
        self.check_request(seen, operations)?;
        match result {
            Ok(status) if status == self.status => Ok(()),
            Ok(status) => Err(format!("the status is {status}")),
            Err(fault) => Err(fault),
        }
    }

    /// What [`check`](Self::check) returns as the error, if the documented response is a refusal.
    fn refusal(&self) -> Option<String> {
        let body = self.answer.as_ref().filter(|_| self.status >= 300)?;
        let error = body.get("error").unwrap_or(&body["Error"]);
        let text =
            |name: &str, other: &str| error.get(name).unwrap_or(&error[other]).as_str().map(str::to_owned);
        let (code, message) = (text("code", "Code"), text("message", "Message"));
        Some(format!("{:?}: {code:?}: {message:?}", Some(self.status)))
    }

    /// What the service answers.
    fn answer(&self) -> Answer {
        let body = self.answer.as_ref().map(Value::to_string).unwrap_or_default();
        let headers: &[_] = if body.is_empty() { &[] } else { &[("Content-Type", "application/json")] };
        Answer::new(&format!("{} X", self.status), headers, body)
    }

    /// Through a proxy, so that the endpoint is the example's own.
    fn client(&self, server: &Server, retry: RetryPolicy) -> Client {
        let key = AccessKey::parse("c2VjcmV0LWtleS1mb3ItdGVzdHM=").expect("the key is base64");
        let proxy = Proxy::http(server.url("/")).expect("a proxy");
        let client = Client::with_options(
            &self.endpoint,
            Credential::access_key(key),
            quick().proxy(proxy).allow_http(true).retry(retry),
        );
        client.expect("a client").with_api_version(&self.api_version)
    }

    /// Method, path, query and body, exactly; repeatability headers where they are declared.
    fn check_request(&self, seen: &Seen, operations: &Operations) -> Result<(), String> {
        let Operation { method, path: template, is_repeatable } = &operations.0[&self.operation];
        let mut path = template.clone();
        for (name, value) in &self.path {
            let place = format!("{{{name}}}");
            assert!(path.contains(&place), "{}: {template} has no {place}", self.name);
            path = path.replace(&place, &encoded(value));
        }
        assert!(!path.contains('{'), "{}: {path} lacks a value", self.name);
        let target = format!("{}{path}?api-version={}", self.endpoint, self.api_version);
        if (&seen.method, &seen.target) != (method, &target) {
            return Err(format!("sent {} {}\n  instead of {method} {target}", seen.method, seen.target));
        }
        let sent = if seen.body.is_empty() { None } else { serde_json::from_slice(&seen.body).ok() };
        if sent != self.body {
            return Err(format!("sent {sent:?}\n  instead of {:?}", self.body));
        }
        let json = seen.header("content-type") == Some("application/json");
        if json != self.body.is_some() {
            return Err(format!("the type of the body is {:?}", seen.header("content-type")));
        }
        if REPEATABILITY.map(|name| seen.header(name).is_some()) != [*is_repeatable; 2] {
            return Err(format!("the headers are {:?}", seen.headers));
        }
        Ok(())
    }

    /// The documented body, typed.
    fn body<B: Wire>(&self) -> B {
        let body = self.body.as_ref().unwrap_or_else(|| panic!("{} has no body", self.name));
        decode_value(body).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    fn id(&self, name: &str) -> &str {
        self.path.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    /// The status, if the value is the documented one, typed and written again.
    async fn json<T: Wire + PartialEq + Serialize + 'static>(
        &self,
        call: PendingRequest<T>,
    ) -> Result<u16, String> {
        let reply = call.await.map_err(told)?;
        self.typed(&reply)
    }

    fn typed<T: Wire + PartialEq + Serialize>(&self, reply: &Response<T>) -> Result<u16, String> {
        let answer = self.answer.as_ref().ok_or("no documented answer")?;
        let expected: T = decode_value(answer).map_err(|error| error.to_string())?;
        if **reply != expected {
            return Err("the value is not the documented one".to_owned());
        }
        let written = serde_json::to_value(&**reply).map_err(|error| error.to_string())?;
        if written != *answer {
            return Err(format!("written again\n  {written}\n  instead of {answer}"));
        }
        Ok(reply.status().as_u16())
    }

    async fn nothing(&self, call: PendingRequest<()>) -> Result<u16, String> {
        let reply = call.await.map_err(told)?;
        match &self.answer {
            None => Ok(reply.status().as_u16()),
            Some(answer) => Err(format!("nobody can read the documented answer {answer}")),
        }
    }
}

/// What an example of a refusal looks for.
fn told(error: Error) -> String {
    format!("{:?}: {:?}: {:?}", error.status().map(|status| status.as_u16()), error.code(), error.message())
}

/// The client's way to each operation.
async fn call(client: &Client, it: &Exchange) -> Result<u16, String> {
    match it.operation.as_str() {
        "CreateCall" => it.json(client.create_call(&it.body())).await,
        "AnswerCall" => it.json(client.answer_call(&it.body())).await,
        "RedirectCall" => it.nothing(client.redirect_call(&it.body())).await,
        "RejectCall" => it.nothing(client.reject_call(&it.body())).await,
        "Connect" => it.json(client.connect(&it.body())).await,
        other => match other.split_once('_') {
            Some(("CallConnection", name)) => {
                on_connection(client.call_connection(it.id("callConnectionId")), name, it).await
            }
            Some(("CallMedia", name)) => {
                on_media(client.call_media(it.id("callConnectionId")), name, it).await
            }
            Some(("CallRecording", name)) => on_recording(client.call_recording(), name, it).await,
            _ => panic!("no way to {other}"),
        },
    }
}

async fn on_connection(call: CallConnection, name: &str, it: &Exchange) -> Result<u16, String> {
    match name {
        "GetCall" => it.json(call.get()).await,
        "HangupCall" => it.nothing(call.hang_up()).await,
        "TerminateCall" => it.nothing(call.terminate()).await,
        "TransferToParticipant" => it.json(call.transfer_to_participant(&it.body())).await,
        "GetParticipants" => {
            let page = call.participants().pages().next_page().await.map_err(told)?;
            it.typed(&page.ok_or("no page")?)
        }
        "GetParticipant" => it.json(call.participant(it.id("participantRawId"))).await,
        "AddParticipant" => it.json(call.add_participant(&it.body())).await,
        "RemoveParticipant" => it.json(call.remove_participant(&it.body())).await,
        "Mute" => it.json(call.mute_participants(&it.body())).await,
        "CancelAddParticipant" => it.json(call.cancel_add_participant(&it.body())).await,
        "MoveParticipants" => it.json(call.move_participants(&it.body())).await,
        other => panic!("no way to {other}"),
    }
}

async fn on_media(media: CallMedia, name: &str, it: &Exchange) -> Result<u16, String> {
    match name {
        "Play" => it.nothing(media.play(&it.body())).await,
        "Recognize" => it.nothing(media.recognize(&it.body())).await,
        "StartTranscription" => it.nothing(media.start_transcription(&it.body())).await,
        "StopTranscription" => it.nothing(media.stop_transcription(&it.body())).await,
        "UpdateTranscription" => it.nothing(media.update_transcription(&it.body())).await,
        "CancelAllMediaOperations" => it.nothing(media.cancel_all_media_operations()).await,
        "StartContinuousDtmfRecognition" => {
            it.nothing(media.start_continuous_dtmf_recognition(&it.body())).await
        }
        "StopContinuousDtmfRecognition" => {
            it.nothing(media.stop_continuous_dtmf_recognition(&it.body())).await
        }
        "SendDtmfTones" => it.json(media.send_dtmf_tones(&it.body())).await,
        "Hold" => it.nothing(media.hold(&it.body())).await,
        "Unhold" => it.nothing(media.unhold(&it.body())).await,
        "StartMediaStreaming" => it.nothing(media.start_media_streaming(&it.body())).await,
        "StopMediaStreaming" => it.nothing(media.stop_media_streaming(&it.body())).await,
        other => panic!("no way to {other}"),
    }
}

async fn on_recording(recording: CallRecording, name: &str, it: &Exchange) -> Result<u16, String> {
    match name {
        "StartRecording" => it.json(recording.start(&it.body())).await,
        "GetRecordingProperties" => it.json(recording.get_properties(it.id("recordingId"))).await,
        "StopRecording" => it.nothing(recording.stop(it.id("recordingId"))).await,
        "PauseRecording" => it.nothing(recording.pause(it.id("recordingId"))).await,
        "ResumeRecording" => it.nothing(recording.resume(it.id("recordingId"))).await,
        other => panic!("no way to {other}"),
    }
}

/// A test for each exchange, and one that no operation is without an exchange.
fn trials(group: &str, exchanges: Vec<Exchange>, operations: &Arc<Operations>) -> Vec<Trial> {
    let used: BTreeSet<_> = exchanges.iter().map(|exchange| exchange.operation.clone()).collect();
    let mut trials: Vec<_> = exchanges
        .into_iter()
        .map(|exchange| {
            let operations = Arc::clone(operations);
            let name = format!("{group}::{}", exchange.name);
            async_case(name, async move || match exchange.refusal() {
                None => exchange.check(&operations).await,
                Some(refusal) => match exchange.check(&operations).await {
                    Err(found) if found == refusal => Ok(()),
                    found => Err(format!("{found:?}\n  instead of {refusal}")),
                },
            })
        })
        .collect();
    let operations = Arc::clone(operations);
    trials.push(case(format!("{group}::every_operation_has_an_exchange"), move || {
        let used: BTreeSet<_> = used.iter().map(String::as_str).collect();
        let missing: Vec<_> = operations.ids().difference(&used).copied().collect();
        let count = operations.ids().len();
        if missing.is_empty() && count == 34 {
            Ok(())
        } else {
            Err(format!("{count} operations, without: {missing:?}"))
        }
    }));
    trials
}

/// The examples of the published specifications.
pub fn documented_examples(shared: &Path) -> Vec<Trial> {
    let dir = shared.join("upstream/acs/CallAutomation/stable");
    let operations = Operations::of(&dir.join(VERSION).join("communicationservicescallautomation.json"));
    let (mut files, mut excepted, mut exchanges) = (0, BTreeSet::new(), Vec::new());
    for version in ["2025-05-15", VERSION] {
        for path in files_in(&dir.join(version).join("examples")) {
            files += 1;
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let operation = stem.trim_end_matches("_WithConnectionId");
            if operations.0.contains_key(operation) {
                let name = format!("{version}/{stem}");
                exchanges.extend(documented_exchanges(&name, operation, &read(&path)));
            } else {
                excepted.insert(stem.to_owned());
            }
        }
    }
    let mut trials = trials("acs_exchanges::documented", exchanges, &Arc::new(operations));
    trials.push(case("acs_exchanges::documented::exceptions".to_owned(), move || {
        let known = EXCEPTIONS.map(|(name, _)| name.to_owned()).into();
        let holds = (files, &excepted) == (37, &known);
        if holds { Ok(()) } else { Err(format!("{files} files, without an operation: {excepted:?}")) }
    }));
    trials
}

/// An example has one request, and an answer for each status.
fn documented_exchanges(name: &str, operation: &str, example: &Value) -> Vec<Exchange> {
    let (mut path, mut body) = (BTreeMap::new(), None);
    let (mut endpoint, mut api_version) = (None, None);
    for (parameter, value) in example["parameters"].as_object().expect("it has parameters") {
        match (parameter.as_str(), value.as_str()) {
            // The proxy does not speak TLS.
            ("endpoint", Some(value)) => endpoint = Some(value.replacen("https:", "http:", 1)),
            ("api-version", Some(value)) => api_version = Some(value.to_owned()),
            (_, Some(value)) => _ = path.insert(parameter.clone(), value.to_owned()),
            (_, None) => assert!(body.replace(value.clone()).is_none(), "{name} has two bodies"),
        }
    }
    let answers = example["responses"].as_object().expect("it has responses").iter();
    let exchanges = answers.map(|(status, answer)| Exchange {
        name: format!("{name}#{status}"),
        operation: operation.to_owned(),
        endpoint: endpoint.clone().expect("it has an endpoint"),
        api_version: api_version.clone().expect("it has a version"),
        path: path.clone(),
        body: body.clone(),
        status: status.parse().expect("a status"),
        answer: answer.get("body").cloned(),
    });
    exchanges.collect()
}

/// The examples in `tests/examples`, each with another one of its operation in the other direction.
pub fn our_examples() -> Vec<Trial> {
    let specification = workspace().join("schemas/acs-calling").join(VERSION).join("call-automation.json");
    let operations = Arc::new(Operations::of(&specification));
    let exchanges = our_exchanges(&specification);
    let mut trials = trials("acs_exchanges", exchanges, &operations);
    trials.push(async_case("acs_exchanges::nothing_is_done_twice".to_owned(), nothing_is_done_twice));
    trials
}

/// Every operation, of a service that is busy once and does not say for how long: what reads, what ends a call and
/// what the service can tell from a repetition is sent again, as the same request; all else is not.
async fn nothing_is_done_twice() -> Result<(), String> {
    let specification = workspace().join("schemas/acs-calling").join(VERSION).join("call-automation.json");
    let operations = Operations::of(&specification);
    let mut exchanges = our_exchanges(&specification);
    exchanges.retain(|exchange| exchange.status < 300);
    exchanges.dedup_by(|one, other| one.operation == other.operation);
    assert_eq!(exchanges.len(), 34);
    let mut again = BTreeMap::new();
    for exchange in &exchanges {
        let busy = Answer::new("503 Service Unavailable", &[], "");
        let server = Server::start(vec![busy, exchange.answer()]).await;
        let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
        let result = call(&exchange.client(&server, policy), exchange).await;
        let seen = server.seen();
        let Operation { method, is_repeatable, .. } = &operations.0[&exchange.operation];
        let is_harmless = *is_repeatable || method != "POST";
        let name = &exchange.operation;
        assert_eq!(
            (seen.len(), result.is_ok()),
            (if is_harmless { 2 } else { 1 }, is_harmless),
            "{name}: {result:?}"
        );
        for attempt in &seen {
            exchange.check_request(attempt, &operations).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            assert_eq!(
                REPEATABILITY.map(|name| attempt.header(name)),
                REPEATABILITY.map(|name| seen[0].header(name))
            );
        }
        let class = if *is_repeatable { "repeatable" } else { method };
        *again.entry((class, is_harmless)).or_insert(0) += 1;
    }
    let expected =
        [(("DELETE", true), 2), (("GET", true), 4), (("POST", false), 14), (("repeatable", true), 14)];
    assert_eq!(again, expected.into_iter().collect());
    Ok(())
}

fn our_exchanges(specification: &Path) -> Vec<Exchange> {
    let dir = examples_dir().join("acs-calling");
    let index = read(&dir.join("index.json"));
    let examples: Vec<_> = index["examples"].as_array().expect("a list").iter().collect();
    let specification = read(specification);
    let mut exchanges = Vec::new();
    for (path, methods) in specification["paths"].as_object().expect("it has paths") {
        for operation in methods.as_object().expect("a path has methods").values() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let of = |direction: &str| -> Vec<&Value> {
                let of = |example: &&&Value| example["operation"] == id && example["direction"] == direction;
                examples.iter().filter(of).copied().collect()
            };
            let body = |example: &Value| read(&dir.join(example["file"].as_str().expect("a file")));
            let requests: Vec<_> = of("request")
                .iter()
                .map(|example| (example["file"].to_string(), Some(body(example))))
                .collect();
            let status =
                |example: &Value| example["status"].as_u64().and_then(|status| status.try_into().ok());
            let mut answers: Vec<_> = [of("response"), of("error")]
                .concat()
                .iter()
                .map(|example| (example["file"].to_string(), status(example), Some(body(example))))
                .collect();
            if of("response").is_empty() {
                let statuses = operation["responses"].as_object().expect("it has responses").keys();
                let status = statuses.filter_map(|status| status.parse().ok()).next();
                answers.push((String::new(), status, None));
            }
            for number in 0..requests.len().max(answers.len()) {
                let (request, body) =
                    requests.get(number).or(requests.first()).cloned().unwrap_or((id.to_owned(), None));
                let (answer, status, answer_body) =
                    answers.get(number).or(answers.first()).cloned().expect("each operation has an answer");
                exchanges.push(Exchange {
                    name: format!("{id}: {request} {answer}"),
                    operation: id.to_owned(),
                    endpoint: "http://fabrikam.communication.azure.com".to_owned(),
                    api_version: VERSION.to_owned(),
                    path: ids(path),
                    body,
                    status: status.expect("a status"),
                    answer: answer_body,
                });
            }
        }
    }
    exchanges
}

/// Ids for the places of a path, with characters that must be encoded.
fn ids(path: &str) -> BTreeMap<String, String> {
    let ids = json!({
        "callConnectionId": "411f0b00-aaaa",
        "participantRawId": "4:+14255550123",
        "recordingId": "eyJQbGF0Zm9ybSI6IjEvMiJ9+/==",
    });
    let ids = ids.as_object().expect("an object").iter();
    let ids = ids.filter(|(name, _)| path.contains(&format!("{{{name}}}")));
    ids.filter_map(|(name, id)| Some((name.clone(), id.as_str()?.to_owned()))).collect()
}

/// A parameter of a path, percent-encoded whole: all but what RFC 3986 calls unreserved.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn files_in(dir: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
    let mut files: Vec<_> = files.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is in the workspace")
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
