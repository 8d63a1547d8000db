//! Calls: creating, answering and controlling them.

use call_http::{PendingRequest, RetryClass};

use super::audio_routing_groups::{AudioRoutingGroupHandle, AudioRoutingGroups};
use super::content_sharing_sessions::{ContentSharingSessionHandle, ContentSharingSessions};
use super::operations::OperationHandle;
use super::participants::{ParticipantHandle, Participants};
use super::service::Service;
use crate::generated::{
    AddLargeGalleryViewOperation, Call, CallAddLargeGalleryViewParameters, CallAnswerParameters,
    CallCancelMediaProcessingParameters, CallChangeScreenSharingRoleParameters, CallMuteParameters,
    CallPlayPromptParameters, CallRecordResponseParameters, CallRedirectParameters, CallRejectParameters,
    CallSendDtmfTonesParameters, CallSubscribeToToneParameters, CallTransferParameters, CallUnmuteParameters,
    CallUpdateRecordingStatusParameters, CallsLogTeleconferenceDeviceQualityParameters,
    CancelMediaProcessingOperation, MuteParticipantOperation, PlayPromptOperation, RecordOperation,
    SendDtmfTonesOperation, SubscribeToToneOperation, UnmuteParticipantOperation,
    UpdateRecordingStatusOperation,
};

/// All calls: `/communications/calls`. Graph has no operation that lists them.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/cloudcommunications>
#[derive(Clone, Debug)]
pub struct Calls {
    pub(super) service: Service,
}

impl Calls {
    /// Places a call, or joins a meeting. The response is the new call, with its `id`, usually in the state
    /// `establishing`.
    ///
    /// The service sends notifications to its `callback_uri`. If the call succeeds, they contain the call in the state
    /// `established`, and the roster of a group call. Otherwise, they report the call as deleted, in the state
    /// `terminated`, with the reason in `result_info`.
    ///
    /// The call must have `callback_uri`, `media_config`, `requested_modalities` and `tenant_id`; also `targets` for
    /// one user or a group, or `meeting_info` and `chat_info` for a meeting. [`JoinUrl`](crate::JoinUrl) reads
    /// `meeting_info` and `chat_info` from the join URL of a meeting.
    ///
    /// The service ends a call 45 minutes after the last keepAlive: see
    /// [`keep_alive_loop`](CallHandle::keep_alive_loop).
    ///
    /// Permission: `Calls.Initiate.All` for one user, `Calls.InitiateGroupCall.All` for a group,
    /// `Calls.JoinGroupCall.All` or `Calls.JoinGroupCallAsGuest.All` for a meeting; additionally
    /// `Calls.AccessMedia.All` if the application hosts the media.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/application-post-calls>
    pub fn create(&self, call: &Call) -> PendingRequest<Call> {
        self.service.request(|graph| graph.calls_create(call))
    }

    /// Reports the media quality of a video teleconferencing device; for partners of cloud video interop.
    ///
    /// The service requires the application's name and version in `User-Agent`:
    /// [`ClientOptions::user_agent`](call_http::ClientOptions::user_agent).
    ///
    /// Permission: `Calls.AccessMedia.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-logteleconferencedevicequality>
    pub fn log_teleconference_device_quality(
        &self,
        quality: &CallsLogTeleconferenceDeviceQualityParameters,
    ) -> PendingRequest<()> {
        self.service.request(|graph| graph.calls_log_teleconference_device_quality(quality))
    }
}

/// One call: `/communications/calls/{id}`.
///
/// Long-running actions return an operation; its completion arrives as a notification. See
/// [`operation`](Self::operation).
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/call>
#[derive(Clone, Debug)]
pub struct CallHandle {
    pub(super) service: Service,
    pub(super) id: String,
}

/// The call itself.
impl CallHandle {
    /// Returns the id of the call.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the properties of the call. The status of a success is 200. The request has no body. Relationships, such
    /// as `participants`, are returned only if they are requested with [`expand`](super::QueryOptions::expand):
    ///
    /// ```no_run
    /// use graph_calls::{Client, QueryOptions as _};
    ///
    /// # async fn example(client: Client) -> Result<(), graph_calls::Error> {
    /// let call = client.call("57dab8b1-894c-409a-b240-bd8beae78896").get().expand(["participants"]).await?;
    /// println!("{:?} with {} participants", call.state, call.participants.as_deref().unwrap_or_default().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The other OData query options are described in <https://learn.microsoft.com/en-us/graph/query-parameters>. The
    /// operation exists in the public cloud and in both clouds of the US government, not in China: see
    /// [`Cloud`](super::Cloud).
    ///
    /// # Errors
    ///
    /// [`Auth`](call_http::ErrorKind::Auth) for 401 and 403: the token is missing, has expired, or is that of a user.
    /// [`Status`](call_http::ErrorKind::Status) for 404: the call has ended, or belongs to another application.
    ///
    /// Least permission: `Calls.Initiate.All`. `Calls.AccessMedia.All` is necessary only for calls with
    /// application-hosted media. Both are application permissions; they are checked when the call is created, and not
    /// again here.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-get>
    pub fn get(&self) -> PendingRequest<Call> {
        self.service.request(|graph| graph.calls_get(&self.id))
    }

