//! The answers to notifications.

use call_webhook::Answer;
use call_wire::json;

use super::body::{Form, Notifications};
use crate::generated::ParticipantJoiningResponse;

impl Notifications {
    /// Returns the usual answer to this body: 204 for the older form, so that the service sends the form of Graph; 202
    /// otherwise (page call-notifications; the service accepts 200 too). Two cases require another answer:
    ///
    /// * [`joining_answer`] if the entries contain a
    ///   [`Resource::ParticipantJoining`](super::Resource::ParticipantJoining) (policy-based recording);
    /// * [`Answer::moved_to`] to move an incoming call to the application's deployment in another region.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self.form {
            Form::Older(_) => Answer::no_content(),
            _ => Answer::accepted(),
        }
    }
}

/// Returns the answer to a [`Resource::ParticipantJoining`](super::Resource::ParticipantJoining): 200 with an
/// [`AcceptJoinResponse`](crate::AcceptJoinResponse), a [`RejectJoinResponse`](crate::RejectJoinResponse) or an
/// [`InviteNewBotResponse`](crate::InviteNewBotResponse). The page does not document the status; set
/// [`Answer::status`] to change it.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/participantjoiningresponse>
///
/// ```
/// use graph_calls::{RejectJoinResponse, RejectReason, notification::joining_answer};
///
/// let answer = joining_answer(RejectJoinResponse::new(RejectReason::Busy));
/// assert_eq!(
///     answer.body,
///     r##"{"@odata.type":"#microsoft.graph.rejectJoinResponse","reason":"busy"}"##
/// );
/// ```
#[must_use]
pub fn joining_answer(response: impl Into<ParticipantJoiningResponse>) -> Answer {
    Answer::json(json::encode(&response.into()).expect("texts and kept JSON have a JSON form"))
}
