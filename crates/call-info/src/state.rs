//! The states of a call, in one set for all services.

use std::fmt;

/// The state of a call. [The table](crate#states) maps the states of each service to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallState {
    /// The service reported no state, an unknown state, or a state that this version does not support.
    /// [`CallInfo::state_text`](crate::CallInfo::state_text) contains the text that it reported.
    #[default]
    Unknown,
    /// No call is in progress: before or after a call.
    Idle,
    /// An incoming call that is not answered yet.
    Incoming,
    /// The call is being set up.
    Connecting,
    /// The telephone is ringing.
    Ringing,
    /// The parties are connected.
    Connected,
    /// The parties are connected, and the call is on hold.
    OnHold,
    /// A transfer was requested.
    Transferring,
    /// The target of the transfer has accepted it.
    TransferAccepted,
    /// The call is being forwarded before it is answered.
    Redirecting,
    /// The call is being ended.
    Disconnecting,
    /// The call is over.
    Disconnected,
}

impl CallState {
    /// Returns `true` if the call is over. All other states can still change.
    #[must_use]
    pub fn is_over(self) -> bool {
        self == Self::Disconnected
    }

    /// Returns `true` if the parties are connected, including on hold and during a transfer.
    #[must_use]
    pub fn is_connected(self) -> bool {
        matches!(self, Self::Connected | Self::OnHold | Self::Transferring | Self::TransferAccepted)
    }

    /// Returns the state as a short English text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Idle => "idle",
            Self::Incoming => "incoming",
            Self::Connecting => "connecting",
            Self::Ringing => "ringing",
            Self::Connected => "connected",
            Self::OnHold => "on hold",
            Self::Transferring => "transferring",
            Self::TransferAccepted => "transfer accepted",
            Self::Redirecting => "redirecting",
            Self::Disconnecting => "disconnecting",
            Self::Disconnected => "disconnected",
        }
    }
}

impl fmt::Display for CallState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_connected_on_hold_and_during_a_transfer() {
        use CallState::{Connected, Disconnected, Incoming, OnHold, Ringing, TransferAccepted, Transferring};
        for state in [Connected, OnHold, Transferring, TransferAccepted] {
            assert!(state.is_connected() && !state.is_over(), "{state}");
        }
        for state in [CallState::Unknown, CallState::Idle, Incoming, Ringing, Disconnected] {
            assert!(!state.is_connected(), "{state}");
            assert_eq!(state.is_over(), state == Disconnected, "{state}");
        }
    }
}
