//! The one error of the clients and of Autodiscover: what HTTP, SOAP and EWS say of a failure, in one place.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use call_http::RawResponse;
use call_http::reqwest::StatusCode;
use call_http::reqwest::header::{HeaderMap, WWW_AUTHENTICATE};
use call_wire::OpenEnum;

use crate::phone_call::{ResponseCode, ResponseMessageMessageXml};
use crate::soap::{Fault, FaultKind};

/// What went wrong, in terms of what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// HTTP failed: no answer, an error status without a fault, or an answer that is not understood.
    Http(call_http::ErrorKind),
    /// The service knows no such call, or no longer: `InvalidCallIdException` of the UM web service,
    /// `ErrorInvalidPhoneCallId` of EWS.
    InvalidCallId,
    /// The entry id names no item: `InvalidObjectIdException` of the UM web service. EWS has many codes for a
    /// wrong item id, which come as [`Service`](Self::Service).
    InvalidObjectId,
    /// The number cannot or must not be called: `DialingRulesException` of the UM web service,
    /// `ErrorInvalidPhoneNumber` and `ErrorPhoneNumberNotDialable` of EWS.
    DialingRules,
    /// The request is malformed: `ErrorInvalidRequest`.
    InvalidRequest,
    /// The request breaks the schema: `ErrorSchemaValidation` of EWS; [`Fault::violation`] says where.
    SchemaValidation,
    /// The service is busy: `ErrorServerBusy`. [`Error::retry_after`] says for how long, if the service does.
    ServerBusy,
    /// The service refused for another reason, which [`Error::code`] names.
    Service,
    /// No Autodiscover service gave settings for the address.
    Autodiscover,
    /// Autodiscover gave settings, but not the URL that was asked for.
    NoEndpoint,
    /// A call was still up when the time limit of a watch ended.
    TimeLimit,
}

impl ErrorKind {
    /// The kind of a fault or a response code, by its name.
    pub(crate) fn of(name: &str) -> Self {
        match name {
            "ErrorInvalidPhoneCallId" => return Self::InvalidCallId,
            "ErrorInvalidPhoneNumber" | "ErrorPhoneNumberNotDialable" => return Self::DialingRules,
            _ => {}
        }
        match FaultKind::parse(name) {
            FaultKind::InvalidCallId => Self::InvalidCallId,
            FaultKind::InvalidObjectId => Self::InvalidObjectId,
            FaultKind::DialingRules => Self::DialingRules,
            FaultKind::InvalidRequest => Self::InvalidRequest,
            FaultKind::SchemaValidation => Self::SchemaValidation,
            FaultKind::ServerBusy => Self::ServerBusy,
            FaultKind::Other(_) => Self::Service,
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Http(kind) => return kind.fmt(f),
            Self::InvalidCallId => "unknown call",
            Self::InvalidObjectId => "unknown item",
            Self::DialingRules => "number not dialable",
            Self::InvalidRequest => "malformed request",
            Self::SchemaValidation => "request against the schema",
            Self::ServerBusy => "server busy",
            Self::Service => "refused by the service",
            Self::Autodiscover => "Autodiscover failed",
            Self::NoEndpoint => "no such endpoint",
            Self::TimeLimit => "time limit",
        })
    }
}

/// Why a request came to nothing.
///
/// [`Display`](fmt::Display) is one line with all that a person needs: the request, status, code, message,
/// request ids. Neither it nor [`Debug`](fmt::Debug) holds a credential, even where the answer repeats one. What
/// [`fault`](Self::fault) and [`body`](Self::body) give is as it came.
pub struct Error(Box<Parts>);

struct Parts {
    kind: ErrorKind,
    /// What was being tried, when the request alone does not tell.
    context: Option<String>,
    http: call_http::Error,
    fault: Option<Fault>,
    message_xml: Option<ResponseMessageMessageXml>,
}

impl Error {
    fn new(kind: ErrorKind, http: call_http::Error) -> Self {
        Self(Box::new(Parts { kind, context: None, http, fault: None, message_xml: None }))
    }

    /// An error that no answer tells of.
    pub(crate) fn own(kind: ErrorKind, message: impl Into<String>) -> Self {
        let http = match kind {
            ErrorKind::Http(kind) => kind,
            _ => call_http::ErrorKind::Configuration,
        };
        Self::new(kind, call_http::Error::new(http, message))
    }

    /// An answer that the service marks as a failure by a name, such as that of an exception.
    pub(crate) fn refused(response: &RawResponse, name: &str, message: &str) -> Self {
        let denied = matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        let http = if denied { call_http::ErrorKind::Auth } else { call_http::ErrorKind::Status };
        let kind = match ErrorKind::of(name) {
            ErrorKind::Service if denied => ErrorKind::Http(http),
            kind => kind,
        };
        Self::new(kind, response.error(http, Some(name), message))
    }

