//! Sends a request: the loop around its attempts.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use backon::ExponentialBackoff;
use tokio::time::Instant;
use tracing::{Instrument as _, debug, warn};

use crate::attempt::{Attempt, Outcome};
use crate::core::Core;
use crate::error::Error;
use crate::limit::Limit;
use crate::request::{Repeatability, Request};
use crate::retry::{NotRetried, RetryClass, should_retry};
use crate::success::ReadSuccess;
use crate::telemetry::{Ended, attempt_span, request_span};
use crate::transport::Failure;
use crate::trust::well_formed;

/// Sends a request until an attempt decides it, and reports the end.
///
/// # Errors
///
/// No whole response; and an error status, if `S` is for successes alone.
pub(crate) async fn send<S: ReadSuccess>(core: &Core, request: &Request) -> Result<S, Error> {
    let client_request_id = match &request.client_request_id {
        Some(id) => Cow::Borrowed(id.as_str()),
        None => Cow::Owned((core.options.request_ids)()),
    };
    let started = Instant::now();
    let span = request_span(request, &client_request_id);
    // Pinned first, since a span would move it twice, and it is large.
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

/// The last of the attempts.
async fn attempts<S: ReadSuccess>(
    core: &Core,
    request: &Request,
    client_request_id: &str,
    started: Instant,
) -> Outcome<S> {
    if let Err(error) = may_be_sent(core, request) {
        return Outcome::failed(error, Failure::Lasting);
    }
    let policy = core.options.retry;
    let mut delays = None;
    let total = Limit::total(started, request.total_timeout.unwrap_or(core.options.total_timeout));
    let made =
        (request.class == RetryClass::Repeatable).then(|| Repeatability::new(core.options.clock.now()));
    let repeatability = request.repeatability.or(made);
    let (mut number, mut taken) = (1, false);
    loop {
        let repeatability = repeatability.as_ref();
        let attempt =
            Attempt { core, request, client_request_id, repeatability, number, taken, started, total };
        let mut outcome = observed(attempt).await;
        if !should_retry(request.class, outcome.ending) {
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
        taken |= !outcome.ending.is_unprocessed();
        // What the connection still holds of the response goes before the wait.
        drop(outcome);
        core.options.clock.sleep(wait).await;
        number += 1;
    }
}

/// The wait before the next attempt.
///
/// # Errors
///
/// The limit that prevents another attempt.
fn next_wait(
    attempt: Attempt<'_>,
    asked: Option<Duration>,
    delays: &mut ExponentialBackoff,
) -> Result<Duration, NotRetried> {
    let Attempt { core, request, repeatability, number, total, .. } = attempt;
    let policy = core.options.retry;
    if number > policy.retries() {
        return Err(NotRetried::NoneLeft(policy.retries()));
    }
    let too_long = || NotRetried::WaitTooLong(asked.unwrap_or_default());
    let wait = policy.wait(asked, delays).ok_or_else(too_long)?;
    if total.ends_within(wait) {
        return Err(NotRetried::TotalTimeout(wait));
    }
    if !core.still_tracked(request.class, repeatability, wait) {
        return Err(NotRetried::NoLongerTracked(wait));
    }
    Ok(wait)
}

/// Makes one attempt in its span, and reports its end.
async fn observed<S: ReadSuccess>(attempt: Attempt<'_>) -> Outcome<S> {
    let Attempt { request, number, .. } = attempt;
    let observer = attempt.core.options.observer.as_ref().map(|observer| (observer, Instant::now()));
    let span = attempt_span(request, number);
    let outcome = pin!(attempt.run()).instrument(span.clone()).await;
    let ended = Ended::new(&outcome.result, outcome.status);
    ended.record(&span);
    let status = outcome.status.map(|status| status.as_u16());
    debug!(parent: &span, http.response.status_code = status, elapsed_ms = millis(attempt.started.elapsed()), "attempt ended");
    if let Some((observer, begun)) = observer {
        observer.attempt_ended(&ended.observation(request, number, begun.elapsed()));
    }
    outcome
}

/// # Errors
///
/// `UntrustedHost` for a host that must not see the credential, `Configuration` for what HTTP cannot ask for.
fn may_be_sent(core: &Core, request: &Request) -> Result<(), Error> {
    if request.without_credential {
        well_formed(&request.url)
    } else {
        core.trusted.check(&request.url, !core.credential.is_none())
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
