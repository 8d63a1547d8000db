//! One attempt: sends the request, and reads the response.

use std::time::{Duration, SystemTime};

use http::Extensions;
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, DATE, HeaderName};
use tokio::time::{Instant, timeout_at};

use super::body::{End, read};
use super::core::Core;
use super::outgoing;
use super::success::{ReadContext, ReadSuccess, wait_in_body};
use crate::error::{Error, NotRetried, root_cause};
use crate::redact::Scrubber;
use crate::request::{Repeatability, Request};
use crate::response::{Head, PriorAttempts, RawResponse};
use crate::retry::{AttemptResult, Failure, RetryClass, requested_wait};
use crate::time::ClockSkew;
use crate::time_limit::TimeLimit;
use crate::transport::classify;

/// One attempt of a request.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) core: &'a Core,
    pub(crate) request: &'a Request,
    pub(crate) client_request_id: &'a str,
    pub(crate) repeatability: Option<&'a Repeatability>,
    /// The number of the attempt, starting at 1.
    pub(crate) number: u32,
    /// The service may have processed an earlier attempt.
    pub(crate) maybe_processed: bool,
    /// The start of the first attempt.
    pub(crate) started: Instant,
    /// The time limit of all attempts.
    pub(crate) total: TimeLimit,
}

/// The outcome of an attempt.
pub(crate) struct Outcome<S> {
    /// The result of the request if no attempt follows.
    pub(crate) result: Result<S, Error>,
    /// The status, if there was a response.
    pub(crate) status: Option<StatusCode>,
    /// The part of the result that the decision to retry depends on.
    pub(crate) attempt_result: AttemptResult,
    /// The wait that the service requests.
    pub(crate) retry_after: Option<Duration>,
    /// The number of attempts, including this one; 0 if nothing was sent.
    pub(crate) attempts: u32,
}

impl<S> Outcome<S> {
    /// Creates the outcome of an attempt without a complete response.
    pub(crate) fn failed(error: Error, failure: Failure) -> Self {
        let attempts = error.attempts();
        let attempt_result = AttemptResult::Failure(failure);
        Self { result: Err(error), status: None, attempt_result, retry_after: None, attempts }
    }
}

impl<S: ReadSuccess> Outcome<S> {
    /// Sets the reason for not retrying.
    pub(crate) fn not_retried(&mut self, reason: NotRetried) {
        match &mut self.result {
            Ok(response) => response.head_mut().not_retried = Some(reason),
            Err(error) => error.parts_mut().not_retried = Some(reason),
        }
    }
}

