//! One attempt: headers, credential, send, read.

use std::time::{Duration, SystemTime};

use http::Extensions;
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, DATE, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use reqwest::{Method, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::body::{End, read};
use crate::core::Core;
use crate::error::{Error, root_cause};
use crate::header::header_value;
use crate::limit::Limit;
use crate::options::RequestIdHeader;
use crate::raw_response::{Head, PriorAttempts, RawResponse};
use crate::request::{Repeatability, Request};
use crate::retry::{AttemptResult, NotRetried, RetryClass, requested_wait};
use crate::secret::Scrubber;
use crate::success::{ReadContext, ReadSuccess, busy};
use crate::time::ClockSkew;
use crate::transport::{Failure, classify};

static X_MS_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-client-request-id");
static X_MS_RETURN_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-return-client-request-id");
static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
static RETURN_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("return-client-request-id");

/// Room for the headers that an attempt adds to those of the request.
const ADDED_HEADERS: usize = 10;

/// What one attempt needs.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) core: &'a Core,
    pub(crate) request: &'a Request,
    pub(crate) client_request_id: &'a str,
    pub(crate) repeatability: Option<&'a Repeatability>,
    /// 1 for the first.
    pub(crate) number: u32,
    /// An earlier attempt may have been processed.
    pub(crate) taken: bool,
    /// When the first attempt began.
    pub(crate) started: Instant,
    /// The time for all attempts.
    pub(crate) total: Limit,
}

/// How one attempt ended.
pub(crate) struct Outcome<S> {
    /// What the caller gets if no attempt follows.
    pub(crate) result: Result<S, Error>,
    /// The status, if there was a response.
    pub(crate) status: Option<StatusCode>,
    /// What decides whether an attempt follows.
    pub(crate) ending: AttemptResult,
    /// The wait that the service asked for.
    pub(crate) retry_after: Option<Duration>,
    /// How many attempts were made with this one; 0 if nothing was sent.
    pub(crate) attempts: u32,
}

impl<S> Outcome<S> {
    /// A failure without a response, which knows how many attempts were made.
    pub(crate) fn failed(error: Error, failure: Failure) -> Self {
        let attempts = error.attempts();
        let ending = AttemptResult::Failure(failure);
        Self { result: Err(error), status: None, ending, retry_after: None, attempts }
    }
}

impl<S: ReadSuccess> Outcome<S> {
    /// Adds the reason why no attempt follows, which the error then says.
    pub(crate) fn not_retried(&mut self, reason: NotRetried) {
        match &mut self.result {
            Ok(response) => response.head_mut().not_retried = Some(reason),
            Err(error) => error.parts_mut().not_retried = Some(reason),
        }
    }
}

