//! Calls in the form that all services share, for scripts and the page.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::clock::as_text;
use crate::service::Service;

/// A call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Call {
    /// The service.
    pub service: Service,
    /// The id: `callConnectionId`, the id of the Graph call, or the call id of Exchange.
    pub id: String,
    /// The state in the service's own terms, such as `connected` or `established`.
    pub state: String,
    /// Whether the application placed the call.
    pub outgoing: bool,
    /// When it began, in the simulator's time.
    #[serde(serialize_with = "as_text")]
    pub started: Timestamp,
    /// The remote parties.
    pub parties: Vec<Party>,
}

/// A remote party of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Party {
    /// Its identifier: a phone number, a raw id, or an object id.
    pub id: String,
    /// Its state, such as `ringing` or `connected`.
    pub state: String,
    /// Whether it is muted.
    pub muted: bool,
    /// Whether it is on hold.
    pub on_hold: bool,
}

impl Call {
    /// Creates a call without parties.
    pub(crate) fn new(
        service: Service,
        id: impl Into<String>,
        state: impl Into<String>,
        started: Timestamp,
    ) -> Self {
        Self { service, id: id.into(), state: state.into(), outgoing: false, started, parties: Vec::new() }
    }
}

impl Party {
    /// Creates a party.
    pub(crate) fn new(id: impl Into<String>, state: impl Into<String>) -> Self {
        Self { id: id.into(), state: state.into(), muted: false, on_hold: false }
    }
}

/// A call to the application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Ring {
    /// The caller: a phone number such as `+14255550123`, or another identifier of the service.
    pub from: String,
    /// The number or id of the application that is called. The default is that of the simulator's application.
    pub to: Option<String>,
    /// The name of the caller.
    pub display_name: Option<String>,
}

impl Ring {
    /// Creates a call from a caller to the application.
    #[must_use]
    pub fn new(from: impl Into<String>) -> Self {
        Self { from: from.into(), ..Self::default() }
    }

    /// Sets the number or id of the application that is called.
    #[must_use]
    pub fn to(mut self, to: impl Into<String>) -> Self {
        self.to = Some(to.into());
        self
    }

    /// Sets the name of the caller.
    #[must_use]
    pub fn display_name(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }
}
