//! HTTP responses, buffered and streaming.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use call_wire::json::{Wire, decode};
use http::Extensions;
use reqwest::header::{CONTENT_ENCODING, DATE, HeaderMap, LOCATION};
use reqwest::{Method, StatusCode, Url};
use tokio::time::timeout;

use crate::body_format::BodyFormat;
use crate::error::{BoxError, Error, ErrorKind, Parts, root_cause};
use crate::error_body::ErrorBody;
use crate::limit::Limit;
use crate::request::Request;
use crate::retry::{NotRetried, requested_wait};
use crate::secret::Scrubber;
use crate::time::ClockSkew;
use crate::trust::redacted_url;

/// What the error of a redirect says.
const NOT_FOLLOWED: &str = "redirects are not followed";

/// All of a response but its body. Responses keep it in a box, since they are moved often.
#[derive(Clone)]
pub(crate) struct Head {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) clock_skew: Option<ClockSkew>,
    pub(crate) client_request_id: Option<String>,
    pub(crate) scrubber: Scrubber,
    pub(crate) not_retried: Option<NotRetried>,
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
}

impl Head {
    /// The request without its query, which may hold a secret.
    fn request(&self) -> String {
        format!("{} {}", self.method, redacted_url(&self.url))
    }

    /// The server's id of the request: `request-id` of Graph and Exchange, and what ACS and the gateways call
    /// it.
    fn request_id(&self) -> Option<&str> {
        ["request-id", "x-ms-request-id", "x-request-id", "ms-cv"]
            .into_iter()
            .filter_map(|name| self.headers.get(name)?.to_str().ok())
            .find(|id| !id.is_empty())
    }

    /// The same, fit to be printed.
    fn shown_request_id(&self) -> Option<String> {
        self.request_id().map(|id| self.scrubber.line(id))
    }

    /// An error that knows what the head knows.
    pub(crate) fn error(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.parts(Some(kind), Some(message.into())).into()
    }

    fn parts(&self, kind: Option<ErrorKind>, message: Option<String>) -> Parts {
        Parts {
            kind,
            message: message.map(|message| self.scrubber.line(&message)),
            request: Some(self.request()),
            status: Some(self.status),
            request_id: self.shown_request_id(),
            client_request_id: self.client_request_id.clone(),
            retry_after: self.retry_after,
            not_retried: self.not_retried,
            attempts: self.attempts,
            headers: self.headers.clone(),
            scrubber: self.scrubber.clone(),
            ..Parts::default()
        }
    }
}

/// An answer, read whole.
///
/// [`Debug`](fmt::Debug) shows neither headers nor body.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) head: Box<Head>,
    pub(crate) body: Bytes,
    pub(crate) truncated: bool,
    pub(crate) before: PriorAttempts,
    pub(crate) extensions: Extensions,
}

/// What earlier attempts may have done.
#[derive(Clone, Copy, Default)]
pub(crate) struct PriorAttempts {
    /// The service may have processed one of them.
    pub(crate) taken: bool,
    /// One of them has deleted what this one did not find.
    pub(crate) deleted: bool,
}

impl RawResponse {
    pub(crate) fn new(head: Box<Head>, body: Bytes, truncated: bool) -> Self {
        Self { head, body, truncated, before: PriorAttempts::default(), extensions: Extensions::new() }
    }

