//! The loop around the attempts.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{StatusCode, Url};
use tokio::time::Instant;
use tracing::{Instrument as _, debug, field, info_span, warn};

use crate::attempt::{Attempt, Outcome};
use crate::credential::Credential;
use crate::error::Error;
use crate::options::ClientOptions;
use crate::raw_response::{Before, RawResponse, StreamingResponse};
use crate::request::{Repeatability, Request};
use crate::retry::{Ending, RetryClass, worth};
use crate::time::Clock;
use crate::transport::{Failure, Transport};
use crate::trust::{TrustedOrigins, is_this_machine, redacted_url, well_formed};

/// Sends requests to one endpoint with one credential. Cheap to clone; clones share connections and tokens.
///
/// Each request is a span `call_http` of `tracing`, with the operation, the method, the URL without its query
/// and the client request id; each attempt and each wait is an event in it. Nothing of headers or bodies is
/// traced.
#[derive(Clone)]
pub struct Pipeline(pub(crate) Arc<Core>);

pub(crate) struct Core {
    pub(crate) trusted: TrustedOrigins,
    pub(crate) credential: Credential,
    pub(crate) options: ClientOptions,
    pub(crate) transport: Arc<dyn Transport>,
}

impl Pipeline {
    /// A pipeline to an endpoint, such as `https://contoso.communication.azure.com/`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when the endpoint is not of http or https or has a
    /// password in it, or no HTTP client can be built.
    pub fn new(endpoint: Url, credential: Credential, options: ClientOptions) -> Result<Self, Error> {
        let trusted = TrustedOrigins::new(endpoint, options.trusted_hosts.clone(), options.allow_http)?;
        let transport = options.make_transport()?;
        Ok(Self(Arc::new(Core { trusted, credential, options, transport })))
    }

    /// The endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.0.trusted.endpoint()
    }

    /// The clock of the options, for waits that the protocol on top makes.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.options.clock
    }

    /// The URL of a path under the endpoint. The path starts with `/`, and its parameters are percent-encoded
    /// already; it may have a query.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when no URL comes of it.
    pub fn url(&self, path: &str) -> Result<Url, Error> {
        let mut base = self.endpoint().clone();
        base.set_query(None);
        let text = format!("{}{path}", base.as_str().trim_end_matches('/'));
        let fault = || Error::configuration("the path does not start with `/`");
        let url = path.starts_with('/').then(|| Url::parse(&text).ok()).flatten();
        url.filter(|url| url.origin() == base.origin()).ok_or_else(fault)
    }

    /// Whether the endpoint is this machine: an emulator, a test.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_this_machine(self.endpoint())
    }

    /// Whether the credential may be sent to a URL: one of the endpoint or of a trusted host, over https or where http
    /// is allowed.
    #[must_use]
    pub fn trusts(&self, url: &Url) -> bool {
        self.0.trusted.check(url, !self.0.credential.is_none()).is_ok()
    }

    /// Sends a request, again if its class allows and the fault may pass, and gives the answer if it is a
    /// success (2xx).
    ///
    /// # Errors
    ///
    /// [`Auth`](crate::ErrorKind::Auth), [`Status`](crate::ErrorKind::Status) and
    /// [`Redirect`](crate::ErrorKind::Redirect) for an answer that is none; else as
    /// [`execute`](Self::execute).
    pub async fn send(&self, request: Request) -> Result<RawResponse, Error> {
        self.execute(request).await?.into_success()
    }

    /// As [`send`](Self::send), but gives the answer whatever its status, for protocols that put faults into
    /// typed bodies.
    ///
    /// # Errors
    ///
    /// No answer, or one that cannot be read: every other [`ErrorKind`](crate::ErrorKind).
    pub async fn execute(&self, request: Request) -> Result<RawResponse, Error> {
        match self.run(request, false).await? {
            Answer::Whole(response) => Ok(response),
            Answer::Open(open) => Err(open.head.error(crate::ErrorKind::Decode, "the body was left unread")),
        }
    }

    /// As [`send`](Self::send), but leaves the body of the success to be read piece by piece, without a limit
    /// of size.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_streaming(&self, request: Request) -> Result<StreamingResponse, Error> {
        match self.run(request, true).await? {
            Answer::Open(open) => Ok(open),
            Answer::Whole(response) => Err(response.to_error()),
        }
    }

    async fn run(&self, request: Request, streaming: bool) -> Result<Answer, Error> {
        let core = &*self.0;
        let client_request_id =
            request.client_request_id.clone().unwrap_or_else(|| (core.options.request_ids)());
        let span = info_span!(
            "call_http",
            operation = &*request.operation,
            request = request.shown(),
            client_request_id,
            status = field::Empty,
            attempts = field::Empty,
        );
        self.attempts(&request, &client_request_id, streaming).instrument(span).await
    }

    async fn attempts(
        &self,
        request: &Request,
        client_request_id: &str,
        streaming: bool,
    ) -> Result<Answer, Error> {
        let core = &*self.0;
        if request.without_credential {
            well_formed(&request.url)?;
        } else {
            core.trusted.check(&request.url, !core.credential.is_none())?;
        }
        let policy = core.options.retry;
        let mut delays = policy.delays();
        let started = Instant::now();
        let deadline = started.checked_add(core.options.total_timeout);
        // A time beyond what a clock can hold is a day at least, and no request waits for that.
        let deadline = deadline.unwrap_or_else(|| started + Duration::from_secs(24 * 60 * 60));
        let made =
            (request.class == RetryClass::Repeatable).then(|| Repeatability::new(core.options.clock.now()));
        let repeatability = request.repeatability.or(made);
        let (mut number, mut taken) = (1, false);
        loop {
            let attempt = Attempt {
                core,
                request,
                client_request_id: Some(client_request_id),
                repeatability: repeatability.as_ref(),
                number,
                started,
                deadline,
                streaming,
            };
            let mut outcome = attempt.run().await;
            note_before(&mut outcome, request.class, taken);
            trace(&outcome, number);
            let (ending, asked) = judge(&outcome, request.is_conclusive);
            let next = (number <= policy.retries() && worth(request.class, ending))
                .then(|| policy.wait(asked, &mut delays))
                .flatten()
                .filter(|wait| Instant::now().checked_add(*wait).is_some_and(|end| end < deadline))
                .filter(|wait| core.still_tracked(request.class, repeatability.as_ref(), *wait));
            let Some(wait) = next else { return finish(outcome) };
            warn!(
                attempt = number,
                wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                "retrying"
            );
            taken |= !ending.is_not_taken();
            // What the connection still holds of the answer goes before the wait.
            drop(outcome);
            core.options.clock.sleep(wait).await;
            number += 1;
        }
    }
}

