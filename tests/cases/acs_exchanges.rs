//! The client for Azure Communication Services against the documented exchanges: for each example, the client sends
//! exactly the documented request and returns the documented response.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use acs_calling::call_http::reqwest::Proxy;
use acs_calling::call_http::{AccessKey, RetryPolicy};
use acs_calling::{
    CallConnection, CallMedia, CallRecording, Client, Credential, Error, PendingRequest, Response, server,
};
use call_wire::json::{Wire, decode_value};
use call_wire::server::Found;
use conformance::payloads::azure_example_files;
use conformance::{example_entries, examples_dir, read_json, text};
use libtest_mimic::Trial;
use serde::Serialize;
use serde_json::{Value, json};
use test_server::{Answer, Seen, Server, quick};

use crate::{async_case, case};

const VERSION: &str = "2026-03-12";

const REPEATABILITY: [&str; 2] = ["repeatability-request-id", "repeatability-first-sent"];

/// Examples whose operations version 2026-03-12 does not have, each with the reason.
const EXCEPTIONS: [(&str, &str); 2] = [
    (
        "CallMedia_SummarizeCall",
        "published with version 2026-03-12, whose specification does not have the operation",
    ),
    ("CallMedia_InterruptAudioAndAnnounce", "an operation of version 2025-05-15"),
];

/// An operation of a specification.
struct Operation {
    method: String,
    path: String,
    /// Whether the operation declares the repeatability headers.
    is_repeatable: bool,
}

/// The operations of a specification, by id.
struct Operations(BTreeMap<String, Operation>);

