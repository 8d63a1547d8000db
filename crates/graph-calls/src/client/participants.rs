//! The participants of a call.

use call_http::PendingRequest;

use super::service::Service;
use crate::generated::{
    InviteParticipantsOperation, MuteParticipantOperation, Participant, ParticipantCollection,
    ParticipantMuteParameters, ParticipantStartHoldMusicParameters, ParticipantStopHoldMusicParameters,
    ParticipantsInviteParameters, StartHoldMusicOperation, StopHoldMusicOperation,
};

/// The participants of a call: `/communications/calls/{id}/participants`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/participant>
#[derive(Clone, Debug)]
pub struct Participants {
    pub(super) service: Service,
    pub(super) call_id: String,
}

impl Participants {
    /// Returns the first page of the participants; [`pages`](call_http::PendingRequest::pages) returns all pages:
    ///
    /// ```no_run
    /// use graph_calls::call_http::futures_util::TryStreamExt as _;
    ///
    /// # async fn example(client: graph_calls::Client) -> Result<(), graph_calls::Error> {
    /// let mut participants = client.call("57dab8b1").participants().list().pages().items();
    /// while let Some(participant) = participants.try_next().await? {
    ///     println!("{:?}", participant.info);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Permission: that of the call, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-list-participants>
    pub fn list(&self) -> PendingRequest<ParticipantCollection> {
        self.service.request(|graph| graph.participants_list(&self.call_id))
    }

    /// Invites up to 5 users. Only a group call accepts more than one.
    ///
    /// An [`Operation`](crate::notification::Resource::Operation) notification reports the outcome. A roster
    /// notification contains the new participants.
    ///
    /// Permission: `Calls.InitiateGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/participant-invite>
    pub fn invite(
        &self,
        parameters: &ParticipantsInviteParameters,
    ) -> PendingRequest<InviteParticipantsOperation> {
        self.service.request(|graph| graph.participants_invite(&self.call_id, parameters))
    }
}

/// One participant: `/communications/calls/{id}/participants/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/participant>
#[derive(Clone, Debug)]
pub struct ParticipantHandle {
    pub(super) service: Service,
    pub(super) call_id: String,
    pub(super) id: String,
}

impl ParticipantHandle {
    /// Returns the participant.
    ///
    /// Permission: that of the call, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/participant-get>
    pub fn get(&self) -> PendingRequest<Participant> {
        self.service.request(|graph| graph.participants_get(&self.call_id, &self.id))
    }

    /// Removes the participant from the call, or cancels an invitation. The tenant must allow this for the application
    /// (`Set-CsApplicationMeetingConfiguration -AllowRemoveParticipantAppIds`).
    ///
    /// Permission: `Calls.JoinGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/participant-delete>
    pub fn delete(&self) -> PendingRequest<()> {
        self.service.request(|graph| graph.participants_delete(&self.call_id, &self.id))
    }

    /// Mutes the participant in a group call. The returned operation is already complete; a roster notification
    /// follows.
    ///
    /// Permission: `Calls.JoinGroupCall.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/participant-mute>
    pub fn mute(&self, parameters: &ParticipantMuteParameters) -> PendingRequest<MuteParticipantOperation> {
        self.service.request(|graph| graph.participant_mute(&self.call_id, &self.id, parameters))
    }

    /// Puts the participant on hold, with music or a prompt of the application. An
    /// [`Operation`](crate::notification::Resource::Operation) notification reports the outcome.
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`, checked when the meeting is joined.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/participant-startholdmusic>
    pub fn start_hold_music(
        &self,
        parameters: &ParticipantStartHoldMusicParameters,
    ) -> PendingRequest<StartHoldMusicOperation> {
        self.service.request(|graph| graph.participant_start_hold_music(&self.call_id, &self.id, parameters))
    }

    /// Takes the participant off hold. An [`Operation`](crate::notification::Resource::Operation) notification
    /// reports the outcome.
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`, checked when the meeting is joined.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/participant-stopholdmusic>
    pub fn stop_hold_music(
        &self,
        parameters: &ParticipantStopHoldMusicParameters,
    ) -> PendingRequest<StopHoldMusicOperation> {
        self.service.request(|graph| graph.participant_stop_hold_music(&self.call_id, &self.id, parameters))
    }
}
