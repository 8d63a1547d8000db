//! Calls to which the application is connected: their state and participants, hanging up and transferring.

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

/// A handle to a call to which the application is connected.
///
/// Returned by [`Client::call_connection`](crate::Client::call_connection).
///
/// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection>
#[derive(Clone)]
pub struct CallConnection {
    pub(super) operations: Operations,
    pub(super) id: String,
}

impl CallConnection {
    /// Returns the `callConnectionId`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns a handle to the media of this call.
    #[must_use]
    pub fn media(&self) -> CallMedia {
        CallMedia { operations: self.operations.clone(), id: self.id.clone() }
    }

    /// Returns the properties of an ongoing call: its state, source and targets, and the state of streaming and
    /// transcription. The status of a success is 200.
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
    /// If the call has ended, the status is 404 and the code `8522`. If the id is empty, nothing is sent, and the error
    /// is [`Configuration`](call_http::ErrorKind::Configuration).
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/get-call>
    pub fn get(&self) -> PendingRequest<CallConnectionProperties> {
        self.operations.call_connection_get_call(&self.id)
    }

    /// Removes the application from the call. A call with two participants ends. The event `CallDisconnected` follows.
    ///
    /// If the service may have processed an earlier attempt, a retry with the response 404 is a success.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/hangup-call>
    pub fn hang_up(&self) -> PendingRequest<()> {
        self.operations.call_connection_hangup_call(&self.id)
    }

    /// Ends the call for all participants. The event `CallDisconnected` follows for each application in the call.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/terminate-call>
    pub fn terminate(&self) -> PendingRequest<()> {
        self.operations.call_connection_terminate_call(&self.id)
    }

    /// Transfers the call to another target. The event `CallTransferAccepted` or `CallTransferFailed` follows. In a
    /// call with two participants, `CallDisconnected` follows `CallTransferAccepted`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/transfer-to-participant>
    pub fn transfer_to_participant(
        &self,
        request: &TransferToParticipantRequest,
    ) -> PendingRequest<TransferCallResponse> {
        self.operations.call_connection_transfer_to_participant(&self.id, request)
    }

    /// Returns the first page of the participants; [`pages`](PendingRequest::pages) returns all pages:
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

    /// Returns a participant, by identifier or raw id.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/get-participant>
    pub fn participant(
        &self,
        participant: impl Into<CommunicationIdentifier>,
    ) -> PendingRequest<CallParticipant> {
        self.operations.call_connection_get_participant(&self.id, participant.into().raw_id())
    }

    /// Invites a participant to the call. The events `AddParticipantSucceeded` and `ParticipantsUpdated` follow, or
    /// `AddParticipantFailed`. To invite a phone number, set `source_caller_id_number`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/add-participant>
    pub fn add_participant(&self, request: &AddParticipantRequest) -> PendingRequest<AddParticipantResponse> {
        self.operations.call_connection_add_participant(&self.id, request)
    }

    /// Cancels an invitation that has not been accepted yet. The event `CancelAddParticipantSucceeded` or
    /// `CancelAddParticipantFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/cancel-add-participant>
    pub fn cancel_add_participant(
        &self,
        request: &CancelAddParticipantRequest,
    ) -> PendingRequest<CancelAddParticipantResponse> {
        self.operations.call_connection_cancel_add_participant(&self.id, request)
    }

    /// Removes a participant from the call. The events `RemoveParticipantSucceeded` and `ParticipantsUpdated` follow,
    /// or `RemoveParticipantFailed`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-connection/remove-participant>
    pub fn remove_participant(
        &self,
        request: &RemoveParticipantRequest,
    ) -> PendingRequest<RemoveParticipantResponse> {
        self.operations.call_connection_remove_participant(&self.id, request)
    }

    /// Moves participants of another call connection into this call. The event `MoveParticipantSucceeded` or
    /// `MoveParticipantFailed` follows for each participant.
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
