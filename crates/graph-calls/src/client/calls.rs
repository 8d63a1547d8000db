//! Calls, and what can be done with one.

use super::{
    AudioRoutingGroupHandle, AudioRoutingGroups, Client, ContentSharingSessionHandle, ContentSharingSessions,
    OperationHandle, ParticipantHandle, Participants,
};
use call_http::{PendingRequest, RetryClass};

use crate::{
    AddLargeGalleryViewOperation, Call, CallAddLargeGalleryViewParameters, CallAnswerParameters,
    CallCancelMediaProcessingParameters, CallChangeScreenSharingRoleParameters, CallMuteParameters,
    CallPlayPromptParameters, CallRecordResponseParameters, CallRedirectParameters, CallRejectParameters,
    CallSendDtmfTonesParameters, CallSubscribeToToneParameters, CallTransferParameters, CallUnmuteParameters,
    CallUpdateRecordingStatusParameters, CallsLogTeleconferenceDeviceQualityParameters,
    CancelMediaProcessingOperation, MuteParticipantOperation, PlayPromptOperation, RecordOperation,
    SendDtmfTonesOperation, SubscribeToToneOperation, UnmuteParticipantOperation,
    UpdateRecordingStatusOperation,
};

/// All calls: `/communications/calls`. Graph has no list of them.
#[derive(Clone, Debug)]
pub struct Calls {
    pub(super) client: Client,
}

impl Calls {
    /// Places a call, or joins a meeting. The answer is the call, usually `establishing`; all else comes to
    /// its `callback_uri`.
    ///
    /// Source: the page application-post-calls.
    pub fn create(&self, call: &Call) -> PendingRequest<Call> {
        self.client.ask(|graph| graph.calls_create(call))
    }

    /// Reports the media quality of a video teleconferencing device; for partners of cloud video interop. The
    /// page wants the application's name and version in `User-Agent`:
    /// [`ClientOptions::user_agent`](call_http::ClientOptions::user_agent).
    ///
    /// Source: the page call-logteleconferencedevicequality.
    pub fn log_teleconference_device_quality(
        &self,
        quality: &CallsLogTeleconferenceDeviceQualityParameters,
    ) -> PendingRequest<()> {
        self.client.ask(|graph| graph.calls_log_teleconference_device_quality(quality))
    }
}

/// One call: `/communications/calls/{id}`.
///
/// What takes time answers with an operation, whose end is notified; see [`operation`](Self::operation).
#[derive(Clone, Debug)]
pub struct CallHandle {
    pub(super) client: Client,
    pub(super) id: String,
}

/// The call itself.
impl CallHandle {
    /// The call's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Reads the call.
    ///
    /// Source: the page call-get.
    pub fn get(&self) -> PendingRequest<Call> {
        self.client.ask(|graph| graph.calls_get(&self.id))
    }

    /// Hangs up. A call of two ends; of a group call only the application's own leg does.
    ///
    /// Source: the page call-delete.
    pub fn delete(&self) -> PendingRequest<()> {
        self.client.ask(|graph| graph.calls_delete(&self.id))
    }

    /// Takes an incoming call, within 15 seconds (5 in policy-based recording). What becomes of it is notified.
    ///
    /// Source: the page call-answer.
    pub fn answer(&self, parameters: &CallAnswerParameters) -> PendingRequest<()> {
        self.client.ask(|graph| graph.call_answer(&self.id, parameters))
    }

    /// Turns an incoming call down, within 15 seconds.
    ///
    /// Source: the page call-reject.
    pub fn reject(&self, parameters: &CallRejectParameters) -> PendingRequest<()> {
        self.client.ask(|graph| graph.call_reject(&self.id, parameters))
    }

    /// Forwards an incoming call, within 15 seconds, to 25 targets at most.
    ///
    /// Source: the page call-redirect.
    pub fn redirect(&self, parameters: &CallRedirectParameters) -> PendingRequest<()> {
        self.client.ask(|graph| graph.call_redirect(&self.id, parameters))
    }

    /// Hands an active call over to someone else.
    ///
    /// Source: the page call-transfer.
    pub fn transfer(&self, parameters: &CallTransferParameters) -> PendingRequest<()> {
        self.client.ask(|graph| graph.call_transfer(&self.id, parameters))
    }

    /// Keeps the call from being ended as inactive, which happens after 45 minutes without; every 15 minutes
    /// is advised. 404 says that the call has ended. To do so again and again:
    /// [`keep_alive_loop`](Self::keep_alive_loop).
    ///
    /// Source: the page call-keepalive.
    pub fn keep_alive(&self) -> PendingRequest<()> {
        // Twice does no more than once.
        self.client.ask(|graph| graph.call_keep_alive(&self.id)).retry_class(RetryClass::Always)
    }
}

/// Media.
impl CallHandle {
    /// Mutes the application itself in a group call.
    ///
    /// Source: the page call-mute.
    pub fn mute(&self, parameters: &CallMuteParameters) -> PendingRequest<MuteParticipantOperation> {
        self.client.ask(|graph| graph.call_mute(&self.id, parameters))
    }