    /// The status.
    ///
    /// 204 when an earlier attempt of a [`Delete`](crate::RetryClass::Delete) had done its work and this one
    /// found nothing:
    /// [`was_deleted_before`](Self::was_deleted_before).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.before.deleted { StatusCode::NO_CONTENT } else { self.head.status }
    }

    /// Whether the service answered 404 to a later attempt of a [`Delete`](crate::RetryClass::Delete) after
    /// [it may have processed an earlier one](Self::may_be_repetition), which counts as done.
    #[must_use]
    pub fn was_deleted_before(&self) -> bool {
        self.before.deleted
    }

    /// Whether the service may have processed an earlier attempt, whose response was lost or an error. `false` if it is
    /// known not to have processed any: 429, 503 with `Retry-After`, no connection.
    #[must_use]
    pub fn may_be_repetition(&self) -> bool {
        self.before.taken
    }

    /// The headers, as they came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The body, as it came.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The URL that was asked for.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.head.url
    }

    /// The server's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Our own id of the request.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.head.client_request_id.as_deref()
    }

    /// How many attempts it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// How long the request took, all attempts and waits together.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.head.elapsed
    }

    /// This response if it is a success (2xx), else its error.
    ///
    /// # Errors
    ///
    /// [`Auth`](ErrorKind::Auth) for 401 and 403, [`Redirect`](ErrorKind::Redirect) for a redirect,
    /// [`Status`](ErrorKind::Status) for the rest.
    pub fn into_success(self) -> Result<Self, Error> {
        if self.status().is_success() { Ok(self) } else { Err(self.to_error()) }
    }

    /// This response as an error, whatever its status.
    #[must_use]
    pub fn to_error(&self) -> Error {
        let head = &self.head;
        let kind = match head.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ErrorKind::Auth,
            status if status.is_redirection() && head.headers.contains_key(LOCATION) => ErrorKind::Redirect,
            _ => ErrorKind::Status,
        };
        let said = self.error_body();
        let message = match (kind, said.message) {
            (ErrorKind::Redirect, None) => Some(NOT_FOLLOWED.to_owned()),
            (ErrorKind::Redirect, Some(message)) => Some(format!("{NOT_FOLLOWED}: {message}")),
            (_, message) => message,
        };
        let mut parts = head.parts(Some(kind), message);
        parts.code = said.code;
        parts.target = said.target;
        parts.details = said.details;
        parts.inner_errors = said.inner_errors;
        parts.request_id = parts.request_id.or(said.request_id);
        parts.clock_skew = head.clock_skew.filter(|_| kind == ErrorKind::Auth);
        if kind == ErrorKind::Redirect {
            let location = head.headers.get(LOCATION);
            let location = location.map(|location| String::from_utf8_lossy(location.as_bytes()).into_owned());
            let shown = location.as_deref().and_then(|location| location.split(['?', '#']).next());
            parts.shown_location = shown.map(|location| head.scrubber.line(location));
            parts.location = location;
        }
        parts.body = self.body.clone();
        parts.body_truncated = self.truncated;
        parts.into()
    }

    /// What the body says when it is read as that of an error, without what was secret in the request.
    #[must_use]
    pub fn error_body(&self) -> ErrorBody {
        ErrorBody::read_without(&self.head.scrubber, &self.body)
    }

    /// This response as an error with a code and a message of the protocol on top, whatever its status. Of `code` and
    /// `message` it says what may be printed: on one line, and without what was secret in the request.
    #[must_use]
    pub fn error(&self, kind: ErrorKind, code: Option<&str>, message: &str) -> Error {
        let mut error = self.fault(kind, message);
        error.parts_mut().code =
            code.map(|code| self.head.scrubber.line(code)).filter(|code| !code.is_empty());
        error
    }

    /// Whether a text of this response, such as the URL of a redirect, repeats a secret of the client: what follows
    /// such a URL would print it.
    #[must_use]
    pub fn repeats_secret(&self, text: &str) -> bool {
        self.head.scrubber.finds(text)
    }

    /// Decodes the body as JSON, losing nothing.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode), whose source says where in the body.
    pub fn json<T: Wire>(&self) -> Result<T, Error> {
        self.decode_with(BodyFormat::Json, decode)
    }

    /// Decodes the body with a function.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) when the body cannot be decoded. The message says what the body is if it is not
    /// of the expected format, such as an HTML page; else what `decode` says. The error of `decode` is the source,
    /// unless it repeats a secret. A compressed body is an error too, since compression is never requested.
    pub fn decode_with<T, E>(
        &self,
        expected: BodyFormat,
        decode: impl FnOnce(&[u8]) -> Result<T, E>,
    ) -> Result<T, Error>
    where
        E: Into<BoxError>,
    {
        let encoding = self.head.headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        if let Some(encoding) = encoding.filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
            return Err(self.fault(
                ErrorKind::Decode,
                format!("the body is compressed ({encoding}), which was not requested"),
            ));
        }
        decode(&self.body).map_err(|error| {
            let error = error.into();
            let text = error.to_string();
            let repeats_a_secret = self.head.scrubber.scrub(text.clone()) != text;
            let Head { status, headers, scrubber, .. } = &*self.head;
            let mismatch = expected.mismatch(*status, headers, &self.body, scrubber);
            let fault = self.fault(ErrorKind::Decode, mismatch.unwrap_or(text));
            // The error of `decode` would print what the message hides.
            if repeats_a_secret { fault } else { fault.with_source(error) }
        })
    }

    /// A response embedded in this one, as in that of a batch. It has this one's client request id, attempts and
    /// time; everything else is its own. Secrets of this one's request are redacted in its errors.
    #[must_use]
    pub fn part(&self, request: &Request, status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        let date = |headers: &HeaderMap| {
            headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok())
        };
        let now = date(&headers).or_else(|| date(self.headers())).unwrap_or_else(SystemTime::now);
        let head = Head {
            method: request.method.clone(),
            url: request.url.clone(),
            status,
            retry_after: requested_wait(&headers, now),
            clock_skew: self.head.clock_skew,
            not_retried: None,
            headers,
            ..Head::clone(&self.head)
        };
        Self::new(Box::new(head), body, false)
    }

    /// What the protocol on top has read of this response beside the value, such as a SOAP header.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// The extensions, to change.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// An error about this answer, with all that it knows.
    pub(crate) fn fault(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        let mut parts = self.head.parts(Some(kind), Some(message.into()));
        parts.body = self.body.clone();
        parts.body_truncated = self.truncated;
        parts.into()
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("request", &self.head.request())
            .field("status", &self.status())
            .field("request_id", &self.head.shown_request_id())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("attempts", &self.head.attempts)
            .finish_non_exhaustive()
    }
}

