//! Sends requests: the loop over the attempts.

mod attempt;
mod body;
mod core;
mod outgoing;
mod success;
mod telemetry;

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use backon::ExponentialBackoff;
use tokio::time::Instant;
use tracing::{Instrument as _, debug, warn};

use self::attempt::{Attempt, Outcome};
pub(crate) use self::core::Core;
use self::success::ReadSuccess;
use self::telemetry::{Ended, attempt_span, request_span};
use crate::error::{Error, NotRetried};
use crate::request::{Repeatability, Request};
use crate::retry::{Failure, RetryClass, should_retry};
use crate::time_limit::TimeLimit;
use crate::trust::check_url;

/// Sends a request, retries it if that is safe and useful, and reports the result.
///
/// # Errors
///
/// There was no complete response, or a streaming response was unsuccessful.
pub(crate) async fn send<S: ReadSuccess>(core: &Core, request: &Request) -> Result<S, Error> {
    let client_request_id = match &request.client_request_id {
        Some(id) => Cow::Borrowed(id.as_str()),
        None => Cow::Owned((core.options.request_ids)()),
    };
    let started = Instant::now();
    let span = request_span(request, &client_request_id);
    // Pinned here, since `instrument` would move the future twice, and it is large.
    let attempts = pin!(attempts(core, request, &client_request_id, started));
    let outcome = attempts.instrument(span.clone()).await;
    let Outcome { result, status, attempts, .. } = outcome;
    span.record("attempts", attempts);
    let ended = Ended::new(&result, status);
    ended.record(&span);
    if let Some(observer) = &core.options.observer {
        observer.request_ended(&ended.observation(request, attempts, started.elapsed()));
    }
    result
}

/// Makes attempts, and returns the outcome of the last one.
async fn attempts<S: ReadSuccess>(
    core: &Core,
    request: &Request,
    client_request_id: &str,
    started: Instant,
) -> Outcome<S> {
    if let Err(error) = check_destination(core, request) {
        return Outcome::failed(error, Failure::Permanent);
    }
    let policy = core.options.retry;
    let mut delays = None;
    let total = TimeLimit::total(started, request.total_timeout.unwrap_or(core.options.total_timeout));
    let new = (request.class == RetryClass::Repeatable).then(|| Repeatability::new(core.options.clock.now()));
    let repeatability = request.repeatability.or(new);
    let (mut number, mut maybe_processed) = (1, false);
    loop {
        let repeatability = repeatability.as_ref();
        let attempt = Attempt {
            core,
            request,
            client_request_id,
            repeatability,
            number,
            maybe_processed,
            started,
            total,
        };
        let mut outcome = observed(attempt).await;
        if !should_retry(request.class, outcome.attempt_result) {
            return outcome;
        }
        let delays = delays.get_or_insert_with(|| policy.delays());
        let wait = match next_wait(attempt, outcome.retry_after, delays) {
            Ok(wait) => wait,
            Err(reason) => {
                outcome.not_retried(reason);
                return outcome;
            }
        };
        warn!(attempt = number, wait_ms = millis(wait), "retrying");
        maybe_processed |= !outcome.attempt_result.is_unprocessed();
        // The response is dropped before the wait, to release its connection.
        drop(outcome);
        core.options.clock.sleep(wait).await;
        number += 1;
    }
}

/// Returns the wait before the next attempt.
///
/// # Errors
///
/// The limit that prevents another attempt.
fn next_wait(
    attempt: Attempt<'_>,
    requested: Option<Duration>,
    delays: &mut ExponentialBackoff,
) -> Result<Duration, NotRetried> {
    let Attempt { core, request, repeatability, number, total, .. } = attempt;
    let policy = core.options.retry;
    if number > policy.retries() {
        return Err(NotRetried::NoneLeft(policy.retries()));
    }
    let too_long = || NotRetried::WaitTooLong(requested.unwrap_or_default());
    let wait = policy.wait(requested, delays).ok_or_else(too_long)?;
    if total.ends_within(wait) {
        return Err(NotRetried::TotalTimeout(wait));
    }
    if !core.still_tracked(request.class, repeatability, wait) {
        return Err(NotRetried::NoLongerTracked(wait));
    }
    Ok(wait)
}

/// Makes one attempt in its span, and reports its result.
async fn observed<S: ReadSuccess>(attempt: Attempt<'_>) -> Outcome<S> {
    let Attempt { request, number, .. } = attempt;
    let observer = attempt.core.options.observer.as_ref().map(|observer| (observer, Instant::now()));
    let span = attempt_span(request, number);
    let outcome = pin!(attempt.run()).instrument(span.clone()).await;
    let ended = Ended::new(&outcome.result, outcome.status);
    ended.record(&span);
    let status = outcome.status.map(|status| status.as_u16());
    debug!(parent: &span, http.response.status_code = status, elapsed_ms = millis(attempt.started.elapsed()), "attempt ended");
    if let Some((observer, started)) = observer {
        observer.attempt_ended(&ended.observation(request, number, started.elapsed()));
    }
    outcome
}

/// Checks that the request may be sent to its URL.
///
/// # Errors
///
/// `UntrustedHost` for a host that must not receive the credential, `Configuration` for an invalid URL.
fn check_destination(core: &Core, request: &Request) -> Result<(), Error> {
    if request.without_credential {
        check_url(&request.url)
    } else {
        core.trusted.check(&request.url, !core.credential.is_none())
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