    /// Lifts the application's own mute.
    ///
    /// Source: the page call-unmute.
    pub fn unmute(&self, parameters: &CallUnmuteParameters) -> PendingRequest<UnmuteParticipantOperation> {
        self.client.ask(|graph| graph.call_unmute(&self.id, parameters))
    }

    /// Plays audio files, 20 at most, where the service handles the media.
    ///
    /// Source: the page call-playprompt.
    pub fn play_prompt(&self, parameters: &CallPlayPromptParameters) -> PendingRequest<PlayPromptOperation> {
        self.client.ask(|graph| graph.call_play_prompt(&self.id, parameters))
    }

    /// Records a short spoken answer, after a prompt perhaps, where the service handles the media.
    ///
    /// Source: the page call-record.
    pub fn record_response(
        &self,
        parameters: &CallRecordResponseParameters,
    ) -> PendingRequest<RecordOperation> {
        self.client.ask(|graph| graph.call_record_response(&self.id, parameters))
    }

    /// Stops prompts and recordings, those that wait included.
    ///
    /// Source: the page call-cancelmediaprocessing.
    pub fn cancel_media_processing(
        &self,
        parameters: &CallCancelMediaProcessingParameters,
    ) -> PendingRequest<CancelMediaProcessingOperation> {
        self.client.ask(|graph| graph.call_cancel_media_processing(&self.id, parameters))
    }

    /// Sends DTMF tones.
    ///
    /// Source: the page call-senddtmftones.
    pub fn send_dtmf_tones(
        &self,
        parameters: &CallSendDtmfTonesParameters,
    ) -> PendingRequest<SendDtmfTonesOperation> {
        self.client.ask(|graph| graph.call_send_dtmf_tones(&self.id, parameters))
    }

    /// Has every key that participants press notified, as an update of the call with `tone_info`.
    ///
    /// Source: the page call-subscribetotone.
    pub fn subscribe_to_tone(
        &self,
        parameters: &CallSubscribeToToneParameters,
    ) -> PendingRequest<SubscribeToToneOperation> {
        self.client.ask(|graph| graph.call_subscribe_to_tone(&self.id, parameters))
    }

    /// Starts or stops sharing the application's screen, where the application handles the media.
    ///
    /// Source: the page call-changescreensharingrole.
    pub fn change_screen_sharing_role(
        &self,
        parameters: &CallChangeScreenSharingRoleParameters,
    ) -> PendingRequest<()> {
        self.client.ask(|graph| graph.call_change_screen_sharing_role(&self.id, parameters))
    }

    /// Announces that the application records, or has ended to. Nothing may be recorded before this has
    /// succeeded.
    ///
    /// Source: the page call-updaterecordingstatus.
    pub fn update_recording_status(
        &self,
        parameters: &CallUpdateRecordingStatusParameters,
    ) -> PendingRequest<UpdateRecordingStatusOperation> {
        self.client.ask(|graph| graph.call_update_recording_status(&self.id, parameters))
    }

    /// Adds the large gallery view.
    ///
    /// Source: the page call-addlargegalleryview.
    pub fn add_large_gallery_view(
        &self,
        parameters: &CallAddLargeGalleryViewParameters,
    ) -> PendingRequest<AddLargeGalleryViewOperation> {
        self.client.ask(|graph| graph.call_add_large_gallery_view(&self.id, parameters))
    }
}

/// The parts of the call.
impl CallHandle {
    /// Everyone in the call: `participants`.
    #[must_use]
    pub fn participants(&self) -> Participants {
        Participants { call: self.clone() }
    }

    /// One participant: `participants/{id}`.
    #[must_use]
    pub fn participant(&self, id: impl Into<String>) -> ParticipantHandle {
        ParticipantHandle { call: self.clone(), id: id.into() }
    }

    /// One operation: `operations/{id}`.
    #[must_use]
    pub fn operation(&self, id: impl Into<String>) -> OperationHandle {
        OperationHandle { call: self.clone(), id: id.into() }
    }

    /// The private audio routes: `audioRoutingGroups`.
    #[must_use]
    pub fn audio_routing_groups(&self) -> AudioRoutingGroups {
        AudioRoutingGroups { call: self.clone() }
    }

    /// One private audio route: `audioRoutingGroups/{id}`.
    #[must_use]
    pub fn audio_routing_group(&self, id: impl Into<String>) -> AudioRoutingGroupHandle {
        AudioRoutingGroupHandle { call: self.clone(), id: id.into() }
    }

    /// The content sharing sessions: `contentSharingSessions`.
    #[must_use]
    pub fn content_sharing_sessions(&self) -> ContentSharingSessions {
        ContentSharingSessions { call: self.clone() }
    }

    /// One content sharing session: `contentSharingSessions/{id}`.
    #[must_use]
    pub fn content_sharing_session(&self, id: impl Into<String>) -> ContentSharingSessionHandle {
        ContentSharingSessionHandle { call: self.clone(), id: id.into() }
    }
}
