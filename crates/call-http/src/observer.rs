//! Observers of requests, for metrics.

use std::fmt;
use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::error::ErrorKind;

/// Receives the results and durations of requests and attempts.
///
/// Set it with [`ClientOptions::observer`](crate::ClientOptions::observer). The methods run on the task that sends the
/// request, so they must not block. A request whose future is dropped before it ends is not reported.
///
/// # Panics
///
/// A panic of an observer is not caught. It unwinds through the future of the request, so the response is lost,
/// although the service may have processed the request. Other requests of the same client are not affected.
///
/// ```
/// use std::collections::BTreeMap;
/// use std::sync::{Arc, Mutex};
///
/// use call_http::{ClientOptions, Observation, Observer};
///
/// /// Counts requests by operation and duration, in buckets of 1, 2, 4, 8, … milliseconds.
/// #[derive(Debug, Default)]
/// struct Histogram(Mutex<BTreeMap<(String, u32), u64>>);
///
/// impl Observer for Histogram {
///     fn request_ended(&self, request: &Observation<'_>) {
///         let bucket = request.duration.as_millis().checked_ilog2().map_or(0, |bucket| bucket + 1);
///         let mut counts = self.0.lock().unwrap();
///         *counts.entry((request.operation.to_owned(), bucket)).or_default() += 1;
///     }
/// }
///
/// let histogram = Arc::new(Histogram::default());
/// let options = ClientOptions::new().observer(histogram.clone());
/// ```
pub trait Observer: Send + Sync + fmt::Debug {
    /// Called at the end of a request, after all its attempts.
    fn request_ended(&self, request: &Observation<'_>);

    /// Called at the end of an attempt. OpenTelemetry's `http.client.request.duration` measures attempts. The default
    /// implementation does nothing.
    fn attempt_ended(&self, attempt: &Observation<'_>) {
        let _ = attempt;
    }
}

/// The result and duration of a request or an attempt.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observation<'a> {
    /// The name of the operation, such as `call_connection_get_call`; empty if it has none.
    pub operation: &'a str,
    /// The method.
    pub method: &'a Method,
    /// The host of the URL.
    pub server_address: &'a str,
    /// The port, even if it is the default of the scheme.
    pub server_port: Option<u16>,
    /// The status, if there was a response. For a request, it is the status of the last attempt.
    pub status: Option<StatusCode>,
    /// The kind of the error if there was no complete response. `None` for a complete response of any status.
    pub error: Option<ErrorKind>,
    /// For a request, the number of its attempts (0 if nothing was sent). For an attempt, its number, starting at 1.
    pub attempts: u32,
    /// For a request, the duration of all attempts and the waits between them. For an attempt, its own duration. For a
    /// streaming response, the duration ends when the headers arrive.
    pub duration: Duration,
}

impl Observation<'_> {
    /// Returns OpenTelemetry's `error.type`: the status for an error status (400 and above), otherwise the kind of the
    /// error; `None` for a success. It has few values, so it is suitable as a metric label.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        error_type(self.status.as_ref(), self.error)
    }
}

/// Returns the `error.type` of a result: see [`Observation::error_type`].
pub(crate) fn error_type(status: Option<&StatusCode>, error: Option<ErrorKind>) -> Option<&str> {
    if let Some(status) = status.filter(|status| status.is_client_error() || status.is_server_error()) {
        return Some(status.as_str());
    }
    error.map(|kind| match kind {
        ErrorKind::Configuration => "configuration",
        ErrorKind::Auth => "auth",
        ErrorKind::UntrustedHost => "untrusted_host",
        ErrorKind::Transport => "transport",
        ErrorKind::Timeout => "timeout",
        ErrorKind::Status => "status",
        ErrorKind::Redirect => "redirect",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Decode => "decode",
        ErrorKind::Output => "output",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_type_is_the_error_status_or_the_kind_of_the_error() {
        for (kind, name) in [
            (ErrorKind::Configuration, "configuration"),
            (ErrorKind::Auth, "auth"),
            (ErrorKind::UntrustedHost, "untrusted_host"),
            (ErrorKind::Transport, "transport"),
            (ErrorKind::Timeout, "timeout"),
            (ErrorKind::Status, "status"),
            (ErrorKind::Redirect, "redirect"),
            (ErrorKind::TooLarge, "too_large"),
            (ErrorKind::Decode, "decode"),
            (ErrorKind::Output, "output"),
        ] {
            assert_eq!(error_type(None, Some(kind)), Some(name));
            assert_eq!(error_type(Some(&StatusCode::OK), Some(kind)), Some(name));
            assert_eq!(error_type(Some(&StatusCode::NOT_FOUND), Some(kind)), Some("404"));
        }
        assert_eq!(error_type(Some(&StatusCode::BAD_GATEWAY), None), Some("502"));
        assert_eq!(error_type(Some(&StatusCode::FOUND), None), None);
    }
}
