//! Meetings that the application can join.

use std::fmt;

use graph_calls::ChatInfo;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::typed::typed;

/// A meeting that the application can join: by its organizer and thread, its id and passcode, its token, or its join
/// URL.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meeting {
    /// The thread of its chat, `19:meeting_…@thread.v2`.
    pub thread_id: String,
    /// The object id of the organizer, who is the first participant.
    pub organizer_id: String,
    /// The tenant of the organizer.
    pub tenant_id: String,
    /// The meeting id, as in invitations.
    pub join_meeting_id: String,
    /// The passcode.
    pub passcode: String,
    /// The token, as in the notification of an invitation.
    pub token: String,
    /// Whether the application waits in the lobby until a script admits it.
    pub has_lobby: bool,
}

impl fmt::Debug for Meeting {
    /// Formats without the passcode and the token.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meeting")
            .field("thread_id", &self.thread_id)
            .field("organizer_id", &self.organizer_id)
            .field("tenant_id", &self.tenant_id)
            .field("join_meeting_id", &self.join_meeting_id)
            .field("has_lobby", &self.has_lobby)
            .finish_non_exhaustive()
    }
}

impl Meeting {
    /// Returns the long join URL, with the thread and the organizer.
    #[must_use]
    pub fn join_url(&self) -> String {
        let context = json!({"Tid": self.tenant_id, "Oid": self.organizer_id}).to_string();
        let [thread, context] =
            [&self.thread_id, &context].map(|text| utf8_percent_encode(text, NON_ALPHANUMERIC));
        format!("https://teams.microsoft.com/l/meetup-join/{thread}/0?context={context}")
    }

    /// Returns the short join URL, with the meeting id and the passcode.
    #[must_use]
    pub fn short_join_url(&self) -> String {
        format!("https://teams.microsoft.com/meet/{}?p={}", self.join_meeting_id, self.passcode)
    }

    /// Returns the chat of the meeting on the wire.
    pub(super) fn chat_info(&self) -> ChatInfo {
        typed(ChatInfo::new().thread_id(&self.thread_id).message_id("0"))
    }
}
