//! Whether and when to retry. Decisions only; the loop is in the pipeline.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use reqwest::{Method, StatusCode};

use crate::transport::Failure;

/// How safe a request is to retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryClass {
    /// Safe, as for a request that reads. Retried on transient errors.
    Always,
    /// Safe, since the service recognizes a repetition by the repeatability headers. They are the same for all
    /// attempts, and are not used beyond [`Repeatability::TRACKED`](crate::Repeatability::TRACKED). Retried on
    /// transient errors.
    Repeatable,
    /// Safe, but a later attempt may find nothing to delete. A 404 is a success after an attempt that the service may
    /// have processed. Retried on transient errors.
    Delete,
    /// Not safe: a second copy would play a prompt twice or place a call twice. Retried only if the service is known
    /// not to have processed the request: 429, 503 with `Retry-After`, a wait in the body, no connection.
    OnlyIfUnprocessed,
    /// Never retried.
    Never,
}

impl RetryClass {
    /// The class of a method by what RFC 9110, section 9.2.2 calls idempotent: `Always` for GET, HEAD,
    /// OPTIONS, TRACE and PUT, `Delete` for DELETE, and `OnlyIfUnprocessed` for all others.
    #[must_use]
    pub fn of(method: &Method) -> Self {
        match *method {
            Method::DELETE => Self::Delete,
            Method::PUT => Self::Always,
            _ if method.is_safe() => Self::Always,
            _ => Self::OnlyIfUnprocessed,
        }
    }
}

/// How often and after which delays to retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Three retries; 0.8 s doubled each time up to 30 s, with jitter; `Retry-After` up to 60 s.
    fn default() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_millis(800),
            max_delay: Duration::from_secs(30),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// No retries.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets the number of retries. 3 unless set.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the delay before the first retry when the service asks for no wait, or for one of zero. It doubles with
    /// each retry. A random time up to the same length is added, so that clients that failed together do not come
    /// back together. 0.8 s unless set.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest delay before jitter. 30 s unless set.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest wait that the service may ask for. If it asks for more, the request fails at once, and
    /// [`Error::retry_after`](crate::Error::retry_after) has the wait. 60 s unless set.
    #[must_use]
    pub fn max_retry_after(mut self, time: Duration) -> Self {
        self.max_retry_after = time;
        self
    }

    pub(crate) fn retries(&self) -> u32 {
        self.max_retries
    }

    pub(crate) fn delays(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.base_delay)
            .with_max_delay(self.max_delay)
            .with_factor(2.0)
            .without_max_times()
            .with_jitter()
            .build()
    }

    /// The wait before the next attempt; `None` when there must not be one. `asked` is the wait that the service asks
    /// for. Zero does not mean at once: clients that were throttled together would come back together.
    pub(crate) fn wait(&self, asked: Option<Duration>, delays: &mut ExponentialBackoff) -> Option<Duration> {
        match asked {
            Some(asked) if !asked.is_zero() => (asked <= self.max_retry_after).then_some(asked),
            _ => Some(delays.next().unwrap_or(self.max_delay)),
        }
    }
}

/// How an attempt ended, as far as retrying goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptResult {
    /// There is an answer.
    Answer {
        status: StatusCode,
        /// The service asked for a wait.
        asked: bool,
        /// The body says that the service did nothing, whatever the status.
        busy: bool,
    },
    /// There is none.
    Failure(Failure),
}

impl AttemptResult {
    /// Whether the service is known not to have processed the request.
    pub(crate) fn is_unprocessed(self) -> bool {
        match self {
            Self::Answer { busy: true, .. } | Self::Failure(Failure::NotTaken) => true,
            Self::Answer { status: StatusCode::TOO_MANY_REQUESTS, .. } => true,
            Self::Answer { status: StatusCode::SERVICE_UNAVAILABLE, asked, .. } => asked,
            _ => false,
        }
    }
}

/// Whether a retry is safe and may succeed.
pub(crate) fn should_retry(class: RetryClass, ending: AttemptResult) -> bool {
    let may_pass = match ending {
        AttemptResult::Answer { status, busy, .. } => {
            busy || matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
        }
        AttemptResult::Failure(failure) => failure != Failure::Lasting,
    };
    match class {
        RetryClass::Always | RetryClass::Repeatable | RetryClass::Delete => may_pass,
        RetryClass::OnlyIfUnprocessed => ending.is_unprocessed(),
        RetryClass::Never => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, asked: bool) -> AttemptResult {
        let status = StatusCode::from_u16(status).expect("a status");
        AttemptResult::Answer { status, asked, busy: false }
    }

    #[test]
    fn classes() {
        use RetryClass::{Always, Delete, Never, OnlyIfUnprocessed, Repeatable};
        let endings = [
            (answer(200, false), false, false),
            (answer(400, true), false, false),
            (answer(401, false), false, false),
            (answer(404, false), false, false),
            (answer(408, false), true, false),
            (answer(429, false), true, true),
            (answer(429, true), true, true),
            (answer(500, true), true, false),
            (answer(501, true), false, false),
            (answer(503, false), true, false),
            (answer(503, true), true, true),
            (answer(504, true), true, false),
            (AttemptResult::Answer { status: StatusCode::OK, asked: true, busy: true }, true, true),
            (AttemptResult::Failure(Failure::NotTaken), true, true),
            (AttemptResult::Failure(Failure::PerhapsTaken), true, false),
            (AttemptResult::Failure(Failure::Lasting), false, false),
        ];
        for (ending, harmless, not_taken) in endings {
            for class in [Always, Repeatable, Delete] {
                assert_eq!(should_retry(class, ending), harmless, "{class:?} {ending:?}");
            }
            assert_eq!(should_retry(OnlyIfUnprocessed, ending), not_taken, "{ending:?}");
            assert!(!should_retry(Never, ending));
        }
    }

    #[test]
    fn methods() {
        assert_eq!(RetryClass::of(&Method::GET), RetryClass::Always);
        assert_eq!(RetryClass::of(&Method::PUT), RetryClass::Always);
        assert_eq!(RetryClass::of(&Method::DELETE), RetryClass::Delete);
        assert_eq!(RetryClass::of(&Method::POST), RetryClass::OnlyIfUnprocessed);
        assert_eq!(RetryClass::of(&Method::PATCH), RetryClass::OnlyIfUnprocessed);
    }

    #[test]
    fn delays_grow_and_end() {
        let policy = RetryPolicy::default();
        let mut delays = policy.delays();
        let first = policy.wait(None, &mut delays).expect("a delay");
        assert!(first >= Duration::from_millis(800) && first <= Duration::from_millis(1600));
        for _ in 0..100 {
            assert!(policy.wait(None, &mut delays).expect("a delay") <= Duration::from_secs(60));
        }
    }

    #[test]
    fn a_requested_wait_of_zero_is_the_base_delay_with_jitter() {
        let policy = RetryPolicy::default();
        let wait = policy.wait(Some(Duration::ZERO), &mut policy.delays()).expect("a delay");
        assert!(wait >= Duration::from_millis(800) && wait <= Duration::from_millis(1600), "{wait:?}");
    }

    #[test]
    fn a_requested_wait_is_kept_or_there_is_no_retry() {
        let policy = RetryPolicy::default();
        let mut delays = policy.delays();
        let asked = Duration::from_millis(2128);
        assert_eq!(policy.wait(Some(asked), &mut delays), Some(asked));
        assert_eq!(policy.wait(Some(Duration::from_secs(61)), &mut delays), None);
        assert_eq!(policy.wait(Some(Duration::MAX), &mut delays), None);
    }
}