impl Operations {
    fn read(specification: &Path) -> Self {
        let mut operations = BTreeMap::new();
        for (path, methods) in
            read_json(specification)["paths"].as_object().expect("a specification has paths")
        {
            for (method, operation) in methods.as_object().expect("a path has methods") {
                let Some(id) = operation["operationId"].as_str() else { continue };
                let mut parameters = operation["parameters"].as_array().into_iter().flatten();
                let is_repeatable =
                    parameters.any(|parameter| parameter["name"] == "Repeatability-Request-ID");
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

/// A request and its response.
struct Exchange {
    name: String,
    operation: String,
    endpoint: String,
    api_version: String,
    /// The path parameters.
    path: BTreeMap<String, String>,
    body: Option<Value>,
    status: u16,
    response: Option<Value>,
}

impl Exchange {
    /// Sends the request, and compares the request and the result with the documented ones.
    async fn check(&self, operations: &Operations) -> Result<(), String> {
        let server = Server::start(vec![self.server_response()]).await;
        let result = send(&self.client(&server, RetryPolicy::none()), self).await;
        let seen = server.seen();
        let [seen] = seen.as_slice() else { return Err(format!("{} requests", seen.len())) };
        self.check_request(seen, operations)?;
        self.check_route(seen)?;
        match result {
            Ok(status) if status == self.status => Ok(()),
            Ok(status) => Err(format!("the status is {status}")),
            Err(error) => Err(error),
        }
    }

    /// The error that [`check`](Self::check) returns if the documented response has an error status.
    fn expected_error(&self) -> Option<String> {
        let body = self.response.as_ref().filter(|_| self.status >= 300)?;
        let error = body.get("error").unwrap_or(&body["Error"]);
        let member = |name: &str, other: &str| error.get(name).unwrap_or(&error[other]).as_str();
        let (code, message) = (member("code", "Code"), member("message", "Message"));
        Some(error_text(Some(self.status), code, message))
    }

    /// The response that the server sends.
    fn server_response(&self) -> Answer {
        let body = self.response.as_ref().map(Value::to_string).unwrap_or_default();
        let headers: &[_] = if body.is_empty() { &[] } else { &[("Content-Type", "application/json")] };
        Answer::new(&format!("{} X", self.status), headers, body)
    }

    /// Creates a client that sends to the endpoint of the example. The server is its proxy.
    fn client(&self, server: &Server, retry: RetryPolicy) -> Client {
        let key = AccessKey::parse("c2VjcmV0LWtleS1mb3ItdGVzdHM=").expect("the key is base64");
        let proxy = Proxy::http(server.url("/")).expect("the URL is valid");
        let client = Client::with_options(
            &self.endpoint,
            Credential::access_key(key),
            quick().proxy(proxy).allow_http(true).retry(retry),
        );
        client.expect("a client").with_api_version(&self.api_version)
    }

    /// Compares method, path, query and body with the documented ones. Checks that the repeatability headers are sent
    /// if and only if the operation declares them.
    fn check_request(&self, seen: &Seen, operations: &Operations) -> Result<(), String> {
        let Operation { method, path: template, is_repeatable } = &operations.0[&self.operation];
        let mut path = template.clone();
        for (name, value) in &self.path {
            let place = format!("{{{name}}}");
            assert!(path.contains(&place), "{}: {template} has no {place}", self.name);
            path = path.replace(&place, &percent_encoded(value));
        }
        assert!(!path.contains('{'), "{}: a parameter of {path} has no value", self.name);
        let target = format!("{}{path}?api-version={}", self.endpoint, self.api_version);
        if (&seen.method, &seen.target) != (method, &target) {
            return Err(format!("sent {} {}\n  instead of {method} {target}", seen.method, seen.target));
        }
        let sent = if seen.body.is_empty() { None } else { serde_json::from_slice(&seen.body).ok() };
        if sent != self.body {
            return Err(format!("sent {sent:?}\n  instead of {:?}", self.body));
        }
        let is_json = seen.header("content-type") == Some("application/json");
        if is_json != self.body.is_some() {
            return Err(format!("the content type is {:?}", seen.header("content-type")));
        }
        if REPEATABILITY.map(|name| seen.header(name).is_some()) != [*is_repeatable; 2] {
            return Err(format!("the headers are {:?}", seen.headers));
        }
        Ok(())
    }

    /// Checks that a server finds the operation of a request, with its parameters.
    fn check_route(&self, seen: &Seen) -> Result<(), String> {
        let target = seen.target.strip_prefix(&self.endpoint).unwrap_or(&seen.target);
        let path = target.split('?').next().unwrap_or_default();
        let Found::Operation(operation, parameters) = server::Operation::find(&seen.method, path) else {
            return Err(format!("a server does not find {} {path}", seen.method));
        };
        let name = |name: &str| name.replace('_', "").to_lowercase();
        let parameters: BTreeMap<_, _> =
            parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let expected: BTreeMap<_, _> =
            self.path.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        if name(operation.name()) == name(&self.operation) && parameters == expected {
            Ok(())
        } else {
            Err(format!("a server finds {} with {parameters:?}", operation.name()))
        }
    }

    /// The documented request body as a typed value.
    fn body<B: Wire>(&self) -> B {
        let body = self.body.as_ref().unwrap_or_else(|| panic!("{} has no body", self.name));
        decode_value(body).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    fn id(&self, name: &str) -> &str {
        self.path.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.name))
    }

    /// Sends a request that has a typed response, and returns the status.
    async fn json<T: Wire + PartialEq + Serialize + 'static>(
        &self,
        request: PendingRequest<T>,
    ) -> Result<u16, String> {
        let response = request.await.map_err(service_error)?;
        self.check_response(&response)
    }

    /// Checks that the value is the documented one and encodes to the documented body, and returns the status.
    fn check_response<T: Wire + PartialEq + Serialize>(&self, response: &Response<T>) -> Result<u16, String> {
        let documented = self.response.as_ref().ok_or("no documented response")?;
        let expected: T = decode_value(documented).map_err(|error| error.to_string())?;
        if **response != expected {
            return Err("the value is not the documented one".to_owned());
        }
        let encoded = serde_json::to_value(&**response).map_err(|error| error.to_string())?;
        if encoded != *documented {
            return Err(format!("encoded as {encoded}\n  instead of {documented}"));
        }
        Ok(response.status().as_u16())
    }

    /// Sends a request whose response has no body, and returns the status.
    async fn empty(&self, request: PendingRequest<()>) -> Result<u16, String> {
        let response = request.await.map_err(service_error)?;
        match &self.response {
            None => Ok(response.status().as_u16()),
            Some(body) => Err(format!("the method does not return the documented response {body}")),
        }
    }
}

fn service_error(error: Error) -> String {
    error_text(error.status().map(|status| status.as_u16()), error.code(), error.message())
}

fn error_text(status: Option<u16>, code: Option<&str>, message: Option<&str>) -> String {
    format!("{status:?}: {code:?}: {message:?}")
}

/// Sends the request of an exchange by the client's method for its operation, and returns the status.
async fn send(client: &Client, exchange: &Exchange) -> Result<u16, String> {
    match exchange.operation.as_str() {
        "CreateCall" => exchange.json(client.create_call(&exchange.body())).await,
        "AnswerCall" => exchange.json(client.answer_call(&exchange.body())).await,
        "RedirectCall" => exchange.empty(client.redirect_call(&exchange.body())).await,
        "RejectCall" => exchange.empty(client.reject_call(&exchange.body())).await,
        "Connect" => exchange.json(client.connect(&exchange.body())).await,
        other => match other.split_once('_') {
            Some(("CallConnection", name)) => {
                send_on_connection(client.call_connection(exchange.id("callConnectionId")), name, exchange)
                    .await
            }
            Some(("CallMedia", name)) => {
                send_on_media(client.call_media(exchange.id("callConnectionId")), name, exchange).await
            }
            Some(("CallRecording", name)) => send_on_recording(client.call_recording(), name, exchange).await,
            _ => panic!("the client has no method for {other}"),
        },
    }
}

async fn send_on_connection(call: CallConnection, name: &str, exchange: &Exchange) -> Result<u16, String> {
    match name {
        "GetCall" => exchange.json(call.get()).await,
        "HangupCall" => exchange.empty(call.hang_up()).await,
        "TerminateCall" => exchange.empty(call.terminate()).await,
        "TransferToParticipant" => exchange.json(call.transfer_to_participant(&exchange.body())).await,
        "GetParticipants" => {
            let page = call.participants().pages().next_page().await.map_err(service_error)?;
            exchange.check_response(&page.ok_or("no page")?)
        }
        "GetParticipant" => exchange.json(call.participant(exchange.id("participantRawId"))).await,
        "AddParticipant" => exchange.json(call.add_participant(&exchange.body())).await,
        "RemoveParticipant" => exchange.json(call.remove_participant(&exchange.body())).await,
        "Mute" => exchange.json(call.mute_participants(&exchange.body())).await,
        "CancelAddParticipant" => exchange.json(call.cancel_add_participant(&exchange.body())).await,
        "MoveParticipants" => exchange.json(call.move_participants(&exchange.body())).await,
        other => panic!("the client has no method for {other}"),
    }
}

async fn send_on_media(media: CallMedia, name: &str, exchange: &Exchange) -> Result<u16, String> {
    match name {
        "Play" => exchange.empty(media.play(&exchange.body())).await,
        "Recognize" => exchange.empty(media.recognize(&exchange.body())).await,
        "StartTranscription" => exchange.empty(media.start_transcription(&exchange.body())).await,
        "StopTranscription" => exchange.empty(media.stop_transcription(&exchange.body())).await,
        "UpdateTranscription" => exchange.empty(media.update_transcription(&exchange.body())).await,
        "CancelAllMediaOperations" => exchange.empty(media.cancel_all_media_operations()).await,
        "StartContinuousDtmfRecognition" => {
            exchange.empty(media.start_continuous_dtmf_recognition(&exchange.body())).await
        }
        "StopContinuousDtmfRecognition" => {
            exchange.empty(media.stop_continuous_dtmf_recognition(&exchange.body())).await
        }
        "SendDtmfTones" => exchange.json(media.send_dtmf_tones(&exchange.body())).await,
        "Hold" => exchange.empty(media.hold(&exchange.body())).await,
        "Unhold" => exchange.empty(media.unhold(&exchange.body())).await,
        "StartMediaStreaming" => exchange.empty(media.start_media_streaming(&exchange.body())).await,
        "StopMediaStreaming" => exchange.empty(media.stop_media_streaming(&exchange.body())).await,
        other => panic!("the client has no method for {other}"),
    }
}

async fn send_on_recording(recording: CallRecording, name: &str, exchange: &Exchange) -> Result<u16, String> {
    match name {
        "StartRecording" => exchange.json(recording.start(&exchange.body())).await,
        "GetRecordingProperties" => exchange.json(recording.get_properties(exchange.id("recordingId"))).await,
        "StopRecording" => exchange.empty(recording.stop(exchange.id("recordingId"))).await,
        "PauseRecording" => exchange.empty(recording.pause(exchange.id("recordingId"))).await,
        "ResumeRecording" => exchange.empty(recording.resume(exchange.id("recordingId"))).await,
        other => panic!("the client has no method for {other}"),
    }
}

/// Returns a test for each exchange, and one that checks that each operation has a successful exchange.
fn trials(group: &str, exchanges: Vec<Exchange>, operations: &Arc<Operations>) -> Vec<Trial> {
    let successes = exchanges.iter().filter(|exchange| exchange.status < 300);
    let used: BTreeSet<_> = successes.map(|exchange| exchange.operation.clone()).collect();
    let mut trials: Vec<_> = exchanges
        .into_iter()
        .map(|exchange| {
            let operations = Arc::clone(operations);
            let name = format!("{group}::{}", exchange.name);
            async_case(name, async move || {
                let result = exchange.check(&operations).await;
                match exchange.expected_error() {
                    None => result,
                    Some(expected) if result.as_ref() == Err(&expected) => Ok(()),
                    Some(expected) => Err(format!("{result:?}\n  instead of {expected}")),
                }
            })
        })
        .collect();
    let operations = Arc::clone(operations);
    trials.push(case(format!("{group}::every_operation_has_a_successful_exchange"), move || {
        let used: BTreeSet<_> = used.iter().map(String::as_str).collect();
        let missing: Vec<_> = operations.ids().difference(&used).copied().collect();
        let count = operations.ids().len();
        if missing.is_empty() && count == 34 {
            Ok(())
        } else {
            Err(format!("{count} operations; without a successful exchange: {missing:?}"))
        }
    }));
    trials
}

/// The examples of the published specifications.
pub fn documented_examples(shared: &Path) -> Vec<Trial> {
    let specification = shared.join("upstream/acs/CallAutomation/stable").join(VERSION);
    let operations = Operations::read(&specification.join("communicationservicescallautomation.json"));
    let (mut files, mut excepted, mut exchanges) = (0, BTreeSet::new(), Vec::new());
    for version in ["2025-05-15", VERSION] {
        for path in azure_example_files(shared, version) {
            files += 1;
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let operation = stem.trim_end_matches("_WithConnectionId");
            if operations.0.contains_key(operation) {
                let name = format!("{version}/{stem}");
                exchanges.extend(documented_exchanges(&name, operation, &read_json(&path)));
            } else {
                excepted.insert(stem.to_owned());
            }
        }
    }
    let mut trials = trials("acs_exchanges::documented", exchanges, &Arc::new(operations));
    trials.push(case("acs_exchanges::documented::exceptions".to_owned(), move || {
        let expected = EXCEPTIONS.map(|(name, _)| name.to_owned()).into();
        let is_expected = (files, &excepted) == (37, &expected);
        if is_expected { Ok(()) } else { Err(format!("{files} files; without an operation: {excepted:?}")) }
    }));
    trials
}

/// Returns the exchanges of an example, which has one request and a response for each status.
fn documented_exchanges(name: &str, operation: &str, example: &Value) -> Vec<Exchange> {
    let (mut path, mut body) = (BTreeMap::new(), None);
    let (mut endpoint, mut api_version) = (None, None);
    for (parameter, value) in example["parameters"].as_object().expect("an example has parameters") {
        match (parameter.as_str(), value.as_str()) {
            // The proxy does not speak TLS.
            ("endpoint", Some(value)) => endpoint = Some(value.replacen("https:", "http:", 1)),
            ("api-version", Some(value)) => api_version = Some(value.to_owned()),
            (_, Some(value)) => _ = path.insert(parameter.clone(), value.to_owned()),
            (_, None) => assert!(body.replace(value.clone()).is_none(), "{name} has two bodies"),
        }
    }
    let responses = example["responses"].as_object().expect("an example has responses").iter();
    let exchanges = responses.map(|(status, response)| Exchange {
        name: format!("{name}#{status}"),
        operation: operation.to_owned(),
        endpoint: endpoint.clone().expect("an example has an endpoint"),
        api_version: api_version.clone().expect("an example has a version"),
        path: path.clone(),
        body: body.clone(),
        status: status.parse().expect("a status"),
        response: response.get("body").cloned(),
    });
    exchanges.collect()
}

/// The examples in `tests/examples`: each request with a response of its operation, and each response with a request.
pub fn our_examples() -> Vec<Trial> {
    let specification = specification();
    let mut trials =
        trials("acs_exchanges", our_exchanges(&specification), &Arc::new(Operations::read(&specification)));
    trials.push(async_case(
        "acs_exchanges::only_safe_requests_are_retried".to_owned(),
        only_safe_requests_are_retried,
    ));
    trials
}

/// Sends every operation to a service that answers 503 without `Retry-After` once. Only a request that is safe to
/// repeat is retried, unchanged: a `GET`, a `DELETE`, or one with repeatability headers.
async fn only_safe_requests_are_retried() -> Result<(), String> {
    let specification = specification();
    let operations = Operations::read(&specification);
    let mut exchanges = our_exchanges(&specification);
    exchanges.retain(|exchange| exchange.status < 300);
    exchanges.dedup_by(|one, other| one.operation == other.operation);
    assert_eq!(exchanges.len(), 34);
    let mut counts = BTreeMap::new();
    for exchange in &exchanges {
        let busy = Answer::new("503 Service Unavailable", &[], "");
        let server = Server::start(vec![busy, exchange.server_response()]).await;
        let policy = RetryPolicy::default().base_delay(Duration::from_millis(1));
        let result = send(&exchange.client(&server, policy), exchange).await;
        let seen = server.seen();
        let Operation { method, is_repeatable, .. } = &operations.0[&exchange.operation];
        let is_safe = *is_repeatable || method != "POST";
        let name = &exchange.operation;
        assert_eq!(
            (seen.len(), result.is_ok()),
            (if is_safe { 2 } else { 1 }, is_safe),
            "{name}: {result:?}"
        );
        for attempt in &seen {
            exchange.check_request(attempt, &operations).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(
                REPEATABILITY.map(|name| attempt.header(name)),
                REPEATABILITY.map(|name| seen[0].header(name))
            );
        }
        let class = if *is_repeatable { "repeatable" } else { method };
        *counts.entry((class, is_safe)).or_insert(0) += 1;
    }
    let expected =
        [(("DELETE", true), 2), (("GET", true), 4), (("POST", false), 14), (("repeatable", true), 14)];
    assert_eq!(counts, expected.into_iter().collect());
    Ok(())
}

fn our_exchanges(specification: &Path) -> Vec<Exchange> {
    let dir = examples_dir().join("acs-calling");
    let examples = example_entries("acs-calling");
    let specification = read_json(specification);
    let mut exchanges = Vec::new();
    for (path, methods) in specification["paths"].as_object().expect("a specification has paths") {
        for operation in methods.as_object().expect("a path has methods").values() {
            let Some(id) = operation["operationId"].as_str() else { continue };
            let of_direction = |direction: &'static str| {
                let examples = examples.iter().filter(|example| example["operation"] == id);
                examples.filter(move |example| example["direction"] == direction)
            };
            let file = |example: &Value| example["file"].to_string();
            let body = |example: &Value| Some(read_json(&dir.join(text(&example["file"]))));
            let status =
                |example: &Value| example["status"].as_u64().and_then(|status| status.try_into().ok());
            let requests: Vec<_> =
                of_direction("request").map(|example| (file(example), body(example))).collect();
            let mut responses: Vec<_> = of_direction("response")
                .chain(of_direction("error"))
                .map(|example| (file(example), status(example), body(example)))
                .collect();
            if of_direction("response").next().is_none() {
                let mut statuses = operation["responses"].as_object().expect("it has responses").keys();
                responses.push((String::new(), statuses.find_map(|status| status.parse().ok()), None));
            }
            for number in 0..requests.len().max(responses.len()) {
                let (request, body) =
                    requests.get(number).or(requests.first()).cloned().unwrap_or((id.to_owned(), None));
                let (file, status, response) =
                    responses.get(number).or(responses.first()).cloned().expect("it has responses");
                exchanges.push(Exchange {
                    name: format!("{id}: {request} {file}"),
                    operation: id.to_owned(),
                    endpoint: "http://fabrikam.communication.azure.com".to_owned(),
                    api_version: VERSION.to_owned(),
                    path: ids(path),
                    body,
                    status: status.expect("a response has a status"),
                    response,
                });
            }
        }
    }
    exchanges
}

/// Returns an id for each parameter of a path. The ids contain characters that must be percent-encoded.
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

/// Percent-encodes a path parameter: all characters except the unreserved ones of RFC 3986.
fn percent_encoded(text: &str) -> String {
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_unreserved(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

fn specification() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    workspace.join("schemas/acs-calling").join(VERSION).join("call-automation.json")
}