impl Attempt<'_> {
    pub(crate) async fn run<S: ReadSuccess>(self) -> Outcome<S> {
        let Self { core, request, .. } = self;
        let mut scrubber = Scrubber::default();
        let headers = match timeout_at(self.total.end, self.headers(&mut scrubber)).await {
            Ok(Ok(headers)) => headers,
            Ok(Err(error)) => return self.unsent(error),
            Err(_) => return self.unsent(self.total.error("token")),
        };
        let authorization = headers.get(AUTHORIZATION).cloned();
        let outgoing = self.outgoing(headers);

        let idle = request.attempt_timeout.unwrap_or(core.options.attempt_timeout);
        let limit = Limit::attempt(idle).or_earlier(self.total);
        let mut response = match timeout_at(limit.end, core.transport.send(outgoing)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                let (kind, failure) = classify(&error);
                let cause = scrubber.scrub(root_cause(error.as_ref()).to_string());
                return self.failed(Error::new(kind, cause).with_source(error), failure);
            }
            Err(_) => return self.failed(limit.error("response"), Failure::PerhapsTaken),
        };
        if response.status() == StatusCode::UNAUTHORIZED
            && !request.without_credential
            && let Some(authorization) = authorization
        {
            core.credential.refused(&authorization);
        }
        let head = self.head(&mut response, scrubber);
        let status = head.status;
        if !status.is_success() {
            return self.other_status(head, response, limit).await;
        }
        let asked = head.retry_after;
        let Self { taken, started, .. } = self;
        let context = ReadContext { options: &core.options, taken, started, limit, idle };
        match S::read(head, response, context).await {
            Ok((success, busy)) => {
                let asked = busy.or(asked);
                let ending = AttemptResult::Answer { status, asked: asked.is_some(), busy: busy.is_some() };
                let (result, status) = (Ok(success), Some(status));
                Outcome { result, status, ending, retry_after: asked, attempts: self.number }
            }
            Err((error, failure)) => Outcome { status: Some(status), ..Outcome::failed(error, failure) },
        }
    }

    /// Reads as much of the body of another status than a success as is allowed.
    async fn other_status<S: ReadSuccess>(
        self,
        mut head: Box<Head>,
        mut response: reqwest::Response,
        limit: Limit,
    ) -> Outcome<S> {
        let Self { core, request, taken, .. } = self;
        let status = head.status;
        let read = read(&mut response, core.options.max_error_body, limit.end).await;
        let busy = busy(core.options.back_off, &read.bytes);
        head.retry_after = busy.or(head.retry_after);
        head.elapsed = self.started.elapsed();
        let asked = head.retry_after;
        let mut extensions = Extensions::new();
        let is_final = request.is_final_error.is_some_and(|is_final| is_final(&read.bytes, &mut extensions));
        let ending = if is_final && busy.is_none() {
            AttemptResult::Failure(Failure::Lasting)
        } else {
            AttemptResult::Answer { status, asked: asked.is_some(), busy: busy.is_some() }
        };
        let mut response = RawResponse::new(head, read.bytes, !matches!(read.end, End::Whole));
        // 404 to a later attempt to delete means that an earlier one did.
        let deleted = taken && status == StatusCode::NOT_FOUND && request.class == RetryClass::Delete;
        response.before = PriorAttempts { taken, deleted };
        response.extensions = extensions;
        let (result, status) = (S::other(response), Some(status));
        Outcome { result, status, ending, retry_after: asked, attempts: self.number }
    }

    /// The headers of this attempt: nothing leaves that is not made here or given by the caller.
    async fn headers(self, scrubber: &mut Scrubber) -> Result<HeaderMap, Error> {
        let Self { core, request, .. } = self;
        let mut headers = HeaderMap::with_capacity(request.headers.len() + ADDED_HEADERS);
        for (name, value) in &request.headers {
            headers.append(name, value.clone());
        }
        if !headers.contains_key(USER_AGENT) {
            headers.insert(USER_AGENT, core.user_agent.clone());
        }
        if !headers.contains_key(ACCEPT_ENCODING) {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        let names = match core.options.request_id_header.unwrap_or_default() {
            RequestIdHeader::XMs => Some((&X_MS_CLIENT_REQUEST_ID, &X_MS_RETURN_CLIENT_REQUEST_ID)),
            RequestIdHeader::Plain => Some((&CLIENT_REQUEST_ID, &RETURN_CLIENT_REQUEST_ID)),
            RequestIdHeader::None => None,
        };
        if let Some((name, wish)) = names {
            headers.insert(name, header_value(name.as_str(), self.client_request_id)?);
            headers.insert(wish, HeaderValue::from_static("true"));
        }
        if let Some(repeatability) = self.repeatability {
            repeatability.write(&mut headers)?;
        }
        if request.without_credential {
            // Not even one that the caller had in hand for the endpoint.
            headers.remove(AUTHORIZATION);
            // The server may know it from another request.
            core.credential.watch_for(scrubber);
        } else {
            let now = core.options.clock.now();
            core.credential.authorize(request, core.trusted.endpoint(), now, &mut headers, scrubber).await?;
        }
        Ok(headers)
    }

    fn outgoing(self, headers: HeaderMap) -> reqwest::Request {
        let request = self.request;
        let mut outgoing = reqwest::Request::new(request.method.clone(), request.url.clone());
        *outgoing.headers_mut() = headers;
        if !request.body.is_empty() {
            *outgoing.body_mut() = Some(request.body.clone().into());
        } else if matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
            // hyper leaves it out, and IIS then answers 411.
            outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        outgoing
    }

    /// All of a response but its body. The headers are taken out of it.
    fn head(self, response: &mut reqwest::Response, scrubber: Scrubber) -> Box<Head> {
        let headers = std::mem::take(response.headers_mut());
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let now = self.core.options.clock.now();
        let date: Option<SystemTime> = text(DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        Box::new(Head {
            method: self.request.method.clone(),
            url: self.request.url.clone(),
            status: response.status(),
            // A date in `Retry-After` is by the server's clock.
            retry_after: requested_wait(&headers, date.unwrap_or(now)),
            clock_skew: date.and_then(|date| ClockSkew::between(now, date)),
            headers,
            client_request_id: Some(self.client_request_id.to_owned()),
            scrubber,
            not_retried: None,
            attempts: self.number,
            // Until the body is read.
            elapsed: Duration::ZERO,
        })
    }

    /// A failure to make the attempt at all.
    fn unsent<S>(self, error: Error) -> Outcome<S> {
        Self { number: self.number - 1, ..self }.failed(error, Failure::Lasting)
    }

    /// A failure without a response.
    fn failed<S>(self, mut error: Error, failure: Failure) -> Outcome<S> {
        let parts = error.parts_mut();
        parts.request = Some(self.request.shown());
        parts.client_request_id = Some(self.client_request_id.to_owned());
        parts.attempts = self.number;
        Outcome::failed(error, failure)
    }
}
