//! One callback, and the rules for its retries.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::service::Service;
use crate::tokens::Defect;
use crate::world::World;

/// A callback to the application.
pub(crate) struct Delivery {
    /// The service.
    pub(crate) service: Service,
    /// The call.
    pub(crate) call: Option<String>,
    /// The name of the event, such as `CallConnected`, for the journal and the fault rules.
    pub(crate) name: String,
    /// The queue. The callbacks of a queue are sent one after another, in their order.
    pub(crate) queue: String,
    /// The URL.
    pub(crate) url: String,
    /// The headers, without `Authorization`.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// The token. Each attempt has a new one.
    pub(crate) authorization: Option<Authorization>,
    /// The rules for retries.
    pub(crate) retries: Retries,
    /// Called with the final outcome.
    pub(crate) done: Option<Done>,
    /// The defect of the token, by an injected fault.
    pub(crate) defect: Option<Defect>,
}

/// A function that processes the final outcome of a callback.
pub(crate) type Done = Box<dyn FnOnce(&mut World, &Outcome) + Send>;

/// The token of a callback.
#[derive(Clone, Debug)]
pub(crate) struct Authorization {
    /// The issuer.
    pub(crate) issuer: String,
    /// The audience.
    pub(crate) audience: String,
    /// The lifetime.
    pub(crate) lifetime: Duration,
    /// Additional claims.
    pub(crate) claims: Value,
}

/// The rules for retries of a callback.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Retries {
    /// The waits before the second and each further attempt.
    pub(crate) waits: &'static [Duration],
    /// Whether a response with this status is followed by another attempt. Connection errors and timeouts always are.
    pub(crate) retries: fn(StatusCode) -> bool,
    /// The time that the application has to respond.
    pub(crate) timeout: Duration,
    /// Whether redirects (302, 307, 308) are followed, at most three.
    pub(crate) redirects: bool,
}

/// The outcome of a callback.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// The application responded.
    Answered {
        /// The status.
        status: StatusCode,
        /// The headers.
        headers: HeaderMap,
        /// The body.
        body: Vec<u8>,
    },
    /// The application could not be reached, or did not respond in time.
    Failed(String),
    /// An injected fault dropped the callback. Its sender must not send it again.
    Lost,
}

impl Outcome {
    /// Returns the status of the response, if the application responded.
    pub(crate) fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Answered { status, .. } => Some(*status),
            Self::Failed(_) | Self::Lost => None,
        }
    }

    /// Returns whether the application accepted the callback.
    pub(crate) fn is_success(&self) -> bool {
        self.status().is_some_and(|status| status.is_success())
    }
}
