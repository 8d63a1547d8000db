//! A call that the application is connected to: its state, its end, who takes part.

use std::fmt;

use call_http::PendingRequest;

use super::call_media::CallMedia;
use crate::generated::client::Operations;
use crate::generated::{
    AddParticipantRequest, AddParticipantResponse, CallConnectionProperties, CallParticipant,
    CancelAddParticipantRequest, CancelAddParticipantResponse, GetParticipantsResponse,
    MoveParticipantsRequest, MoveParticipantsResponse, MuteParticipantsRequest, MuteParticipantsResult,
    RemoveParticipantRequest, RemoveParticipantResponse, TransferCallResponse, TransferToParticipantRequest,
};
use crate::identifier::CommunicationIdentifier;

/// A call that the application is connected to.
///
/// Made by [`Client::call_connection`](crate::Client::call_connection).
///
/// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection>
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

    /// Returns the properties of an ongoing call, with status 200: its state, who called whom, and what is streamed and
    /// transcribed.
    ///
    /// It sends `GET /calling/callConnections/{callConnectionId}` with the query parameter `api-version`, which
    /// [`with_api_version`](crate::Client::with_api_version) sets. Requests are authorized with an access key or a
    /// Microsoft Entra ID token, not with the user access token that the reference page names: see
    /// [Authorization](crate#authorization).
    ///
    /// # Errors
    ///
    /// [`Auth`](call_http::ErrorKind::Auth) for 401 and 403, [`Status`](call_http::ErrorKind::Status) for the other
    /// error statuses. The body is a [`CommunicationErrorResponse`](crate::CommunicationErrorResponse), which
    /// [`json`](call_http::Error::json) decodes; its code, message, target, details and inner errors are in the error.
    /// A call that has ended is 404 with the code `8522`. Nothing is sent, and the error is
    /// [`Configuration`](call_http::ErrorKind::Configuration), when the id is empty.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/get-call>
    pub fn get(&self) -> PendingRequest<CallConnectionProperties> {
        self.operations.call_connection_get_call(&self.id)
    }

    /// Takes the application out of the call; a call of two ends. The event `CallDisconnected` follows.
    ///
    /// A 404 after an earlier attempt that the service may have processed counts as success.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/hangup-call>
    pub fn hang_up(&self) -> PendingRequest<()> {
        self.operations.call_connection_hangup_call(&self.id)
    }

    /// Ends the call for everybody. The event `CallDisconnected` follows, for every application in the call.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/terminate-call>
    pub fn terminate(&self) -> PendingRequest<()> {
        self.operations.call_connection_terminate_call(&self.id)
    }

    /// Transfers the call to somebody else. The event `CallTransferAccepted` or `CallTransferFailed` follows; after
    /// the first, `CallDisconnected` too if it is a call of two.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/transfer-to-participant>
    pub fn transfer_to_participant(
        &self,
        request: &TransferToParticipantRequest,
    ) -> PendingRequest<TransferCallResponse> {
        self.operations.call_connection_transfer_to_participant(&self.id, request)
    }

    /// Returns the participants. Awaited, it gives the first page; [`pages`](PendingRequest::pages) gives all:
    ///
    /// ```no_run
    /// use acs_calling::call_http::futures_util::TryStreamExt as _;
    ///
    /// # async fn example(client: acs_calling::Client) -> Result<(), acs_calling::Error> {
    /// let mut participants = client.call_connection("411f0b00-aaaa").participants().pages().items();
    /// while let Some(participant) = participants.try_next().await? {
    ///     println!("{participant:?}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/get-participants>
    pub fn participants(&self) -> PendingRequest<GetParticipantsResponse> {
        self.operations.call_connection_get_participants(&self.id)
    }

    /// Returns a participant, by raw id or identifier.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/get-participant>
    pub fn participant(
        &self,
        participant: impl Into<CommunicationIdentifier>,
    ) -> PendingRequest<CallParticipant> {
        self.operations.call_connection_get_participant(&self.id, participant.into().raw_id())
    }

    /// Invites somebody into the call. The event `AddParticipantSucceeded` or `AddParticipantFailed` follows, and
    /// after the first `ParticipantsUpdated`. A phone number needs `source_caller_id_number`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/add-participant>
    pub fn add_participant(&self, request: &AddParticipantRequest) -> PendingRequest<AddParticipantResponse> {
        self.operations.call_connection_add_participant(&self.id, request)
    }

    /// Cancels an invitation that nobody has accepted yet. The event `CancelAddParticipantSucceeded` or
    /// `CancelAddParticipantFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/cancel-add-participant>
    pub fn cancel_add_participant(
        &self,
        request: &CancelAddParticipantRequest,
    ) -> PendingRequest<CancelAddParticipantResponse> {
        self.operations.call_connection_cancel_add_participant(&self.id, request)
    }

    /// Removes somebody from the call. The event `RemoveParticipantSucceeded` or `RemoveParticipantFailed` follows,
    /// and after the first `ParticipantsUpdated`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/remove-participant>
    pub fn remove_participant(
        &self,
        request: &RemoveParticipantRequest,
    ) -> PendingRequest<RemoveParticipantResponse> {
        self.operations.call_connection_remove_participant(&self.id, request)
    }

    /// Moves participants of another call connection into this call. The event `MoveParticipantSucceeded` or
    /// `MoveParticipantFailed` follows for each.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/move-participants>
    pub fn move_participants(
        &self,
        request: &MoveParticipantsRequest,
    ) -> PendingRequest<MoveParticipantsResponse> {
        self.operations.call_connection_move_participants(&self.id, request)
    }

    /// Mutes participants. The event `ParticipantsUpdated` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/mute>
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