impl Attempt<'_> {
    /// Makes the attempt.
    pub(crate) async fn run<S: ReadSuccess>(self) -> Outcome<S> {
        let Self { core, request, .. } = self;
        let mut scrubber = Scrubber::default();
        let Self { client_request_id, repeatability, total, .. } = self;
        let outgoing = outgoing::build(core, request, client_request_id, repeatability, &mut scrubber);
        let outgoing = match timeout_at(total.end, outgoing).await {
            Ok(Ok(outgoing)) => outgoing,
            Ok(Err(error)) => return self.unsent(error),
            Err(_) => return self.unsent(total.error("token")),
        };
        let authorization = outgoing.headers().get(AUTHORIZATION).cloned();

        let chunk_timeout = request.attempt_timeout.unwrap_or(core.options.attempt_timeout);
        let limit = TimeLimit::attempt(chunk_timeout).or_earlier(total);
        let mut response = match timeout_at(limit.end, core.transport.send(outgoing)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                let (kind, failure) = classify(&error);
                let cause = scrubber.scrub(root_cause(error.as_ref()).to_string());
                return self.failed(Error::new(kind, cause).with_source(error), failure);
            }
            Err(_) => return self.failed(limit.error("response"), Failure::MaybeProcessed),
        };
        if response.status() == StatusCode::UNAUTHORIZED
            && !request.without_credential
            && let Some(authorization) = authorization
        {
            core.credential.reject(&authorization);
        }
        let head = self.head(&mut response, scrubber);
        let status = head.status;
        if !status.is_success() {
            return self.read_non_success(head, response, limit).await;
        }
        let wait = head.retry_after;
        let Self { maybe_processed, started, .. } = self;
        let context = ReadContext { options: &core.options, maybe_processed, started, limit, chunk_timeout };
        match S::read(head, response, context).await {
            Ok((success, wait_in_body)) => {
                let wait = wait_in_body.or(wait);
                let attempt_result = AttemptResult::Response {
                    status,
                    requests_wait: wait.is_some(),
                    is_busy: wait_in_body.is_some(),
                };
                let (result, status) = (Ok(success), Some(status));
                Outcome { result, status, attempt_result, retry_after: wait, attempts: self.number }
            }
            Err((error, failure)) => Outcome { status: Some(status), ..Outcome::failed(error, failure) },
        }
    }

    /// Reads an unsuccessful response. Its body is cut at the limit for error bodies.
    async fn read_non_success<S: ReadSuccess>(
        self,
        mut head: Box<Head>,
        mut response: reqwest::Response,
        limit: TimeLimit,
    ) -> Outcome<S> {
        let Self { core, request, maybe_processed, .. } = self;
        let status = head.status;
        let read = read(&mut response, core.options.max_error_body, limit.end).await;
        let wait_in_body = wait_in_body(core.options.back_off, &read.bytes);
        head.retry_after = wait_in_body.or(head.retry_after);
        head.elapsed = self.started.elapsed();
        let wait = head.retry_after;
        let mut extensions = Extensions::new();
        let is_final = request.is_final_error.is_some_and(|is_final| is_final(&read.bytes, &mut extensions));
        let attempt_result = if is_final && wait_in_body.is_none() {
            AttemptResult::Failure(Failure::Permanent)
        } else {
            AttemptResult::Response { status, requests_wait: wait.is_some(), is_busy: wait_in_body.is_some() }
        };
        let mut response = RawResponse::new(head, read.bytes, !matches!(read.end, End::Complete));
        // A 404 to a later attempt means that an earlier one has deleted the resource.
        let deleted =
            maybe_processed && status == StatusCode::NOT_FOUND && request.class == RetryClass::Delete;
        response.prior_attempts = PriorAttempts { maybe_processed, deleted };
        response.extensions = extensions;
        let (result, status) = (S::from_non_success(response), Some(status));
        Outcome { result, status, attempt_result, retry_after: wait, attempts: self.number }
    }

    /// Returns the head of a response. The headers are moved out of the response.
    fn head(self, response: &mut reqwest::Response, scrubber: Scrubber) -> Box<Head> {
        let headers = std::mem::take(response.headers_mut());
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let now = self.core.options.clock.now();
        let date: Option<SystemTime> = text(DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        Box::new(Head {
            method: self.request.method.clone(),
            url: self.request.url.clone(),
            status: response.status(),
            // A date in `Retry-After` is a time of the server's clock.
            retry_after: requested_wait(&headers, date.unwrap_or(now)),
            clock_skew: date.and_then(|date| ClockSkew::between(now, date)),
            headers,
            client_request_id: Some(self.client_request_id.to_owned()),
            scrubber,
            not_retried: None,
            attempts: self.number,
            // Set when the body was read.
            elapsed: Duration::ZERO,
        })
    }

    /// Creates the outcome of a request that could not be sent.
    fn unsent<S>(self, error: Error) -> Outcome<S> {
        Self { number: self.number - 1, ..self }.failed(error, Failure::Permanent)
    }

    /// Creates the outcome of an attempt without a response.
    fn failed<S>(self, mut error: Error, failure: Failure) -> Outcome<S> {
        let parts = error.parts_mut();
        parts.request = Some(self.request.redacted());
        parts.client_request_id = Some(self.client_request_id.to_owned());
        parts.attempts = self.number;
        Outcome::failed(error, failure)
    }
}
