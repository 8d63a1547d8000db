//! The kinds of errors.

use std::fmt;

use call_wire::OpenEnum;

use crate::soap::FaultKind;

/// The kind of an [`Error`](crate::Error), to match on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// There is no response, it has an error status without a fault, or it cannot be decoded.
    Http(call_http::ErrorKind),
    /// The service does not know the call, or no longer knows it: `InvalidCallIdException` of the UM web service,
    /// `ErrorInvalidPhoneCallId` of EWS.
    InvalidCallId,
    /// The entry id does not identify an item: `InvalidObjectIdException` of the UM web service. EWS has many codes
    /// for an invalid item id; their kind is [`Service`](Self::Service).
    InvalidObjectId,
    /// The number cannot be called, or calling it is not allowed: `DialingRulesException` of the UM web service,
    /// `ErrorInvalidPhoneNumber` and `ErrorPhoneNumberNotDialable` of EWS.
    DialingRules,
    /// The request is malformed: `ErrorInvalidRequest`.
    InvalidRequest,
    /// The request violates the schema: `ErrorSchemaValidation` of EWS.
    /// [`Fault::violation`](crate::soap::Fault::violation) returns the position.
    SchemaValidation,
    /// The service is busy: `ErrorServerBusy`. [`Error::retry_after`](crate::Error::retry_after) returns the time to
    /// wait, if the response contains one.
    ServerBusy,
    /// The service refused the request for another reason. [`Error::code`](crate::Error::code) returns the name of the
    /// error.
    Service,
    /// No Autodiscover service returned settings for the address.
    Autodiscover,
    /// Autodiscover returned settings without the requested URL.
    NoEndpoint,
    /// The time limit of a watch was reached before the call was over.
    TimeLimit,
}

impl ErrorKind {
    /// Returns the kind of a fault or a response code, by its name.
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
            Self::SchemaValidation => "schema violation",
            Self::ServerBusy => "server busy",
            Self::Service => "refused by the service",
            Self::Autodiscover => "Autodiscover failed",
            Self::NoEndpoint => "no endpoint",
            Self::TimeLimit => "time limit reached",
        })
    }
}