    /// Ends the call. In a group call, only the application's own leg ends.
    ///
    /// A notification reports the call as deleted, in the state `terminated`.
    ///
    /// Permission: `Calls.Initiate.All` (`Calls.AccessMedia.All` for application-hosted media), checked when the
    /// call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-delete>
    pub fn delete(&self) -> PendingRequest<()> {
        self.service.request(|graph| graph.calls_delete(&self.id))
    }

    /// Answers an incoming call. The service expects the request within 15 seconds (5 in policy-based recording).
    ///
    /// Notifications contain the call in the states `establishing` and `established`, and the roster of a group call.
    ///
    /// Permission: none with service-hosted media; `Calls.AccessMedia.All` with application-hosted media.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-answer>
    pub fn answer(&self, parameters: &CallAnswerParameters) -> PendingRequest<()> {
        self.service.request(|graph| graph.call_answer(&self.id, parameters))
    }

    /// Rejects an incoming call. The service expects the request within 15 seconds. A notification reports the call as
    /// deleted.
    ///
    /// Permission: none.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-reject>
    pub fn reject(&self, parameters: &CallRejectParameters) -> PendingRequest<()> {
        self.service.request(|graph| graph.call_reject(&self.id, parameters))
    }

    /// Redirects an incoming call to up to 25 targets. The service expects the request within 15 seconds. All targets
    /// ring at the same time, and the first to answer gets the call.
    ///
    /// A notification reports the call as deleted, even if no target answers.
    ///
    /// Permission: `Calls.Initiate.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-redirect>
    pub fn redirect(&self, parameters: &CallRedirectParameters) -> PendingRequest<()> {
        self.service.request(|graph| graph.call_redirect(&self.id, parameters))
    }

    /// Transfers an established peer-to-peer call to another target, or the participant `transferee` of a group call.
    ///
    /// If the transfer succeeds, a notification reports the call as deleted, with the code 0 and the subcode 7015. If
    /// it fails, a notification reports the call as still `established`, with the reason in `result_info`.
    ///
    /// Permission: `Calls.Initiate.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-transfer>
    pub fn transfer(&self, parameters: &CallTransferParameters) -> PendingRequest<()> {
        self.service.request(|graph| graph.call_transfer(&self.id, parameters))
    }

    /// Keeps the call alive. The service ends a call as inactive 45 minutes after the last keepAlive. Microsoft
    /// recommends a keepAlive every 15 minutes; [`keep_alive_loop`](Self::keep_alive_loop) sends them.
    ///
    /// # Errors
    ///
    /// 404 if the call has ended.
    ///
    /// Permission: `Calls.Initiate.All`, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-keepalive>
    pub fn keep_alive(&self) -> PendingRequest<()> {
        // A repeated keepAlive has no further effect.
        self.service.request(|graph| graph.call_keep_alive(&self.id)).retry_class(RetryClass::Always)
    }
}

/// Media.
impl CallHandle {
    /// Mutes the application itself in a group call. The returned operation is already complete; a roster notification
    /// follows.
    ///
    /// Permission: `Calls.Initiate.All`, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-mute>
    pub fn mute(&self, parameters: &CallMuteParameters) -> PendingRequest<MuteParticipantOperation> {
        self.service.request(|graph| graph.call_mute(&self.id, parameters))
    }

    /// Unmutes the application itself in a group call. The returned operation is already complete; a roster
    /// notification follows.
    ///
    /// Permission: `Calls.Initiate.All`, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-unmute>
    pub fn unmute(&self, parameters: &CallUnmuteParameters) -> PendingRequest<UnmuteParticipantOperation> {
        self.service.request(|graph| graph.call_unmute(&self.id, parameters))
    }

    /// Plays up to 20 audio files in a call with service-hosted media. The files are WAV, mono, 16 bit, 16 kHz.
    ///
    /// An [`Operation`](crate::notification::Resource::Operation) notification reports the outcome.
    ///
    /// Permission: `Calls.Initiate.All`, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-playprompt>
    pub fn play_prompt(&self, parameters: &CallPlayPromptParameters) -> PendingRequest<PlayPromptOperation> {
        self.service.request(|graph| graph.call_play_prompt(&self.id, parameters))
    }

    /// Records a spoken response of up to two minutes, after an optional prompt, in a call with service-hosted media.
    ///
    /// An [`Operation`](crate::notification::Resource::Operation) notification reports the outcome. It contains the
    /// location of the recording and a token to read it.
    ///
    /// Permission: `Calls.AccessMedia.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-record>
    pub fn record_response(
        &self,
        parameters: &CallRecordResponseParameters,
    ) -> PendingRequest<RecordOperation> {
        self.service.request(|graph| graph.call_record_response(&self.id, parameters))
    }

