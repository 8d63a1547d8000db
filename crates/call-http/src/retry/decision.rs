//! The decision to retry after an attempt.

use reqwest::StatusCode;

use super::class::RetryClass;

/// A failure without a complete response, by its effect on the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The service has not received the request.
    Unprocessed,
    /// The service may have processed the request.
    MaybeProcessed,
    /// The next attempt would fail in the same way.
    Permanent,
}

/// The part of the result of an attempt that the decision to retry depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptResult {
    /// There was a response.
    Response {
        status: StatusCode,
        /// The service requested a wait.
        requests_wait: bool,
        /// The body requests a wait. With any status, this means that the service has not processed the request.
        is_busy: bool,
    },
    /// There was no complete response.
    Failure(Failure),
}

impl AttemptResult {
    /// Returns `true` if the service is known not to have processed the request.
    pub(crate) fn is_unprocessed(self) -> bool {
        match self {
            Self::Response { is_busy: true, .. } | Self::Failure(Failure::Unprocessed) => true,
            Self::Response { status: StatusCode::TOO_MANY_REQUESTS, .. } => true,
            Self::Response { status: StatusCode::SERVICE_UNAVAILABLE, requests_wait, .. } => requests_wait,
            _ => false,
        }
    }
}

/// Returns `true` if a retry is safe and may succeed.
pub(crate) fn should_retry(class: RetryClass, result: AttemptResult) -> bool {
    let is_transient = match result {
        AttemptResult::Response { status, is_busy, .. } => {
            is_busy || matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504)
        }
        AttemptResult::Failure(failure) => failure != Failure::Permanent,
    };
    match class {
        RetryClass::Always | RetryClass::Repeatable | RetryClass::Delete => is_transient,
        RetryClass::OnlyIfUnprocessed => result.is_unprocessed(),
        RetryClass::Never => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, requests_wait: bool) -> AttemptResult {
        let status = StatusCode::from_u16(status).expect("a status");
        AttemptResult::Response { status, requests_wait, is_busy: false }
    }

    #[test]
    fn a_retry_depends_on_the_class_and_the_result() {
        use RetryClass::{Always, Delete, Never, OnlyIfUnprocessed, Repeatable};
        let results = [
            (response(200, false), false, false),
            (response(400, true), false, false),
            (response(401, false), false, false),
            (response(404, false), false, false),
            (response(408, false), true, false),
            (response(429, false), true, true),
            (response(429, true), true, true),
            (response(500, true), true, false),
            (response(501, true), false, false),
            (response(503, false), true, false),
            (response(503, true), true, true),
            (response(504, true), true, false),
            (
                AttemptResult::Response { status: StatusCode::OK, requests_wait: true, is_busy: true },
                true,
                true,
            ),
            (AttemptResult::Failure(Failure::Unprocessed), true, true),
            (AttemptResult::Failure(Failure::MaybeProcessed), true, false),
            (AttemptResult::Failure(Failure::Permanent), false, false),
        ];
        for (result, is_transient, is_unprocessed) in results {
            for class in [Always, Repeatable, Delete] {
                assert_eq!(should_retry(class, result), is_transient, "{class:?} {result:?}");
            }
            assert_eq!(should_retry(OnlyIfUnprocessed, result), is_unprocessed, "{result:?}");
            assert!(!should_retry(Never, result));
        }
    }
}
