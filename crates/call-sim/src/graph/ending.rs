//! The reasons for the end of a call, with the codes of the service.
//!
//! Source: <https://learn.microsoft.com/en-us/graph/api/call-delete>; `fidelity.rs` lists which codes are documented.

use graph_calls::ResultInfo;

use super::typed::typed;

/// The reason for the end of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Ending(i32, i32, &'static str);

impl Ending {
    /// The application ended the call.
    pub(super) const DELETED: Self = Self(200, 5001, "The conversation has ended.");
    /// The remote user of a peer-to-peer call hung up.
    pub(super) const USER_LEFT: Self = Self(200, 18503, "The other participant has left the call.");
    /// The remote phone hung up.
    pub(super) const PHONE_LEFT: Self = Self(200, 540_000, "The PSTN user has ended the call.");
    /// All other participants left a group call or meeting.
    pub(super) const ALL_LEFT: Self = Self(200, 5002, "All other participants have left.");
    /// Another call replaced this one.
    pub(super) const REPLACED: Self = Self(200, 5000, "The participant was removed from the call.");
    /// The application was not admitted from the lobby in time.
    pub(super) const LOBBY: Self = Self(200, 5855, "The wait in the lobby has timed out.");
    /// The transfer is complete.
    pub(super) const TRANSFERRED: Self = Self(0, 7015, "GracefulTransferCompleted");
    /// A target of the redirection answered.
    pub(super) const REDIRECTED: Self = Self(200, 5003, "The call was redirected.");
    /// The application did not keep the call alive.
    pub(super) const KEEP_ALIVE: Self = Self(408, 8537, "Keep Alive Timeout Reached");
    /// The callee declined.
    pub(super) const DECLINED: Self = Self(603, 8538, "The call was declined.");
    /// The callee is busy.
    pub(super) const BUSY: Self = Self(486, 8539, "The callee is busy.");
    /// The callee did not answer.
    pub(super) const NO_ANSWER: Self = Self(480, 8541, "The callee is not available.");
    /// The callee does not exist.
    pub(super) const NO_ENDPOINT: Self = Self(480, 10037, "The callee has no registered endpoint.");
    /// The caller hung up before the answer.
    pub(super) const CANCELED: Self = Self(487, 8542, "The call was canceled by the caller.");
    /// The application did not accept the notification of an incoming call.
    pub(super) const NOT_ACKNOWLEDGED: Self = Self(408, 8586, "The incoming call was not acknowledged.");
    /// The application did not answer an incoming call in time.
    pub(super) const NOT_ANSWERED: Self = Self(408, 8587, "The incoming call was not answered in time.");
    /// No target of the redirection answered.
    pub(super) const NO_TARGET: Self = Self(408, 8541, "No target of the redirection answered.");

    /// Returns the result on the wire.
    pub(super) fn result(self) -> ResultInfo {
        typed(ResultInfo::new(self.0, self.1).message(self.2))
    }

    /// Returns the codes and the message, for the journal.
    pub(super) fn text(self) -> String {
        format!("{}/{}: {}", self.0, self.1, self.2)
    }

    /// Returns the reason for a peer-to-peer call whose remote party hangs up.
    pub(super) fn of_party(key: &str) -> Self {
        if key.starts_with('+') { Self::PHONE_LEFT } else { Self::USER_LEFT }
    }
}
