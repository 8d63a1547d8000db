//! The error type of this crate.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use call_wire::json::{Wire, decode};
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::error_body::ErrorDetail;
use crate::retry::NotRetried;
use crate::secret::Scrubber;
use crate::time::{ClockSkew, readable};

/// An error of any type, as a [`Transport`](crate::Transport) or a [`TokenProvider`](crate::TokenProvider)
/// reports it.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// What went wrong, in terms of who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration is not valid: an endpoint, a key, a header, a build without TLS. Nothing was sent.
    Configuration,
    /// No token could be acquired, or the service answered 401 or 403.
    Auth,
    /// The request leads to a host that must not see the credential. Nothing was sent.
    UntrustedHost,
    /// No connection, or one that broke.
    Transport,
    /// No answer in time.
    Timeout,
    /// The service answered with an error status other than 401 and 403.
    Status,
    /// The service answered with a redirect. None is followed; see [`Error::location`].
    Redirect,
    /// The body of a success is larger than [`ClientOptions::max_body`](crate::ClientOptions::max_body).
    TooLarge,
    /// The body of a success is not what was expected, such as an HTML page instead of JSON.
    Decode,
    /// The response could not be written to the caller's output.
    Output,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Configuration => "wrong configuration",
            Self::Auth => "not authorized",
            Self::UntrustedHost => "untrusted host",
            Self::Transport => "transport failure",
            Self::Timeout => "timeout",
            Self::Status => "error status",
            Self::Redirect => "redirect",
            Self::TooLarge => "response too large",
            Self::Decode => "response not understood",
            Self::Output => "output failed",
        })
    }
}

/// The error of a request.
///
/// [`Display`](fmt::Display) is one line with all that a person needs: the request without its query, status,
/// code, message, request id, number of attempts. Neither it nor [`Debug`](fmt::Debug) holds a credential,
/// even where the server's answer repeats one, nor the body.
pub struct Error(Box<Parts>);

/// All that an error may know.
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
    /// The location without its query, which may hold a signature, and without what is secret.
    pub(crate) shown_location: Option<String>,
    pub(crate) clock_skew: Option<ClockSkew>,
    pub(crate) attempts: u32,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) body_truncated: bool,
    /// What must not be printed of the body.
    pub(crate) scrubber: Scrubber,
    pub(crate) source: Option<BoxError>,
}

impl Error {
    /// An error of a kind, for the crates on top of this one.
    #[must_use]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Parts { kind: Some(kind), message: Some(message.into()), ..Parts::default() }.into()
    }

    pub(crate) fn configuration(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Configuration, message)
    }

    /// The same error with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn parts_mut(&mut self) -> &mut Parts {
        &mut self.0
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind.unwrap_or(ErrorKind::Transport)
    }

    /// The status, when the service answered; also of an answer that broke off or could not be decoded.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The service's code, an open string such as `7509`, `NotFound` or `ErrorServerBusy`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// What went wrong, in the service's words or in ours.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.message.as_deref()
    }

    /// What it went wrong with, when the body names it.
    #[must_use]
    pub fn target(&self) -> Option<&str> {
        self.0.target.as_deref()
    }

    /// The single errors that make up this one: `details` of the body, at most
    /// [`ErrorBody::LISTED`](crate::ErrorBody::LISTED).
    #[must_use]
    pub fn details(&self) -> &[ErrorDetail] {
        &self.0.details
    }

    /// The causes of this error: `innererror` of the body, then the `innererror` of that one, and so on, at most
    /// [`ErrorBody::LISTED`](crate::ErrorBody::LISTED). The last one is the most specific.
    #[must_use]
    pub fn inner_errors(&self) -> &[ErrorDetail] {
        &self.0.inner_errors
    }

    /// The server's id of the request, which support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Our own id of the request, the same for all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.client_request_id.as_deref()
    }

    /// The wait that the service asked for. If it is longer than
    /// [`RetryPolicy::max_retry_after`](crate::RetryPolicy::max_retry_after) or than the time that was left, there was no
    /// further attempt, and [`Display`](fmt::Display) says so: a request sent sooner would be throttled again.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// Where a redirect leads, as the service wrote it.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.0.location.as_deref()
    }

    /// How wrong the local clock is; told with 401 and 403, which a wrong clock causes, when it is a minute
    /// or more.
    #[must_use]
    pub fn clock_skew(&self) -> Option<ClockSkew> {
        self.0.clock_skew
    }

    /// How many times the request was sent or tried to be; 0 when nothing was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The headers of the answer, as they came; empty when there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The bytes of the answer, as they came, or as much as was read of them.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.0.body
    }

    /// Whether [`body`](Self::body) lacks its end: it was longer than
    /// [`ClientOptions::max_error_body`](crate::ClientOptions::max_error_body), came too slowly or broke off.
    #[must_use]
    pub fn is_body_truncated(&self) -> bool {
        self.0.body_truncated
    }

    /// Decodes the [`body`](Self::body) as JSON, losing nothing: for what it says beyond the methods above.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) when there is no body, or one that is not a valid `T`, such as an HTML page. The
    /// message says where. It holds no credential, even where the body repeats one.
    pub fn json<T: Wire>(&self) -> Result<T, Self> {
        let parts = &self.0;
        decode(&parts.body).map_err(|error| {
            let body = if parts.body_truncated { "truncated body" } else { "body" };
            let message = format!("the {body} of the error response cannot be decoded: {error}");
            Parts {
                kind: Some(ErrorKind::Decode),
                request: parts.request.clone(),
                status: parts.status,
                message: Some(parts.scrubber.line(&message)),
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
        if let Some(location) = &parts.shown_location {
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

/// The size of a body, which is printed in its place.
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
        // What is not known is left out: a `main` that gives an error prints this.
        let known = [
            ("kind", Some(&kind as &dyn fmt::Debug)),
            ("request", known(&parts.request)),
            ("status", known(&parts.status)),
            ("code", known(&parts.code)),
            ("message", known(&parts.message)),
            ("target", known(&parts.target)),
            ("details", known(&details)),
            ("inner_errors", known(&inner_errors)),
            ("request_id", known(&parts.request_id)),
            ("client_request_id", known(&parts.client_request_id)),
            ("retry_after", known(&parts.retry_after)),
            ("not_retried", known(&parts.not_retried)),
            ("location", known(&parts.shown_location)),
            ("clock_skew", known(&parts.clock_skew)),
            ("attempts", Some(&parts.attempts)),
            ("body", known(&body)),
            ("body_truncated", known(&truncated)),
            ("source", known(&source)),
        ];
        let mut shown = f.debug_struct("Error");
        for (name, value) in known {
            value.map(|value| shown.field(name, value));
        }
        shown.finish()
    }
}

fn known<T: fmt::Debug>(part: &Option<T>) -> Option<&dyn fmt::Debug> {
    part.as_ref().map(|part| part as &dyn fmt::Debug)
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// The error and its sources.
pub(crate) fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    let mut next = Some(error);
    std::iter::from_fn(move || {
        let error = next?;
        next = error.source();
        Some(error)
    })
}

/// The error at the end of the chain, which is the one that says something.
pub(crate) fn root_cause<'a>(error: &'a (dyn StdError + 'static)) -> &'a (dyn StdError + 'static) {
    chain(error).last().unwrap_or(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_one_line_with_everything() {
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
    fn small_send_sync_and_static() {
        fn check<T: Send + Sync + 'static>() {}
        check::<Error>();
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
