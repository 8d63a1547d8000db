//! A hook for metrics.

use std::fmt;
use std::time::Duration;

use reqwest::{Method, StatusCode};

use crate::error::ErrorKind;

/// Is called at the end of each request and of each attempt, to count and to time them.
///
/// It is set by [`ClientOptions::observer`](crate::ClientOptions::observer). The methods run on the task that sends
/// the request, so they must not block. A request whose future is dropped before it ends is not reported.
///
/// # Panics
///
/// A panic in an observer is not caught: it unwinds out of the future of the request, whose response is lost, though the
/// service may have processed it. Other requests of the same client are not affected.
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
    /// A request has ended, after all its attempts. For OpenTelemetry's metrics, this is the duration of the
    /// operation.
    fn request_ended(&self, request: &Observation<'_>);

    /// One attempt has ended. This is what OpenTelemetry's `http.client.request.duration` measures. Does nothing
    /// unless it is implemented.
    fn attempt_ended(&self, attempt: &Observation<'_>) {
        let _ = attempt;
    }
}

/// A request or an attempt that has ended, as an [`Observer`] gets it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Observation<'a> {
    /// The name of the operation, such as `call_connection_get_call`; empty if it has none.
    pub operation: &'a str,
    /// The method.
    pub method: &'a Method,
    /// The host that the request goes to.
    pub server_address: &'a str,
    /// The port, also where it is the scheme's default.
    pub server_port: Option<u16>,
    /// The status, if there was a response. Of a request it is that of the last attempt.
    pub status: Option<StatusCode>,
    /// Why there is no whole response. `None` for a response of any status.
    pub error: Option<ErrorKind>,
    /// Of a request, the number of its attempts (0 when nothing could be sent). Of an attempt, its number, from 1.
    pub attempts: u32,
    /// Of a request, the time for all attempts and the waits between them. Of an attempt, its own time. When
    /// streaming, it ends with the headers.
    pub duration: Duration,
}

impl Observation<'_> {
    /// OpenTelemetry's `error.type`: the status for an error status (400 and above), else the kind of the error;
    /// `None` for a success. Suited as a label of metrics, since there are few values.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        error_type(self.status.as_ref(), self.error)
    }
}

/// See [`Observation::error_type`].
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