    pub(crate) fn of_fault(response: &RawResponse, fault: Fault) -> Self {
        let message = fault.message().unwrap_or_default().into_owned();
        let mut error = Self::refused(response, &fault.name(), &message);
        error.0.fault = Some(fault);
        error
    }

    /// An answer that is no SOAP, or not the SOAP that it should be.
    pub(crate) fn not_understood(response: &RawResponse, message: &str) -> Self {
        response.error(call_http::ErrorKind::Decode, None, message).into()
    }

    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    pub(crate) fn with_message_xml(mut self, xml: Option<ResponseMessageMessageXml>) -> Self {
        self.0.message_xml = xml;
        self
    }

    /// Says what was being tried, on the same line.
    pub(crate) fn in_context(mut self, mut context: String) -> Self {
        if let Some(inner) = &self.0.context {
            context = format!("{context}: {inner}");
        }
        self.0.context = Some(context);
        self
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The HTTP status, when there was an answer. Faults come with 500 or 200, response codes with 200.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.http.status()
    }

    /// The name of the exception, fault or response code: an open set, such as `InvalidCallIdException`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.http.code()
    }

    /// The code as EWS lists it; [`ResponseCode::Other`] for what is none of its codes, such as an exception of
    /// the UM web service.
    #[must_use]
    pub fn response_code(&self) -> Option<ResponseCode> {
        self.code().map(ResponseCode::parse)
    }

    /// What went wrong, in the service's words or in ours.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.http.message()
    }

    /// The SOAP fault, as it came.
    #[must_use]
    pub fn fault(&self) -> Option<&Fault> {
        self.0.fault.as_ref()
    }

    /// The `MessageXml` of a response with `ResponseClass="Error"`, as it came. That of a fault stands in
    /// [`Fault::message_xml`].
    #[must_use]
    pub fn message_xml(&self) -> Option<&ResponseMessageMessageXml> {
        self.0.message_xml.as_ref()
    }

    /// The server's id of the request, which its logs have.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.http.request_id()
    }

    /// Our own id of the request, the same for all its attempts.
    #[must_use]
    pub fn client_request_id(&self) -> Option<&str> {
        self.0.http.client_request_id()
    }

    /// How long the service asked to be left alone, by `Retry-After` or `BackOffMilliseconds`.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.http.retry_after()
    }

    /// How many times the request was sent or tried to be; 0 when nothing was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.http.attempts()
    }

    /// The headers of the answer; empty when there was none.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.0.http.headers()
    }

    /// The bytes of the answer, or as much as was read of them.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        self.0.http.body()
    }

    /// All that HTTP has to say, such as the redirect's location or how wrong the local clock is.
    #[must_use]
    pub fn http(&self) -> &call_http::Error {
        &self.0.http
    }
}

impl From<call_http::Error> for Error {
    fn from(http: call_http::Error) -> Self {
        let asked = unspoken_schemes(&http);
        let mut error = Self::new(ErrorKind::Http(http.kind()), http);
        if let Some(asked) = asked {
            error.0.context =
                Some(format!("the server asks for {asked}, which this client does not speak (see `ews_um`)"));
        }
        error
    }
}

/// The authentication schemes that a server asks for, when a credential of this crate can be none of them.
fn unspoken_schemes(http: &call_http::Error) -> Option<String> {
    if http.status() != Some(StatusCode::UNAUTHORIZED) {
        return None;
    }
    let asked = http.headers().get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    // One header may have several challenges; the parameters of each are parted by commas too.
    let schemes = asked.flat_map(|value| value.split(',')).filter_map(|part| part.trim().split(' ').next());
    let schemes: Vec<&str> = schemes.collect();
    let known = |scheme: &&str| ["Basic", "Bearer"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    // A name that is none is not repeated: anything may stand in a header.
    let named =
        |scheme: &&str| ["NTLM", "Negotiate", "Digest"].iter().any(|n| n.eq_ignore_ascii_case(scheme));
    let named: Vec<&str> = schemes.iter().copied().filter(named).collect();
    (!schemes.iter().any(known) && !named.is_empty()).then(|| named.join(" or "))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(context) = &self.0.context {
            write!(f, "{context}: ")?;
        }
        match (self.status(), self.kind()) {
            // Ours alone: nothing was sent, so the kind of HTTP says nothing.
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
    /// The cause, where one library reports it to another: of a broken connection, of a body that cannot be read.
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.http.source()
    }
}