impl Core {
    /// Whether the service would still know the request after a wait.
    fn still_tracked(
        &self,
        class: RetryClass,
        repeatability: Option<&Repeatability>,
        wait: Duration,
    ) -> bool {
        let Some(repeatability) = repeatability.filter(|_| class == RetryClass::Repeatable) else {
            return true;
        };
        match self.options.clock.now().duration_since(repeatability.first_sent) {
            Ok(age) => age.saturating_add(wait) < Repeatability::TRACKED,
            Err(_) => true,
        }
    }
}

enum Answer {
    Whole(RawResponse),
    Open(StreamingResponse),
}

fn finish(outcome: Outcome) -> Result<Answer, Error> {
    match outcome {
        Outcome::Whole(response, _) => Ok(Answer::Whole(response)),
        Outcome::Open(open) => Ok(Answer::Open(open)),
        Outcome::Failed(error, _) => Err(error),
    }
}

/// 404 to a later attempt to delete means that an earlier one did, if one may have been taken.
fn note_before(outcome: &mut Outcome, class: RetryClass, taken: bool) {
    if let Outcome::Whole(response, _) = outcome {
        let gone = response.head.status == StatusCode::NOT_FOUND;
        response.before = Before { taken, deleted: taken && gone && class == RetryClass::Delete };
    }
}

fn judge(outcome: &Outcome, is_conclusive: Option<fn(&[u8]) -> bool>) -> (Ending, Option<Duration>) {
    match outcome {
        Outcome::Whole(RawResponse { head, body, .. }, busy) => {
            let asked = head.retry_after;
            let is_conclusive = is_conclusive.filter(|_| !busy && !head.status.is_success());
            if is_conclusive.is_some_and(|tells| tells(body)) {
                return (Ending::Failure(Failure::Lasting), asked);
            }
            (Ending::Answer { status: head.status, asked: asked.is_some(), busy: *busy }, asked)
        }
        Outcome::Open(_) => (Ending::Failure(Failure::Lasting), None),
        Outcome::Failed(_, failure) => (Ending::Failure(*failure), None),
    }
}

fn trace(outcome: &Outcome, number: u32) {
    let span = tracing::Span::current();
    span.record("attempts", number);
    let head = match outcome {
        Outcome::Whole(response, _) => &response.head,
        Outcome::Open(open) => &open.head,
        Outcome::Failed(error, _) => {
            debug!(attempt = number, kind = %error.kind(), "no answer");
            return;
        }
    };
    let status = head.status.as_u16();
    span.record("status", status);
    let elapsed_ms = u64::try_from(head.elapsed.as_millis()).unwrap_or(u64::MAX);
    debug!(attempt = number, status, elapsed_ms, "answer");
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("endpoint", &redacted_url(self.endpoint()))
            .field("credential", &self.0.credential)
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}