/// An answer whose body is read piece by piece: a recording, say.
///
/// [`Debug`](fmt::Debug) shows neither headers nor body.
pub struct StreamingResponse {
    pub(crate) head: Box<Head>,
    pub(crate) inner: reqwest::Response,
    pub(crate) idle: Duration,
}

impl StreamingResponse {
    /// The status, a success.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status
    }

    /// The headers, as they came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// The server's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// An error about this answer, with all that it knows.
    #[must_use]
    pub fn fault(&self, kind: ErrorKind, message: impl Into<String>) -> Error {
        self.head.error(kind, message)
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    ///
    /// [`Timeout`](ErrorKind::Timeout) when no piece comes within the attempt's time,
    /// [`Transport`](ErrorKind::Transport) when the connection breaks off.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        match timeout(self.idle, self.inner.chunk()).await {
            Err(_) => {
                let message = Limit::attempt(self.idle).message("further part of the body");
                Err(self.head.error(ErrorKind::Timeout, message))
            }
            Ok(Err(error)) => {
                let error = error.without_url();
                let cause = root_cause(&error).to_string();
                let message = format!("the body broke off: {cause}");
                Err(self.head.error(ErrorKind::Transport, message).with_source(error))
            }
            Ok(Ok(chunk)) => Ok(chunk),
        }
    }
}

impl fmt::Debug for StreamingResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamingResponse")
            .field("request", &self.head.request())
            .field("status", &self.head.status)
            .field("request_id", &self.head.shown_request_id())
            .finish_non_exhaustive()
    }
}
