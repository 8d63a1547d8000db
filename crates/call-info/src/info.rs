//! One view of a call.

use std::fmt;

use crate::{CallEnd, CallState, Party};

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

/// Who called whom, seen from the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Direction {
    /// Somebody called the application.
    Incoming,
    /// The application called somebody.
    Outgoing,
}

/// What a call is doing, whichever service it is on.
///
/// It is a view: the service's own response has more. What the service does not report is `None` or empty, and
/// nothing is guessed. [The tables](crate#states) map the fields to the services' own members.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CallInfo {
    /// The service that reported it.
    pub service: Service,
    /// The service's identifier of the call.
    pub id: Option<String>,
    /// What the call is doing.
    pub state: CallState,
    /// The state in the service's own words, such as `establishing`; `None` when it did not say.
    pub state_text: Option<String>,
    /// Why the call ended, once it is over and if the service says so.
    pub end: Option<CallEnd>,
    /// Who called whom.
    pub direction: Option<Direction>,
    /// The participants that the call itself names: source first, then targets. The roster of a group call is
    /// another request to the service.
    pub parties: Vec<Party>,
}

impl CallInfo {
    pub(crate) fn new(service: Service, state: CallState, state_text: Option<String>) -> Self {
        Self { service, id: None, state, state_text, end: None, direction: None, parties: Vec::new() }
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_id(mut self, id: &str) -> Self {
        self.id.get_or_insert_with(|| id.to_owned());
        self
    }
}

impl fmt::Display for CallInfo {
    /// One line: the state, the service's own words, and why the call ended.
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
