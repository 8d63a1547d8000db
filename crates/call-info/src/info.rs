//! The view of a call that all services share.

use std::fmt;

use call_wire::Duration;

use crate::end::CallEnd;
use crate::party::Party;
use crate::quality::StreamQuality;
use crate::state::CallState;

/// The service that a call is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Service {
    /// The Unified Messaging web service of Exchange.
    ExchangeUm,
    /// The phone-call operations of Exchange Web Services.
    ExchangeWebServices,
    /// Microsoft Graph cloud communications.
    Graph,
    /// Azure Communication Services Call Automation.
    AzureCommunication,
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::ExchangeUm => "Exchange Unified Messaging",
            Self::ExchangeWebServices => "Exchange Web Services",
            Self::Graph => "Microsoft Graph",
            Self::AzureCommunication => "Azure Communication Services",
        })
    }
}

/// The direction of a call, as seen from the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// The application was called.
    Incoming,
    /// The application placed the call.
    Outgoing,
}

/// The state of a call on any of the services.
///
/// The response of the service contains more than this view. A value that the service does not report is `None` or
/// empty; no value is guessed. [The tables](crate#states) map the fields to the members of each service.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CallInfo {
    /// The service that the call is on.
    pub service: Service,
    /// The identifier that the service assigned to the call.
    pub id: Option<String>,
    /// The state of the call.
    pub state: CallState,
    /// The service's name for the state, such as `establishing`. `None` if the service did not report a state.
    pub state_text: Option<String>,
    /// The reason why the call ended. `None` while the call is not over, or if the service reports no reason.
    pub end: Option<CallEnd>,
    /// The direction of the call.
    pub direction: Option<Direction>,
    /// The participants that the call itself names: the source, then the targets. The roster of a group call requires
    /// another request to the service.
    pub parties: Vec<Party>,
    /// The duration of the call, if it is over and the service reports it.
    pub duration: Option<Duration>,
    /// The measured quality of each media stream, if the service reports it after the call.
    pub quality: Vec<StreamQuality>,
}

impl CallInfo {
    pub(crate) fn new(service: Service, state: CallState, state_text: Option<String>) -> Self {
        Self {
            service,
            id: None,
            state,
            state_text,
            end: None,
            direction: None,
            parties: Vec::new(),
            duration: None,
            quality: Vec::new(),
        }
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_id(mut self, id: &str) -> Self {
        self.id.get_or_insert_with(|| id.to_owned());
        self
    }
}

impl fmt::Display for CallInfo {
    /// Formats one line: the state, the service's name for it, and the reason why the call ended.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.state)?;
        if let Some(text) = self.state_text.as_deref().filter(|text| *text != self.state.as_str()) {
            write!(f, " ({text})")?;
        }
        let Some(end) = &self.end else { return Ok(()) };
        let reason = end.reason.map(|reason| reason.to_string());
        for part in [reason.as_ref(), end.text.as_ref()].into_iter().flatten() {
            write!(f, ": {part}")?;
        }
        Ok(())
    }
}