    /// Cancels all prompts and recordings, including queued ones. Subscriptions to tones are not affected.
    ///
    /// A notification reports each canceled operation as failed, with the code 400 and the subcode 8508.
    ///
    /// Permission: `Calls.Initiate.All`, checked when the call is created.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-cancelmediaprocessing>
    pub fn cancel_media_processing(
        &self,
        parameters: &CallCancelMediaProcessingParameters,
    ) -> PendingRequest<CancelMediaProcessingOperation> {
        self.service.request(|graph| graph.call_cancel_media_processing(&self.id, parameters))
    }

    /// Sends DTMF tones. An [`Operation`](crate::notification::Resource::Operation) notification reports the outcome.
    ///
    /// Permission: `Calls.Initiate.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-senddtmftones>
    pub fn send_dtmf_tones(
        &self,
        parameters: &CallSendDtmfTonesParameters,
    ) -> PendingRequest<SendDtmfTonesOperation> {
        self.service.request(|graph| graph.call_send_dtmf_tones(&self.id, parameters))
    }

    /// Subscribes to the keys that participants press, in a call with service-hosted media. For each key, a
    /// notification reports an update of the call, in the state `established` and with `tone_info`.
    ///
    /// Permission: `Calls.AccessMedia.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-subscribetotone>
    pub fn subscribe_to_tone(
        &self,
        parameters: &CallSubscribeToToneParameters,
    ) -> PendingRequest<SubscribeToToneOperation> {
        self.service.request(|graph| graph.call_subscribe_to_tone(&self.id, parameters))
    }

    /// Starts or stops sharing the application's screen in a group call with application-hosted media. A roster
    /// notification follows.
    ///
    /// Permission: `Calls.AccessMedia.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-changescreensharingrole>
    pub fn change_screen_sharing_role(
        &self,
        parameters: &CallChangeScreenSharingRoleParameters,
    ) -> PendingRequest<()> {
        self.service.request(|graph| graph.call_change_screen_sharing_role(&self.id, parameters))
    }

    /// Announces that the application starts or stops recording. An application must not record before this request has
    /// succeeded.
    ///
    /// Permission: `Calls.AccessMedia.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-updaterecordingstatus>
    pub fn update_recording_status(
        &self,
        parameters: &CallUpdateRecordingStatusParameters,
    ) -> PendingRequest<UpdateRecordingStatusOperation> {
        self.service.request(|graph| graph.call_update_recording_status(&self.id, parameters))
    }

    /// Adds the large gallery view to a group call with video. An
    /// [`Operation`](crate::notification::Resource::Operation) notification reports the outcome.
    ///
    /// Permission: `Calls.JoinGroupCallAsGuest.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-addlargegalleryview>
    pub fn add_large_gallery_view(
        &self,
        parameters: &CallAddLargeGalleryViewParameters,
    ) -> PendingRequest<AddLargeGalleryViewOperation> {
        self.service.request(|graph| graph.call_add_large_gallery_view(&self.id, parameters))
    }
}

/// Handles to the parts of the call.
impl CallHandle {
    /// Returns a handle to the participants: `participants`.
    #[must_use]
    pub fn participants(&self) -> Participants {
        Participants { service: self.service.clone(), call_id: self.id.clone() }
    }

    /// Returns a handle to one participant: `participants/{id}`.
    #[must_use]
    pub fn participant(&self, id: impl Into<String>) -> ParticipantHandle {
        ParticipantHandle { service: self.service.clone(), call_id: self.id.clone(), id: id.into() }
    }

    /// Returns a handle to one operation: `operations/{id}`.
    #[must_use]
    pub fn operation(&self, id: impl Into<String>) -> OperationHandle {
        OperationHandle { service: self.service.clone(), call_id: self.id.clone(), id: id.into() }
    }

    /// Returns a handle to the private audio routes: `audioRoutingGroups`.
    #[must_use]
    pub fn audio_routing_groups(&self) -> AudioRoutingGroups {
        AudioRoutingGroups { service: self.service.clone(), call_id: self.id.clone() }
    }

    /// Returns a handle to one private audio route: `audioRoutingGroups/{id}`.
    #[must_use]
    pub fn audio_routing_group(&self, id: impl Into<String>) -> AudioRoutingGroupHandle {
        AudioRoutingGroupHandle { service: self.service.clone(), call_id: self.id.clone(), id: id.into() }
    }

    /// Returns a handle to the content sharing sessions: `contentSharingSessions`.
    #[must_use]
    pub fn content_sharing_sessions(&self) -> ContentSharingSessions {
        ContentSharingSessions { service: self.service.clone(), call_id: self.id.clone() }
    }

    /// Returns a handle to one content sharing session: `contentSharingSessions/{id}`.
    #[must_use]
    pub fn content_sharing_session(&self, id: impl Into<String>) -> ContentSharingSessionHandle {
        ContentSharingSessionHandle { service: self.service.clone(), call_id: self.id.clone(), id: id.into() }
    }
}
