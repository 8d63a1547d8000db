//! What is played and heard in a call: prompts, recognition, tones, transcription, streaming.

use std::fmt;

use call_http::PendingRequest;

use crate::generated::client::Operations;
use crate::{
    ContinuousDtmfRecognitionRequest, HoldRequest, PlayRequest, RecognizeRequest, SendDtmfTonesRequest,
    SendDtmfTonesResult, StartMediaStreamingRequest, StartTranscriptionRequest, StopMediaStreamingRequest,
    StopTranscriptionRequest, UnholdRequest, UpdateTranscriptionRequest,
};

/// What is played and heard in a call that the application is connected to.
///
/// Made by [`Client::call_media`](crate::Client::call_media) or
/// [`CallConnection::media`](crate::CallConnection::media). The answers say only that the service has begun;
/// how it went comes as an event. All but [`send_dtmf_tones`](Self::send_dtmf_tones) have no repeatability
/// headers, so they are sent again only when the service surely has not taken them: nothing is played twice.
#[derive(Clone)]
pub struct CallMedia {
    pub(super) operations: Operations,
    pub(super) id: String,
}

impl CallMedia {
    /// `CallMedia_Play`: plays prompts to some participants, or to all where `playTo` is empty.
    pub fn play(&self, request: &PlayRequest) -> PendingRequest<()> {
        self.operations.call_media_play(&self.id, request)
    }

    /// `CallMedia_CancelAllMediaOperations`: stops all prompts and recognitions, those that wait too.
    pub fn cancel_all_media_operations(&self) -> PendingRequest<()> {
        self.operations.call_media_cancel_all_media_operations(&self.id)
    }

    /// `CallMedia_Recognize`: listens to a participant for tones, speech or a choice, after a prompt if there
    /// is one.
    pub fn recognize(&self, request: &RecognizeRequest) -> PendingRequest<()> {
        self.operations.call_media_recognize(&self.id, request)
    }

    /// `CallMedia_StartContinuousDtmfRecognition`: reports each tone of a participant from now on.
    pub fn start_continuous_dtmf_recognition(
        &self,
        request: &ContinuousDtmfRecognitionRequest,
    ) -> PendingRequest<()> {
        self.operations.call_media_start_continuous_dtmf_recognition(&self.id, request)
    }

    /// `CallMedia_StopContinuousDtmfRecognition`: reports no more tones.
    pub fn stop_continuous_dtmf_recognition(
        &self,
        request: &ContinuousDtmfRecognitionRequest,
    ) -> PendingRequest<()> {
        self.operations.call_media_stop_continuous_dtmf_recognition(&self.id, request)
    }

    /// `CallMedia_SendDtmfTones`: sends tones to a participant.
    pub fn send_dtmf_tones(&self, request: &SendDtmfTonesRequest) -> PendingRequest<SendDtmfTonesResult> {
        self.operations.call_media_send_dtmf_tones(&self.id, request)
    }

    /// `CallMedia_Hold`: puts a participant on hold.
    pub fn hold(&self, request: &HoldRequest) -> PendingRequest<()> {
        self.operations.call_media_hold(&self.id, request)
    }

    /// `CallMedia_Unhold`: takes a participant back from hold.
    pub fn unhold(&self, request: &UnholdRequest) -> PendingRequest<()> {
        self.operations.call_media_unhold(&self.id, request)
    }

    /// `CallMedia_StartTranscription`: starts the transcription that the call was set up for.
    pub fn start_transcription(&self, request: &StartTranscriptionRequest) -> PendingRequest<()> {
        self.operations.call_media_start_transcription(&self.id, request)
    }

    /// `CallMedia_UpdateTranscription`: changes the language of the transcription.
    pub fn update_transcription(&self, request: &UpdateTranscriptionRequest) -> PendingRequest<()> {
        self.operations.call_media_update_transcription(&self.id, request)
    }

    /// `CallMedia_StopTranscription`: stops the transcription.
    pub fn stop_transcription(&self, request: &StopTranscriptionRequest) -> PendingRequest<()> {
        self.operations.call_media_stop_transcription(&self.id, request)
    }

    /// `CallMedia_StartMediaStreaming`: starts the streaming of audio that the call was set up for.
    pub fn start_media_streaming(&self, request: &StartMediaStreamingRequest) -> PendingRequest<()> {
        self.operations.call_media_start_media_streaming(&self.id, request)
    }

    /// `CallMedia_StopMediaStreaming`: stops the streaming of audio.
    pub fn stop_media_streaming(&self, request: &StopMediaStreamingRequest) -> PendingRequest<()> {
        self.operations.call_media_stop_media_streaming(&self.id, request)
    }
}

impl fmt::Debug for CallMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallMedia").field("id", &self.id).finish_non_exhaustive()
    }
}
