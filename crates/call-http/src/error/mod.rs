//! The error type of this crate.

mod chain;
mod kind;
mod not_retried;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use call_wire::json::{Wire, decode};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

pub use chain::BoxError;
pub(crate) use chain::{chain, root_cause};
pub use kind::ErrorKind;
pub(crate) use not_retried::NotRetried;

use crate::error_body::ErrorDetail;
use crate::redact::Scrubber;
use crate::time::{ClockSkew, readable};

/// The error of a request.
///
/// [`Display`](fmt::Display) is one line: the request without its query, the status, code, message and request ids, and
/// the number of attempts. Neither it nor [`Debug`](fmt::Debug) contains the body or a credential, even if the response
/// repeats one.
pub struct Error(Box<Parts>);

/// The parts of an error. Most are optional.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) kind: Option<ErrorKind>,
    pub(crate) request: Option<String>,
    pub(crate) status: Option<StatusCode>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) target: Option<String>,
    pub(crate) details: Vec<ErrorDetail>,
    pub(crate) inner_errors: Vec<ErrorDetail>,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) not_retried: Option<NotRetried>,
    pub(crate) location: Option<String>,
    /// The location without its query, which may contain a signature, and without secrets.
    pub(crate) redacted_location: Option<String>,
    pub(crate) clock_skew: Option<ClockSkew>,
    pub(crate) attempts: u32,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) body_truncated: bool,
    /// Redacts secrets in the body.
    pub(crate) scrubber: Scrubber,
    pub(crate) source: Option<BoxError>,
}

impl Error {
    /// Creates an error. For crates that build on this one.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Parts { kind: Some(kind), message: Some(message.into()), ..Parts::default() }.into()
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// Sets the cause of the error.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.0
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind.unwrap_or(ErrorKind::Transport)
    }

    /// Returns the status of the response, even if the response was incomplete or could not be decoded; `None` if there
    /// was no response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// Returns the error code from the service, an open string such as `7509`, `NotFound` or `ErrorServerBusy`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Returns the message from the service, or a message of this crate if the service sent none.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// Returns the target of the error, such as a member of the request, if the body names it.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.0.target.as_deref()
    }

    /// Returns the individual errors in `details` of the body, at most [`ErrorBody::LISTED`](crate::ErrorBody::LISTED).
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.0.details
    }

    /// Returns the causes of this error from the nested `innererror` objects of the body, outermost first, at most
    /// [`ErrorBody::LISTED`](crate::ErrorBody::LISTED). The last one is the most specific.
    #[must_use]
    pub fn inner_errors(&self) -> &[ErrorDetail] {
        &self.0.inner_errors
    }

    /// Returns the request id that the server assigned. Microsoft's support asks for it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the client request id. It is the same for all attempts.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// Returns the wait that the service requested. If it exceeds
    /// [`RetryPolicy::max_retry_after`](crate::RetryPolicy::max_retry_after) or the remaining time, there is no further
    /// attempt, since a request before the end of the wait would be throttled again. [`Display`](fmt::Display) shows
    /// the reason.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Returns the value of the `Location` header of a redirect, unchanged.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// Returns the difference between the local clock and the server's, if it is a minute or more. It is set only for
    /// 401 and 403, which an incorrect clock can cause.
    #[must_use]
    pub fn clock_skew(&self) -> Option<ClockSkew> {
        self.0.clock_skew
    }

    /// Returns the number of attempts, or 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns the headers of the response; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// Returns the body of the response, or the part of it that was read.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Returns `true` if [`body`](Self::body) is incomplete: it was larger than
    /// [`ClientOptions::max_error_body`](crate::ClientOptions::max_error_body), the time limit ended, or the connection
    /// broke.
    #[must_use]
    pub fn is_body_truncated(&self) -> bool {
        self.0.body_truncated
    }

    /// Decodes the [`body`](Self::body) as JSON, to read members for which this type has no method.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body is empty or not a valid `T`, such as an HTML page. The message
    /// contains the position in the body. It contains no credential, even if the body repeats one.
    pub fn json<T: Wire>(&self) -> Result<T, Self> {
        let parts = &self.0;
        decode(&parts.body).map_err(|error| {
            let body = if parts.body_truncated { "truncated body" } else { "body" };
            let message = format!("the {body} of the error response cannot be decoded: {error}");
            Parts {
                kind: Some(ErrorKind::Decode),
                request: parts.request.clone(),
                status: parts.status,
                message: Some(parts.scrubber.one_line(&message)),
                request_id: parts.request_id.clone(),
                client_request_id: parts.client_request_id.clone(),
                ..Parts::default()
            }
            .into()
        })
    }
}

