//! The media of a call: prompts, recognition, tones, transcription and streaming.

use std::fmt;

use call_http::PendingRequest;

use crate::generated::client::Operations;
use crate::generated::{
    ContinuousDtmfRecognitionRequest, HoldRequest, PlayRequest, RecognizeRequest, SendDtmfTonesRequest,
    SendDtmfTonesResult, StartMediaStreamingRequest, StartTranscriptionRequest, StopMediaStreamingRequest,
    StopTranscriptionRequest, UnholdRequest, UpdateTranscriptionRequest,
};

/// A handle to the media of a call to which the application is connected.
///
/// Returned by [`Client::call_media`](crate::Client::call_media) and
/// [`CallConnection::media`](crate::CallConnection::media). A response only means that the service has accepted the
/// request; an event reports the outcome.
///
/// Of these operations, only [`send_dtmf_tones`](Self::send_dtmf_tones) has repeatability headers. The others are
/// retried only if the service is known not to have processed the request, so that no prompt is played twice.
///
/// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media>
#[derive(Clone)]
pub struct CallMedia {
    pub(super) operations: Operations,
    pub(super) id: String,
}

impl CallMedia {
    /// Plays prompts to some participants, or to all if `play_to` is empty. The event `PlayStarted` follows, and then
    /// `PlayCompleted`, `PlayFailed` or `PlayCanceled`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/play>
    pub fn play(&self, request: &PlayRequest) -> PendingRequest<()> {
        self.operations.call_media_play(&self.id, request)
    }

    /// Cancels all prompts and recognitions, including queued ones. The event `PlayCanceled` or `RecognizeCanceled`
    /// follows for each.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/cancel-all-media-operations>
    pub fn cancel_all_media_operations(&self) -> PendingRequest<()> {
        self.operations.call_media_cancel_all_media_operations(&self.id)
    }

    /// Recognizes tones, speech or a choice of a participant, after an optional prompt. The event `RecognizeCompleted`,
    /// `RecognizeFailed` or `RecognizeCanceled` follows. The prompt has no events of its own.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/recognize>
    pub fn recognize(&self, request: &RecognizeRequest) -> PendingRequest<()> {
        self.operations.call_media_recognize(&self.id, request)
    }

    /// Starts reporting each tone of a participant. The event `ContinuousDtmfRecognitionToneReceived` or
    /// `ContinuousDtmfRecognitionToneFailed` follows for each tone.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/start-continuous-dtmf-recognition>
    pub fn start_continuous_dtmf_recognition(
        &self,
        request: &ContinuousDtmfRecognitionRequest,
    ) -> PendingRequest<()> {
        self.operations.call_media_start_continuous_dtmf_recognition(&self.id, request)
    }

    /// Stops reporting tones. The event `ContinuousDtmfRecognitionStopped` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/stop-continuous-dtmf-recognition>
    pub fn stop_continuous_dtmf_recognition(
        &self,
        request: &ContinuousDtmfRecognitionRequest,
    ) -> PendingRequest<()> {
        self.operations.call_media_stop_continuous_dtmf_recognition(&self.id, request)
    }

    /// Sends tones to a participant. The event `SendDtmfTonesCompleted` or `SendDtmfTonesFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/send-dtmf-tones>
    pub fn send_dtmf_tones(&self, request: &SendDtmfTonesRequest) -> PendingRequest<SendDtmfTonesResult> {
        self.operations.call_media_send_dtmf_tones(&self.id, request)
    }

    /// Puts a participant on hold, with music if the request has a source. The event `HoldFailed` follows on failure;
    /// no event follows on success.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/hold>
    pub fn hold(&self, request: &HoldRequest) -> PendingRequest<()> {
        self.operations.call_media_hold(&self.id, request)
    }

    /// Takes a participant off hold. No event follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/unhold>
    pub fn unhold(&self, request: &UnholdRequest) -> PendingRequest<()> {
        self.operations.call_media_unhold(&self.id, request)
    }

    /// Starts the transcription. The event `TranscriptionStarted` or `TranscriptionFailed` follows. The text is sent
    /// over the [media WebSocket](crate::streaming).
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/start-transcription>
    pub fn start_transcription(&self, request: &StartTranscriptionRequest) -> PendingRequest<()> {
        self.operations.call_media_start_transcription(&self.id, request)
    }

    /// Changes the language of a transcription. The event `TranscriptionUpdated` or `TranscriptionFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/update-transcription>
    pub fn update_transcription(&self, request: &UpdateTranscriptionRequest) -> PendingRequest<()> {
        self.operations.call_media_update_transcription(&self.id, request)
    }

    /// Stops the transcription. The event `TranscriptionStopped` or `TranscriptionFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/stop-transcription>
    pub fn stop_transcription(&self, request: &StopTranscriptionRequest) -> PendingRequest<()> {
        self.operations.call_media_stop_transcription(&self.id, request)
    }

    /// Starts streaming audio over the [media WebSocket](crate::streaming). The event `MediaStreamingStarted` or
    /// `MediaStreamingFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/start-media-streaming>
    pub fn start_media_streaming(&self, request: &StartMediaStreamingRequest) -> PendingRequest<()> {
        self.operations.call_media_start_media_streaming(&self.id, request)
    }

    /// Stops streaming audio. The event `MediaStreamingStopped` or `MediaStreamingFailed` follows.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-media/stop-media-streaming>
    pub fn stop_media_streaming(&self, request: &StopMediaStreamingRequest) -> PendingRequest<()> {
        self.operations.call_media_stop_media_streaming(&self.id, request)
    }
}

impl fmt::Debug for CallMedia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallMedia").field("id", &self.id).finish_non_exhaustive()
    }
}
