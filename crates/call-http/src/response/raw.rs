//! Buffered responses.

use std::fmt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use call_wire::json::{Wire, decode};
use http::Extensions;
use reqwest::header::{CONTENT_ENCODING, DATE, HeaderMap, LOCATION};
use reqwest::{StatusCode, Url};

use super::format::BodyFormat;
use super::head::Head;
use crate::error::{BoxError, Error, ErrorKind};
use crate::error_body::ErrorBody;
use crate::request::Request;
use crate::retry::requested_wait;

/// The message of the error for a redirect.
const NOT_FOLLOWED: &str = "redirects are not followed";

/// A response whose body has been read completely.
///
/// [`Debug`](fmt::Debug) shows neither headers nor body.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) head: Box<Head>,
    pub(crate) body: Bytes,
    pub(crate) truncated: bool,
    pub(crate) prior_attempts: PriorAttempts,
    pub(crate) extensions: Extensions,
}

/// The effects of earlier attempts of the same request.
#[derive(Clone, Copy, Default)]
pub(crate) struct PriorAttempts {
    /// The service may have processed one of them.
    pub(crate) maybe_processed: bool,
    /// One of them has deleted the resource that this one did not find.
    pub(crate) deleted: bool,
}

impl RawResponse {
    pub(crate) fn new(head: Box<Head>, body: Bytes, truncated: bool) -> Self {
        Self {
            head,
            body,
            truncated,
            prior_attempts: PriorAttempts::default(),
            extensions: Extensions::new(),
        }
    }

