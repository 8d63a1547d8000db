//! Fault rules: the faults, and the requests and callbacks that they affect.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::service::Service;

/// A fault, and the requests or callbacks that it affects. A condition that is not set matches everything.
///
/// ```
/// use call_sim::{FaultRule, RequestFault, RetryAfter, Service};
///
/// // The second request to play a prompt is throttled.
/// let rule = FaultRule::on_requests(RequestFault::Status { status: 429, retry_after: Some(RetryAfter::Seconds(2)) })
///     .service(Service::Acs)
///     .name("play")
///     .nth(2);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct FaultRule {
    /// The service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<Service>,
    /// The name of the operation (`create_call`), or of the event (`CallConnected`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Only the request or callback with this number among those that match, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<u64>,
    /// The probability of the fault, from 0 to 1. The seed determines the outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// The maximum number of injected faults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// The fault.
    pub fault: Fault,
}

impl FaultRule {
    /// Creates a rule for all requests of the application.
    #[must_use]
    pub fn on_requests(fault: RequestFault) -> Self {
        Self::new(Fault::Request(fault))
    }

    /// Creates a rule for all callbacks to the application.
    #[must_use]
    pub fn on_callbacks(fault: CallbackFault) -> Self {
        Self::new(Fault::Callback(fault))
    }

    fn new(fault: Fault) -> Self {
        Self { service: None, name: None, nth: None, probability: None, times: None, fault }
    }

    /// Sets the service.
    #[must_use]
    pub fn service(mut self, service: Service) -> Self {
        self.service = Some(service);
        self
    }

    /// Sets the name of the operation or the event.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Selects only the request or callback with this number among those that match, from 1.
    #[must_use]
    pub fn nth(mut self, nth: u64) -> Self {
        self.nth = Some(nth);
        self
    }

    /// Sets the probability, from 0 to 1.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// Sets the maximum number of injected faults.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }
}

/// A fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Fault {
    /// A fault of a request of the application.
    Request(RequestFault),
    /// A fault of a callback to the application.
    Callback(CallbackFault),
}

/// A fault of a request of the application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RequestFault {
    /// The request is not processed, and the response has this status, in the service's form.
    #[serde(rename_all = "camelCase")]
    Status {
        /// The status, such as 429, 500 or 503.
        status: u16,
        /// The header `Retry-After`.
        #[serde(default)]
        retry_after: Option<RetryAfter>,
    },
    /// The connection is reset, and the request is not processed.
    ResetBefore,
    /// The request is processed, and the connection is reset before the response.
    ResetAfter,
    /// The request is processed, and the connection ends in the middle of the response.
    CutBody,
    /// The request is processed, and the bytes of the response arrive one by one, with this many milliseconds between
    /// them.
    SlowBytes(u64),
    /// The request is not processed, and the response is an HTML page with status 200, as from a login page or proxy.
    HtmlPage,
    /// The request is processed, and the `Content-Type` of the response is `application/octet-stream`.
    ContentType,
}

/// The value of the header `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum RetryAfter {
    /// Whole seconds.
    Seconds(u32),
    /// Seconds with a fraction, as in a documented response of Graph.
    Fraction(f32),
    /// A date, this many seconds from now.
    Date(u32),
}

impl RetryAfter {
    /// Returns the time that the client must wait.
    #[must_use]
    pub fn duration(self) -> Duration {
        match self {
            Self::Seconds(seconds) | Self::Date(seconds) => Duration::from_secs(seconds.into()),
            Self::Fraction(seconds) => Duration::try_from_secs_f32(seconds).unwrap_or_default(),
        }
    }
}

/// A fault of a callback to the application.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum CallbackFault {
    /// It is not sent.
    Lost,
    /// It is sent twice, with the same id.
    Doubled,
    /// It is sent this many milliseconds later, and the callbacks after it do not wait.
    Late(u64),
    /// It is sent after the callback that follows it.
    OutOfOrder,
    /// Its type is unknown.
    UnknownType,
    /// Its objects have additional members.
    UnknownMembers,
    /// Its enums have unknown values.
    UnknownValues,
    /// Its body is empty.
    EmptyBody,
    /// Its token has expired.
    ExpiredToken,
    /// Its token has a `kid` that is not in the key set.
    UnknownKid,
    /// Its token is signed with another key.
    WrongSignature,
    /// Its token was issued for another audience.
    WrongAudience,
    /// The keys are rotated: this callback and later ones are signed with a new key.
    KeyRotation,
}
