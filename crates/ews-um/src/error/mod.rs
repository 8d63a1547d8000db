//! The error type of the clients and of Autodiscover. It combines what HTTP, SOAP and EWS report.

mod kind;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use call_http::RawResponse;
use call_http::reqwest::StatusCode;
use call_http::reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use call_wire::OpenEnum;

pub use self::kind::ErrorKind;
use crate::generated::phone_call::{ResponseCode, ResponseMessageMessageXml};
use crate::soap::Fault;

/// The error of a request, or of a search by Autodiscover.
///
/// [`Display`](fmt::Display) prints one line: the request, the status, the code, the message and the request ids.
/// Neither `Display` nor [`Debug`](fmt::Debug) prints a credential, even if the response repeats one.
/// [`fault`](Self::fault) and [`body`](Self::body) are not redacted.
pub struct Error(Box<Parts>);

struct Parts {
    kind: ErrorKind,
    /// The task that failed, if it is not clear from the request.
    context: Option<String>,
    http: call_http::Error,
    fault: Option<Fault>,
    message_xml: Option<ResponseMessageMessageXml>,
}

impl Error {
    fn new(kind: ErrorKind, http: call_http::Error) -> Self {
        Self(Box::new(Parts { kind, context: None, http, fault: None, message_xml: None }))
    }

    /// Creates an error without a response.
    pub(crate) fn local(kind: ErrorKind, message: impl Into<String>) -> Self {
        let http = match kind {
            ErrorKind::Http(kind) => kind,
            _ => call_http::ErrorKind::Configuration,
        };
        Self::new(kind, call_http::Error::new(http, message))
    }

    /// Creates the error of a response that reports a failure by a name, such as `InvalidCallIdException`.
    pub(crate) fn refused(response: &RawResponse, name: &str, message: &str) -> Self {
        let denied = matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let http = if denied { call_http::ErrorKind::Auth } else { call_http::ErrorKind::Status };
        let kind = match ErrorKind::of(name) {
            ErrorKind::Service if denied => ErrorKind::Http(http),
            kind => kind,
        };
        Self::new(kind, response.error(http, Some(name), message))
    }

    /// Creates the error of a response that contains a fault.
    pub(crate) fn from_fault(response: &RawResponse, fault: Fault) -> Self {
        let message = fault.message().unwrap_or_default().into_owned();
        let mut error = Self::refused(response, &fault.name(), &message);
        error.0.fault = Some(fault);
        error
    }

    /// Creates the error of a response with unexpected content.
    pub(crate) fn unexpected(response: &RawResponse, message: &str) -> Self {
        response.error(call_http::ErrorKind::Decode, None, message).into()
    }

    /// Creates the error of a response that cannot be decoded: `error` if the status is a success, otherwise the error
    /// of the status.
    pub(crate) fn undecodable(response: &RawResponse, error: call_http::Error) -> Self {
        if response.status().is_success() { error.into() } else { response.to_error().into() }
    }

    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_message_xml(mut self, xml: Option<ResponseMessageMessageXml>) -> Self {
        self.0.message_xml = xml;
        self
    }

    /// Puts the task that failed in front of the message.
    pub(crate) fn with_context(mut self, mut context: String) -> Self {
        if let Some(inner) = &self.0.context {
            context = format!("{context}: {inner}");
        }
        self.0.context = Some(context);
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns the HTTP status, if there was a response. Faults have the status 500 or 200, response codes 200.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.http.status()
    }

    /// Returns the name of the exception, fault or response code, such as `InvalidCallIdException`. It is
    /// returned as received, and can be any text.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.http.code()
    }

    /// Returns the [code](Self::code) as a response code of EWS. It is [`ResponseCode::Other`] for all other names,
    /// such as the exceptions of the UM web service.
    #[must_use]
    pub fn response_code(&self) -> Option<ResponseCode> {
        self.code().map(ResponseCode::parse)
    }

    /// Returns the message of the service, or that of this crate.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.http.message()
    }

    /// Returns the SOAP fault, as received.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// Returns the `MessageXml` of a response with `ResponseClass="Error"`, as received. For a
    /// fault, see [`Fault::message_xml`].
    #[must_use]
    pub fn message_xml(&self) -> Option<&ResponseMessageMessageXml> {
        self.0.message_xml.as_ref()
    }

    /// Returns the id that the server assigned to the request. The logs of the server contain it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.http.request_id()
    }

    /// Returns the id that the client assigned to the request. All attempts have the same id.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.http.client_request_id()
    }

    /// Returns the time to wait before a retry, from `Retry-After` or `BackOffMilliseconds`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.http.retry_after()
    }

    /// Returns the number of attempts to send the request; 0 if nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.http.attempts()
    }

    /// Returns the headers of the response; empty if there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.http.headers()
    }

    /// Returns the body of the response, or the part of it that was read.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.http.body()
    }

    /// Returns the underlying HTTP error, with more details, such as the location of a redirect or the skew of the
    /// local clock.
    #[must_use]
    pub fn http(&self) -> &call_http::Error {
        &self.0.http
    }
}

impl From<call_http::Error> for Error {
    fn from(http: call_http::Error) -> Self {
        let schemes = unsupported_schemes(&http);
        let mut error = Self::new(ErrorKind::Http(http.kind()), http);
        if let Some(schemes) = schemes {
            error.0.context = Some(format!(
                "the server requires {schemes} authentication, which this client does not support (the documentation \
                 of `ews_um` describes the alternatives)"
            ));
        }
        error
    }
}

/// Returns the names of the authentication schemes that a server requires, if this crate supports none of them.
fn unsupported_schemes(http: &call_http::Error) -> Option<String> {
    if http.status() != Some(StatusCode::UNAUTHORIZED) {
        return None;
    }
    let challenges = http.headers().get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    // One header can have several challenges. Commas separate the challenges, and the parameters of each.
    let schemes =
        challenges.flat_map(|value| value.split(',')).filter_map(|part| part.trim().split(' ').next());
    let schemes: Vec<&str> = schemes.collect();
    let is_supported =
        |scheme: &&str| ["Basic", "Bearer"].iter().any(|name| name.eq_ignore_ascii_case(scheme));
    // Other names are not printed, since a header can contain anything.
    let is_printed =
        |scheme: &&str| ["NTLM", "Negotiate", "Digest"].iter().any(|name| name.eq_ignore_ascii_case(scheme));
    let printed: Vec<&str> = schemes.iter().copied().filter(is_printed).collect();
    (!schemes.iter().any(is_supported) && !printed.is_empty()).then(|| printed.join(" or "))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(context) = &self.0.context {
            write!(f, "{context}: ")?;
        }
        match (self.status(), self.kind()) {
            // Nothing was sent, so the HTTP error has nothing else to print.
            (None, kind) if !matches!(kind, ErrorKind::Http(_)) => {
                f.write_str(self.message().unwrap_or_default())
            }
            _ => self.0.http.fmt(f),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.0.kind);
        if let Some(context) = &self.0.context {
            shown.field("context", context);
        }
        shown.field("http", &self.0.http).finish_non_exhaustive()
    }
}

impl StdError for Error {
    /// Returns the cause: the error of a broken connection, or of a body that cannot be decoded.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.http.source()
    }
}