    /// Returns the status.
    ///
    /// It is 204 instead of 404 if an earlier attempt deleted the resource: see
    /// [`was_deleted_before`](Self::was_deleted_before).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.prior_attempts.deleted { StatusCode::NO_CONTENT } else { self.head.status }
    }

    /// Returns `true` if the service responded with 404 to a request of the class
    /// [`Delete`](crate::RetryClass::Delete), and [may have processed an earlier attempt](Self::may_be_repetition). The
    /// request counts as successful.
    #[must_use]
    pub fn was_deleted_before(&self) -> bool {
        self.prior_attempts.deleted
    }

    /// Returns `true` if the service may have processed an earlier attempt whose response was lost or was an error.
    /// Returns `false` if it is known not to have processed any earlier attempt: 429, 503 with `Retry-After`, or no
    /// connection.
    #[must_use]
    pub fn may_be_repetition(&self) -> bool {
        self.prior_attempts.maybe_processed
    }

    /// Returns the headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.head.headers
    }

    /// Returns the body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the URL of the request.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.head.url
    }

    /// Returns the request id that the server assigned.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Returns the client request id.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.head.client_request_id.as_deref()
    }

    /// Returns the number of attempts.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.head.attempts
    }

    /// Returns the total time of all attempts and the waits between them.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.head.elapsed
    }

    /// Returns this response if its status is a success (2xx), otherwise an error.
    ///
    /// # Errors
    ///
    /// [`Auth`](ErrorKind::Auth) for 401 and 403, [`Redirect`](ErrorKind::Redirect) for a redirect,
    /// [`Status`](ErrorKind::Status) for all others.
    pub fn into_success(self) -> Result<Self, Error> {
        if self.status().is_success() { Ok(self) } else { Err(self.to_error()) }
    }

    /// Converts this response to an error, even if its status is a success.
    #[must_use]
    pub fn to_error(&self) -> Error {
        let head = &self.head;
        let kind = match head.status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => ErrorKind::Auth,
            status if status.is_redirection() && head.headers.contains_key(LOCATION) => ErrorKind::Redirect,
            _ => ErrorKind::Status,
        };
        let body = self.error_body();
        let message = match (kind, body.message) {
            (ErrorKind::Redirect, None) => Some(NOT_FOLLOWED.to_owned()),
            (ErrorKind::Redirect, Some(message)) => Some(format!("{NOT_FOLLOWED}: {message}")),
            (_, message) => message,
        };
        let mut parts = head.parts(Some(kind), message);
        parts.code = body.code;
        parts.target = body.target;
        parts.details = body.details;
        parts.inner_errors = body.inner_errors;
        parts.request_id = parts.request_id.or(body.request_id);
        parts.clock_skew = head.clock_skew.filter(|_| kind == ErrorKind::Auth);
        if kind == ErrorKind::Redirect {
            let location = head.headers.get(LOCATION);
            let location = location.map(|location| String::from_utf8_lossy(location.as_bytes()).into_owned());
            let redacted = location.as_deref().and_then(|location| location.split(['?', '#']).next());
            parts.redacted_location = redacted.map(|location| head.scrubber.one_line(location));
            parts.location = location;
        }
        parts.body = self.body.clone();
        parts.body_truncated = self.truncated;
        parts.into()
    }

    /// Reads the body as an error body, and redacts the secrets of the request.
    #[must_use]
    pub fn error_body(&self) -> ErrorBody {
        ErrorBody::read_without(&self.head.scrubber, &self.body)
    }

    /// Converts this response to an error with a code and a message of the protocol, even if its status is a success.
    /// In `code` and `message`, the secrets of the request are redacted, and each text becomes one line.
    #[must_use]
    pub fn error(&self, kind: ErrorKind, code: Option<&str>, message: &str) -> Error {
        let mut error = self.fault(kind, message);
        error.parts_mut().code =
            code.map(|code| self.head.scrubber.one_line(code)).filter(|code| !code.is_empty());
        error
    }

    /// Returns `true` if a text, such as the URL of a redirect, contains a secret of the request. Do not request such a
    /// URL, since errors and traces contain URLs.
    #[must_use]
    pub fn repeats_secret(&self, text: &str) -> bool {
        self.head.scrubber.is_in(text)
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body is not a valid `T`. The source of the error contains the position in
    /// the body.
    pub fn json<T: Wire>(&self) -> Result<T, Error> {
        self.decode_with(BodyFormat::Json, decode)
    }

    /// Decodes the body with a function.
    ///
    /// # Errors
    ///
    /// [`Decode`](ErrorKind::Decode) if the body cannot be decoded. If the body is in another format, such as an HTML
    /// page, the message names that format. Otherwise, the message is that of the error of `decode`. This error is the
    /// source, unless it contains a secret. A compressed body is an error too, since compression is never requested.
    pub fn decode_with<T, E>(
        &self,
        expected: BodyFormat,
        decode: impl FnOnce(&[u8]) -> Result<T, E>,
    ) -> Result<T, Error>
    where
        E: Into<BoxError>,
    {
        self.check_encoding()?;
        decode(&self.body).map_err(|error| {
            let error = error.into();
            let text = error.to_string();
            let repeats_secret = self.repeats_secret(&text);
            let Head { status, headers, scrubber, .. } = &*self.head;
            let mismatch = expected.mismatch(*status, headers, &self.body, scrubber);
            let fault = self.fault(ErrorKind::Decode, mismatch.unwrap_or(text));
            // If the error of `decode` were the source, it would print the secret.
            if repeats_secret { fault } else { fault.with_source(error) }
        })
    }

    /// Refuses a compressed body.
    pub(super) fn check_encoding(&self) -> Result<(), Error> {
        let encoding = self.head.headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
        match encoding.filter(|encoding| !encoding.eq_ignore_ascii_case("identity")) {
            Some(encoding) => Err(self.fault(
                ErrorKind::Decode,
                format!("the body is compressed ({encoding}), which was not requested"),
            )),
            None => Ok(()),
        }
    }

    /// Creates a response that is embedded in this one, such as a response in a batch. It has the client request id,
    /// attempts and elapsed time of this response. Its errors do not contain the secrets of this response's request.
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

    /// Returns the values that the protocol has read from this response, such as a SOAP header.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        &self.extensions
    }

    /// Returns a mutable reference to the extensions.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        &mut self.extensions
    }

    /// Creates an error with the parts of this response.
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
            .field("request", &self.head.redacted_request())
            .field("status", &self.status())
            .field("request_id", &self.head.redacted_request_id())
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("attempts", &self.head.attempts)
            .finish_non_exhaustive()
    }
}
