//! Repeated requests: a request with a known id has the earlier response, and is not processed again.
//!
//! Source: <https://learn.microsoft.com/en-us/rest/api/communication/repeatable-requests>

use std::collections::{HashMap, VecDeque};
use std::time::{Duration, SystemTime};

use acs_calling::server::Operation;
use aws_lc_rs::digest::{SHA256, digest};
use http::{HeaderName, StatusCode};
use uuid::Uuid;

use super::refusal::Refusal;
use crate::answer::Answer;
use crate::request::Request;

/// The header with the result of the check.
const RESULT: HeaderName = HeaderName::from_static("repeatability-result");

/// The largest difference between `Repeatability-First-Sent` and the clock, and the time for which a response is kept.
const WINDOW: Duration = Duration::from_secs(300);

/// The identity of a request: its operation and its id.
pub(super) type Key = (Operation, Uuid);

/// The responses to the requests of the last minutes.
#[derive(Default)]
pub(super) struct Repeatability {
    kept: HashMap<Key, Kept>,
    /// The expiry of each response, in order of arrival.
    expiries: VecDeque<(SystemTime, Key)>,
}

struct Kept {
    /// The hash of the method, the target and the body.
    fingerprint: Vec<u8>,
    answer: Answer,
}

/// The way in which a request is processed.
#[derive(Debug)]
pub(super) enum Decision {
    /// It has no headers for repeatability.
    Process,
    /// It is new, and its response must be kept.
    ProcessAndKeep(Key),
    /// It was processed before.
    Repeat(Answer),
}

impl Repeatability {
    /// Decides how to process a request of a repeatable operation.
    pub(super) fn check(
        &mut self,
        operation: Operation,
        request: &Request,
        now: SystemTime,
    ) -> Result<Decision, Refusal> {
        let id = request.header("repeatability-request-id");
        let first_sent = request.header("repeatability-first-sent");
        let (id, first_sent) = match (id, first_sent) {
            (None, None) => return Ok(Decision::Process),
            (Some(id), Some(first_sent)) => (id, first_sent),
            (None, _) => return Err(rejected("the header Repeatability-Request-ID is missing")),
            (_, None) => return Err(rejected("the header Repeatability-First-Sent is missing")),
        };
        let id = Uuid::try_parse(id).map_err(|_| rejected("Repeatability-Request-ID is not a UUID"))?;
        let first_sent = httpdate::parse_http_date(first_sent)
            .map_err(|_| rejected("Repeatability-First-Sent is not an HTTP date"))?;
        if first_sent + WINDOW < now || now + WINDOW < first_sent {
            let message = "repeatability first sent header is not within 5 minute window";
            return Err(
                Refusal::new(StatusCode::PRECONDITION_FAILED, 412, message).header(RESULT, "rejected")
            );
        }
        self.expire(now);
        match self.kept.get(&(operation, id)) {
            Some(kept) if kept.fingerprint != fingerprint(request) => {
                Err(rejected("Repeatability-Request-ID belongs to another request"))
            }
            Some(kept) => Ok(Decision::Repeat(kept.answer.clone())),
            None => Ok(Decision::ProcessAndKeep((operation, id))),
        }
    }

    /// Keeps the response to a new request, and marks it as accepted. A failure of the service is not kept, so that the
    /// request is processed again.
    pub(super) fn keep(&mut self, key: Key, request: &Request, answer: Answer, now: SystemTime) -> Answer {
        let answer = answer.header(RESULT, "accepted");
        if !answer.status.is_server_error() {
            self.kept.insert(key, Kept { fingerprint: fingerprint(request), answer: answer.clone() });
            self.expiries.push_back((now + WINDOW, key));
        }
        answer
    }

    fn expire(&mut self, now: SystemTime) {
        while let Some((_, key)) = self.expiries.front().filter(|(expiry, _)| *expiry < now) {
            self.kept.remove(key);
            self.expiries.pop_front();
        }
    }
}

fn rejected(reason: &str) -> Refusal {
    Refusal::bad_request(400, format!("The request is rejected: {reason}.")).header(RESULT, "rejected")
}

fn fingerprint(request: &Request) -> Vec<u8> {
    let mut text = format!("{} {}\n", request.method, request.target()).into_bytes();
    text.extend_from_slice(&request.body);
    digest(&SHA256, &text).as_ref().to_vec()
}
