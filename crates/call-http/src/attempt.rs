//! One attempt: headers, credential, send, read.

use std::time::SystemTime;

use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, DATE, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};
use reqwest::{Method, StatusCode};
use tokio::time::{Instant, timeout_at};

use crate::body::{End, read};
use crate::error::{Error, ErrorKind, root_cause};
use crate::options::RequestIdHeader;
use crate::pipeline::Core;
use crate::raw_response::{Head, RawResponse, StreamingResponse};
use crate::request::{Repeatability, Request, header_value};
use crate::retry_after::requested_wait;
use crate::secret::Scrubber;
use crate::time::ClockSkew;
use crate::transport::{Failure, classify};

/// What one attempt needs.
#[derive(Clone, Copy)]
pub(crate) struct Attempt<'a> {
    pub(crate) core: &'a Core,
    pub(crate) request: &'a Request,
    pub(crate) client_request_id: Option<&'a str>,
    pub(crate) repeatability: Option<&'a Repeatability>,
    /// 1 for the first.
    pub(crate) number: u32,
    /// When the first attempt began.
    pub(crate) started: Instant,
    /// When all of it must have ended.
    pub(crate) deadline: Instant,
    /// Leave the body of a success unread.
    pub(crate) streaming: bool,
}

/// How one attempt ended.
pub(crate) enum Outcome {
    /// An answer, and whether its body told that the service was too busy to do anything.
    Whole(RawResponse, bool),
    /// An answer whose body is still to be read.
    Open(StreamingResponse),
    /// None.
    Failed(Error, Failure),
}

impl Attempt<'_> {
    pub(crate) async fn run(self) -> Outcome {
        let Self { core, request, .. } = self;
        let mut scrubber = Scrubber::default();
        let headers = match timeout_at(self.deadline, self.headers(&mut scrubber)).await {
            Ok(Ok(headers)) => headers,
            Ok(Err(error)) => return self.unsent(error),
            Err(_) => return self.unsent(Error::new(ErrorKind::Timeout, "no token came in time")),
        };
        let sent = headers.clone();
        let mut outgoing = reqwest::Request::new(request.method.clone(), request.url.clone());
        *outgoing.headers_mut() = headers;
        if !request.body.is_empty() {
            *outgoing.body_mut() = Some(request.body.clone().into());
        } else if matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
            // hyper leaves it out, and IIS then answers 411.
            outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }

        let time = request.attempt_timeout.unwrap_or(core.options.attempt_timeout);
        let deadline = Instant::now().checked_add(time).map_or(self.deadline, |end| end.min(self.deadline));
        let mut response = match timeout_at(deadline, core.transport.send(outgoing)).await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => {
                let (kind, failure) = classify(&error);
                let cause = scrubber.scrub(root_cause(error.as_ref()).to_string());
                return self.failed(Error::new(kind, cause).with_source(error), failure);
            }
            Err(_) => {
                let error = Error::new(ErrorKind::Timeout, "no answer came in time");
                return self.failed(error, Failure::PerhapsTaken);
            }
        };
        if response.status() == StatusCode::UNAUTHORIZED && !request.without_credential {
            core.credential.refused(&sent);
        }
        let mut head = self.head(&response, scrubber);
        if !head.status.is_success() {
            let read = read(&mut response, core.options.max_error_body, deadline).await;
            let busy = core.options.back_off.and_then(|back_off| back_off(&read.bytes));
            head.retry_after = busy.or(head.retry_after);
            let truncated = !matches!(read.end, End::Whole);
            return Outcome::Whole(RawResponse::new(head, read.bytes, truncated), busy.is_some());
        }
        if self.streaming {
            return Outcome::Open(StreamingResponse { head, inner: response, idle: time });
        }
        self.success(head, response, deadline).await
    }

    /// Reads the body of a success, which must come whole.
    async fn success(self, mut head: Head, mut response: reqwest::Response, deadline: Instant) -> Outcome {
        let limit = self.core.options.max_body;
        let too_large =
            || (ErrorKind::TooLarge, format!("the body is larger than {limit} bytes"), Failure::Lasting);
        let length =
            head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
        if length.is_some_and(|length| length > limit as u64) && self.request.method != Method::HEAD {
            let (kind, message, failure) = too_large();
            return Outcome::Failed(head.error(kind, message), failure);
        }
        let read = read(&mut response, limit, deadline).await;
        let (kind, message, failure) = match &read.end {
            End::Whole => {
                let busy = self.core.options.back_off.and_then(|back_off| back_off(&read.bytes));
                head.retry_after = busy.or(head.retry_after);
                head.elapsed = self.started.elapsed();
                let response = RawResponse::new(head, read.bytes, false);
                return Outcome::Whole(response, busy.is_some());
            }
            End::TooLarge => too_large(),
            End::Late => {
                (ErrorKind::Timeout, "the body did not come in time".to_owned(), Failure::PerhapsTaken)
            }
            End::Broken(error) => {
                let message = format!("the body broke off: {}", root_cause(error));
                (ErrorKind::Transport, message, Failure::PerhapsTaken)
            }
        };
        let partial = RawResponse::new(head, read.bytes, true);
        let mut error = partial.fault(kind, message);
        if let End::Broken(source) = read.end {
            error = error.with_source(source);
        }
        Outcome::Failed(error, failure)
    }

    /// The headers of this attempt: nothing leaves that is not made here or given by the caller.
    async fn headers(self, scrubber: &mut Scrubber) -> Result<HeaderMap, Error> {
        let Self { core, request, .. } = self;
        let mut headers = request.headers.clone();
        if !headers.contains_key(USER_AGENT) {
            headers.insert(USER_AGENT, header_value("user-agent", core.options.effective_user_agent())?);
        }
        if !headers.contains_key(ACCEPT_ENCODING) {
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        }
        let names = match core.options.request_id_header.unwrap_or_default() {
            RequestIdHeader::XMs => Some(("x-ms-client-request-id", "x-ms-return-client-request-id")),
            RequestIdHeader::Plain => Some(("client-request-id", "return-client-request-id")),
            RequestIdHeader::None => None,
        };
        if let (Some((name, wish)), Some(id)) = (names, self.client_request_id) {
            headers.insert(HeaderName::from_static(name), header_value(name, id)?);
            headers.insert(HeaderName::from_static(wish), HeaderValue::from_static("true"));
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

    fn head(self, response: &reqwest::Response, scrubber: Scrubber) -> Head {
        let headers = response.headers();
        let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let now = self.core.options.clock.now();
        let date: Option<SystemTime> = text(DATE).and_then(|date| httpdate::parse_http_date(date).ok());
        Head {
            request: self.request.shown(),
            url: self.request.url.clone(),
            status: response.status(),
            // A date in `Retry-After` is by the server's clock.
            retry_after: requested_wait(headers, date.unwrap_or(now)),
            clock_skew: date.and_then(|date| ClockSkew::between(now, date)),
            headers: headers.clone(),
            client_request_id: self.client_request_id.map(str::to_owned),
            scrubber,
            attempts: self.number,
            elapsed: self.started.elapsed(),
        }
    }

    /// A failure to make the attempt at all.
    fn unsent(self, error: Error) -> Outcome {
        Self { number: self.number - 1, ..self }.failed(error, Failure::Lasting)
    }

    /// A failure without an answer.
    fn failed(self, mut error: Error, failure: Failure) -> Outcome {
        let parts = error.parts_mut();
        parts.request = Some(self.request.shown());
        parts.client_request_id = self.client_request_id.map(str::to_owned);
        parts.attempts = self.number;
        Outcome::Failed(error, failure)
    }
}
