//! What a call is doing, in one set of words.

use std::fmt;

/// What a call is doing. How each service's states map to it is in [the table](crate#states).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallState {
    /// The service did not say, said that it does not know, or said something that this version does not know;
    /// [`CallInfo::state_text`](crate::CallInfo::state_text) has its words.
    #[default]
    Unknown,
    /// There is no call yet, or no longer.
    Idle,
    /// Somebody calls, and nobody has answered.
    Incoming,
    /// The call is being set up.
    Connecting,
    /// The phone rings.
    Ringing,
    /// The parties are connected.
    Connected,
    /// The parties are connected, and the call is on hold.
    OnHold,
    /// A transfer was asked for.
    Transferring,
    /// The transfer's target has taken over.
    TransferAccepted,
    /// The call is being passed on before it was answered.
    Redirecting,
    /// The call is being ended.
    Disconnecting,
    /// The call is over.
    Disconnected,
}

impl CallState {
    /// Whether the call is over. The other states may still change.
    #[must_use]
    pub fn is_over(self) -> bool {
        self == Self::Disconnected
    }

    /// Whether the parties can hear each other, or could if the call were not on hold.
    #[must_use]
    pub fn is_connected(self) -> bool {
        matches!(self, Self::Connected | Self::OnHold | Self::Transferring | Self::TransferAccepted)
    }

    /// The state in a few words.
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
