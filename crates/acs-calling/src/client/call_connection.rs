//! A call that the application is connected to: its state, its end, who takes part.

use std::fmt;

use call_http::{Pages, PendingRequest};

use super::CallMedia;
use crate::generated::client::Operations;
use crate::{
    AddParticipantRequest, AddParticipantResponse, CallConnectionProperties, CallParticipant,
    CancelAddParticipantRequest, CancelAddParticipantResponse, CommunicationIdentifier,
    GetParticipantsResponse, MoveParticipantsRequest, MoveParticipantsResponse, MuteParticipantsRequest,
    MuteParticipantsResult, RemoveParticipantRequest, RemoveParticipantResponse, TransferCallResponse,
    TransferToParticipantRequest,
};

/// A call that the application is connected to.
///
/// Made by [`Client::call_connection`](crate::Client::call_connection).
#[derive(Clone)]
pub struct CallConnection {
    pub(super) operations: Operations,
    pub(super) id: String,
}

impl CallConnection {
    /// The `callConnectionId`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What is played and heard in this call.
    #[must_use]
    pub fn media(&self) -> CallMedia {
        CallMedia { operations: self.operations.clone(), id: self.id.clone() }
    }

    /// `CallConnection_GetCall`: the state of the call, and who called whom.
    pub fn get(&self) -> PendingRequest<CallConnectionProperties> {
        self.operations.call_connection_get_call(&self.id)
    }

    /// `CallConnection_HangupCall`: takes the application out of the call. Done too when an earlier attempt
    /// was, and the call connection is not found any more.
    pub fn hang_up(&self) -> PendingRequest<()> {
        self.operations.call_connection_hangup_call(&self.id)
    }

    /// `CallConnection_TerminateCall`: ends the call for all.
    pub fn terminate(&self) -> PendingRequest<()> {
        self.operations.call_connection_terminate_call(&self.id)
    }

    /// `CallConnection_TransferToParticipant`: hands the call over. `CallTransferAccepted` or
    /// `CallTransferFailed` follows as an event.
    pub fn transfer_to_participant(
        &self,
        request: &TransferToParticipantRequest,
    ) -> PendingRequest<TransferCallResponse> {
        self.operations.call_connection_transfer_to_participant(&self.id, request)
    }

    /// `CallConnection_GetParticipants`: who takes part, page by page, or as one stream.
    ///
    /// ```no_run
    /// use acs_calling::call_http::futures_util::TryStreamExt as _;
    ///
    /// # async fn example(client: acs_calling::Client) -> Result<(), acs_calling::Error> {
    /// let mut participants = client.call_connection("411f0b00-aaaa").participants().items();
    /// while let Some(participant) = participants.try_next().await? {
    ///     println!("{participant:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn participants(&self) -> Pages<GetParticipantsResponse> {
        self.operations.call_connection_get_participants(&self.id).pages()
    }

    /// `CallConnection_GetParticipant`: one who takes part, by raw id or identifier.
    pub fn participant(
        &self,
        participant: impl Into<CommunicationIdentifier>,
    ) -> PendingRequest<CallParticipant> {
        self.operations.call_connection_get_participant(&self.id, participant.into().raw_id())
    }

    /// `CallConnection_AddParticipant`: invites somebody. `AddParticipantSucceeded` or
    /// `AddParticipantFailed` follows as an event.
    pub fn add_participant(&self, request: &AddParticipantRequest) -> PendingRequest<AddParticipantResponse> {
        self.operations.call_connection_add_participant(&self.id, request)
    }

    /// `CallConnection_CancelAddParticipant`: takes back an invitation that nobody has accepted yet.
    pub fn cancel_add_participant(
        &self,
        request: &CancelAddParticipantRequest,
    ) -> PendingRequest<CancelAddParticipantResponse> {
        self.operations.call_connection_cancel_add_participant(&self.id, request)
    }

    /// `CallConnection_RemoveParticipant`: takes somebody out of the call.
    pub fn remove_participant(
        &self,
        request: &RemoveParticipantRequest,
    ) -> PendingRequest<RemoveParticipantResponse> {
        self.operations.call_connection_remove_participant(&self.id, request)
    }

    /// `CallConnection_MoveParticipants`: fetches participants of another call connection into this call.
    pub fn move_participants(
        &self,
        request: &MoveParticipantsRequest,
    ) -> PendingRequest<MoveParticipantsResponse> {
        self.operations.call_connection_move_participants(&self.id, request)
    }

    /// `CallConnection_Mute`: mutes participants.
    pub fn mute_participants(
        &self,
        request: &MuteParticipantsRequest,
    ) -> PendingRequest<MuteParticipantsResult> {
        self.operations.call_connection_mute(&self.id, request)
    }
}

impl fmt::Debug for CallConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallConnection").field("id", &self.id).finish_non_exhaustive()
    }
}
