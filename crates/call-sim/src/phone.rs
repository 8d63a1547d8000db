//! The remote parties of calls: their actions, and the identifiers with a fixed behavior.

use std::error::Error;
use std::fmt;

use serde::{Deserialize, Serialize};

/// An action of a remote party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", content = "value", rename_all = "camelCase")]
#[non_exhaustive]
pub enum Action {
    /// Answers the call of the application.
    Answer,
    /// Declines the call, or the transfer.
    Decline,
    /// Is busy.
    Busy,
    /// Does not answer, and the call stops ringing.
    NoAnswer,
    /// Presses keys: `0` to `9`, `*`, `#`, `A` to `D`.
    Press(String),
    /// Says a sentence.
    Say(String),
    /// Hangs up, or leaves.
    HangUp,
    /// Mutes or unmutes itself.
    Mute(bool),
    /// Puts the call on hold, or resumes it.
    Hold(bool),
    /// Joins the call or meeting, as a new participant.
    Join,
    /// Waits in the lobby of a meeting. `Answer` admits it.
    Lobby,
}

impl Action {
    /// Returns the name of the action, as in the control API.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Decline => "decline",
            Self::Busy => "busy",
            Self::NoAnswer => "noAnswer",
            Self::Press(_) => "press",
            Self::Say(_) => "say",
            Self::HangUp => "hangUp",
            Self::Mute(_) => "mute",
            Self::Hold(_) => "hold",
            Self::Join => "join",
            Self::Lobby => "lobby",
        }
    }
}

/// The error of an action that is not possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError(String);

impl ScriptError {
    /// Creates an error from a message with the problem and its solution.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for ScriptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for ScriptError {}

/// The behavior of a called party, by the last digits of its number or id.
///
/// A phone number ends in `555` and four digits (`+14255550486`), a GUID in eight zeros and four digits
/// (`…-000000000486`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Magic {
    /// `0486`: the party is busy.
    Busy,
    /// `0480`: the party does not answer.
    NoAnswer,
    /// `0603`: the party declines.
    Declined,
    /// `0404`: the number does not exist.
    NotFound,
    /// `0403`: the service refuses the request with status 403.
    Forbidden,
    /// `0429`: the service refuses the request with status 429.
    Throttled,
    /// `0200`: the party answers at once.
    AnswersAtOnce,
    /// `0408`: the party answers and hangs up after five seconds.
    HangsUp,
}

impl Magic {
    /// All behaviors, each with its digits and a description.
    pub const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::AnswersAtOnce, "0200", "answers at once"),
        (Self::Forbidden, "0403", "the request is refused with status 403"),
        (Self::NotFound, "0404", "the number does not exist"),
        (Self::HangsUp, "0408", "answers, and hangs up after five seconds"),
        (Self::Throttled, "0429", "the request is refused with status 429"),
        (Self::NoAnswer, "0480", "does not answer"),
        (Self::Busy, "0486", "is busy"),
        (Self::Declined, "0603", "declines"),
    ];

    /// Returns the fixed behavior of a number, a raw id or a GUID. `None` if it has no such behavior.
    #[must_use]
    pub fn of(identifier: &str) -> Option<Self> {
        let digits = identifier.get(identifier.len().checked_sub(4)?..)?;
        let before = &identifier[..identifier.len() - 4];
        let (found, ..) = Self::ALL.into_iter().find(|(_, code, _)| *code == digits)?;
        (before.ends_with("555") || before.ends_with("00000000")).then_some(found)
    }
}
