//! JSON batches: `$batch`.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use call_wire::json::Raw;
use call_wire::server::Found;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::dispatch::{dispatch, find};
use super::refusal::Refusal;
use super::{auth, reply};
use crate::answer::Answer;
use crate::journal::{Kind, NewEntry};
use crate::request::Request;
use crate::service::Service;
use crate::world::World;

/// The largest number of requests.
const MOST: usize = 20;

#[derive(Deserialize)]
struct Batch {
    requests: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    id: String,
    method: String,
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Option<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
}

/// Processes a batch. Its requests are processed in order, and each has its own response.
pub(super) fn run(world: &mut World, request: &Request) -> Result<Answer, Refusal> {
    auth::check(world, request)?;
    let batch: Batch = serde_json::from_slice(&request.body)
        .map_err(|error| Refusal::bad_request(format!("Invalid batch payload: {error}.")))?;
    check(&batch)?;
    let mut statuses = BTreeMap::new();
    let mut responses = Vec::new();
    for part in batch.requests {
        let depends_on_failed = part
            .depends_on
            .iter()
            .any(|id| statuses.get(id).is_none_or(|status: &StatusCode| !status.is_success()));
        let (id, answer) = if depends_on_failed {
            let refusal = Refusal::new(
                StatusCode::FAILED_DEPENDENCY,
                "FailedDependency",
                "A request that this one depends on has failed.",
            );
            (part.id, refusal.answer(None, None))
        } else {
            process(world, request, part)
        };
        statuses.insert(id.clone(), answer.status);
        responses.push(response(&id, &answer));
    }
    Ok(Answer::json(StatusCode::OK, &Raw::from(json!({"responses": responses}))))
}

fn check(batch: &Batch) -> Result<(), Refusal> {
    if !(1..=MOST).contains(&batch.requests.len()) {
        let message = format!("The batch has {} requests (expected 1 to {MOST}).", batch.requests.len());
        return Err(Refusal::bad_request(message));
    }
    let mut ids = BTreeSet::new();
    for part in &batch.requests {
        if let Some(other) = part.depends_on.iter().find(|other| !ids.contains(other.as_str())) {
            let message = format!("Request {} depends on {other}, which is not an earlier request.", part.id);
            return Err(Refusal::bad_request(message));
        }
        if !ids.insert(part.id.as_str()) {
            return Err(Refusal::bad_request(format!("The request id {} occurs twice.", part.id)));
        }
    }
    Ok(())
}

/// Processes one request of a batch. By default, it has the credential of the batch.
fn process(world: &mut World, batch: &Request, part: Part) -> (String, Answer) {
    let request = match to_request(batch, &part) {
        Ok(request) => request,
        Err(refusal) => return (part.id, refusal.answer(None, None)),
    };
    let name = match find(&request) {
        Found::Operation(operation, _) => operation.name(),
        _ => "unknown",
    };
    let detail = format!("{} {} in a batch", request.method, request.target());
    let entry = NewEntry::new(Service::Graph, Kind::Request, name).detail(detail).in_reply_to(batch.number);
    let number = world.note(entry.body(&request.body));
    let result = dispatch(world, &request);
    if let Ok(Answer { call: Some(call), .. }) = &result {
        world.journal.set_call(number, call);
    }
    (part.id, reply::finish(world, &request, result))
}

fn to_request(batch: &Request, part: &Part) -> Result<Request, Refusal> {
    let invalid = |what: &str| Refusal::bad_request(format!("Request {} has an invalid {what}.", part.id));
    let version = if batch.path().starts_with("/beta/") { "/beta" } else { "/v1.0" };
    let separator = if part.url.starts_with('/') { "" } else { "/" };
    let mut headers = HeaderMap::new();
    for (name, value) in &part.headers {
        let value = value.as_str().and_then(|value| HeaderValue::from_str(value).ok());
        let (Ok(name), Some(value)) = (name.parse::<HeaderName>(), value) else {
            return Err(invalid("header"));
        };
        headers.insert(name, value);
    }
    if part.body.is_some() && !headers.contains_key("content-type") {
        return Err(Refusal::bad_request(format!("Request {} has a body and no Content-Type.", part.id)));
    }
    for name in ["authorization", "user-agent"] {
        if let Some(value) = batch.headers.get(name) {
            headers.entry(name).or_insert_with(|| value.clone());
        }
    }
    Ok(Request {
        number: batch.number,
        method: Method::from_bytes(part.method.as_bytes()).map_err(|_| invalid("method"))?,
        uri: format!("{version}{separator}{}", part.url).parse().map_err(|_| invalid("url"))?,
        headers,
        body: part.body.as_ref().map_or_else(Bytes::new, |body| body.to_string().into()),
    })
}

fn response(id: &str, answer: &Answer) -> Value {
    let headers = answer.headers.iter().filter_map(|(name, value)| {
        // Names of headers are case-insensitive, so their spelling is free.
        Some((name.to_string(), Value::from(value.to_str().ok()?)))
    });
    let headers: Map<_, _> = headers.collect();
    let mut response = json!({"id": id, "status": answer.status.as_u16(), "headers": headers});
    if !answer.body.is_empty()
        && let Value::Object(members) = &mut response
    {
        // All bodies of responses are JSON.
        members.insert("body".to_owned(), serde_json::from_slice(&answer.body).unwrap_or_default());
    }
    response
}