impl From<Parts> for Error {
    fn from(parts: Parts) -> Self {
        Self(Box::new(parts))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &self.0;
        if let Some(request) = &parts.request {
            write!(f, "{request}: ")?;
        }
        match parts.status {
            Some(status) => write!(f, "{status}")?,
            None => write!(f, "{}", self.kind())?,
        }
        for part in [&parts.code, &parts.message].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        if let Some(skew) = parts.clock_skew {
            write!(f, "; {skew}")?;
        }
        let mut open = " (";
        let mut note = |f: &mut fmt::Formatter<'_>, name: &str, value: &dyn fmt::Display| {
            let start = std::mem::replace(&mut open, ", ");
            write!(f, "{start}{name} {value}")
        };
        if let Some(id) = &parts.request_id {
            note(f, "request id", id)?;
        }
        if let Some(id) = &parts.client_request_id {
            note(f, "client request id", id)?;
        }
        if let Some(location) = &parts.redacted_location {
            note(f, "location", location)?;
        }
        if let Some(time) = parts.retry_after {
            note(f, "retry after", &readable(time))?;
        }
        if parts.attempts > 1 {
            note(f, "attempts", &parts.attempts)?;
        }
        if let Some(reason) = parts.not_retried {
            note(f, "not retried:", &reason)?;
        }
        if open == ", " { f.write_str(")") } else { Ok(()) }
    }
}

/// The size of a body. `Debug` prints it instead of the body.
struct Size(usize);

impl fmt::Debug for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &self.0;
        let source = parts.source.as_ref().map(|source| root_cause(source.as_ref()).to_string());
        let (kind, truncated) = (self.kind(), parts.body_truncated.then_some(true));
        let body = (!parts.body.is_empty()).then_some(Size(parts.body.len()));
        let details = (!parts.details.is_empty()).then_some(&parts.details);
        let inner_errors = (!parts.inner_errors.is_empty()).then_some(&parts.inner_errors);
        // Empty parts are omitted, since a `main` that returns an error prints this output.
        let fields = [
            ("kind", Some(&kind as &dyn fmt::Debug)),
            ("request", as_debug(&parts.request)),
            ("status", as_debug(&parts.status)),
            ("code", as_debug(&parts.code)),
            ("message", as_debug(&parts.message)),
            ("target", as_debug(&parts.target)),
            ("details", as_debug(&details)),
            ("inner_errors", as_debug(&inner_errors)),
            ("request_id", as_debug(&parts.request_id)),
            ("client_request_id", as_debug(&parts.client_request_id)),
            ("retry_after", as_debug(&parts.retry_after)),
            ("not_retried", as_debug(&parts.not_retried)),
            ("location", as_debug(&parts.redacted_location)),
            ("clock_skew", as_debug(&parts.clock_skew)),
            ("attempts", Some(&parts.attempts)),
            ("body", as_debug(&body)),
            ("body_truncated", as_debug(&truncated)),
            ("source", as_debug(&source)),
        ];
        let mut output = f.debug_struct("Error");
        for (name, value) in fields {
            value.map(|value| output.field(name, value));
        }
        output.finish()
    }
}

/// Returns a part as a field of `Debug`, if it is set.
fn as_debug<T: fmt::Debug>(part: &Option<T>) -> Option<&dyn fmt::Debug> {
    part.as_ref().map(|part| part as &dyn fmt::Debug)
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_one_line_with_all_parts() {
        let error = Error::from(Parts {
            kind: Some(ErrorKind::Auth),
            request: Some("POST https://contoso.example/calling".to_owned()),
            status: Some(StatusCode::UNAUTHORIZED),
            code: Some("7509".to_owned()),
            message: Some("HMAC-SHA256 validation failed".to_owned()),
            request_id: Some("r-1".to_owned()),
            retry_after: Some(Duration::from_millis(2128)),
            attempts: 2,
            ..Parts::default()
        });
        assert_eq!(
            error.to_string(),
            "POST https://contoso.example/calling: 401 Unauthorized: 7509: HMAC-SHA256 validation failed \
             (request id r-1, retry after 2.128 s, attempts 2)"
        );
        assert_eq!(
            format!("{error:?}"),
            "Error { kind: Auth, request: \"POST https://contoso.example/calling\", status: 401, code: \"7509\", \
             message: \"HMAC-SHA256 validation failed\", request_id: \"r-1\", retry_after: 2.128s, attempts: 2 }"
        );
    }

    #[test]
    fn an_error_is_send_sync_static_and_as_small_as_a_pointer() {
        fn check<T: Send + Sync + 'static>() {}
        check::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
