//! Recordings: starting and stopping them, and fetching what they hold.

mod content_range;
mod download;
mod private;
pub(crate) mod store;
mod stream;

use std::fmt;

use call_http::reqwest::Method;
use call_http::{PendingRequest, Request};

pub use download::{Progress, RecordingDownload};
pub use stream::{Downloaded, RecordingStream};

use crate::generated::client::Operations;
use crate::{RecordingStateResponse, StartCallRecordingRequest};

/// The recordings of a resource.
///
/// Made by [`Client::call_recording`](crate::Client::call_recording).
///
/// [`download`](Self::download) and [`delete`](Self::delete) go to locations that an event named, and so to
/// places that come from outside. The credential is sent only to hosts that are known to keep recordings:
/// hosts below `asm.skype.com`, `asyncgw.teams.microsoft.com` and `ams.gov.teams.microsoft.us`, always over https.
/// [`ClientOptions::trust`](call_http::ClientOptions::trust) adds others.
///
/// Source: the lists of Microsoft's SDKs for Python and JavaScript.
#[derive(Clone)]
pub struct CallRecording {
    pub(super) operations: Operations,
}

impl CallRecording {
    /// `CallRecording_StartRecording`: starts to record a call.
    pub fn start(&self, request: &StartCallRecordingRequest) -> PendingRequest<RecordingStateResponse> {
        self.operations.call_recording_start_recording(request)
    }

    /// `CallRecording_GetRecordingProperties`: whether it is recording.
    pub fn get_properties(&self, recording_id: &str) -> PendingRequest<RecordingStateResponse> {
        self.operations.call_recording_get_recording_properties(recording_id)
    }

    /// `CallRecording_PauseRecording`: leaves out what follows.
    pub fn pause(&self, recording_id: &str) -> PendingRequest<()> {
        self.operations.call_recording_pause_recording(recording_id)
    }

    /// `CallRecording_ResumeRecording`: goes on recording.
    pub fn resume(&self, recording_id: &str) -> PendingRequest<()> {
        self.operations.call_recording_resume_recording(recording_id)
    }

    /// `CallRecording_StopRecording`: ends the recording, which cannot be taken up again.
    pub fn stop(&self, recording_id: &str) -> PendingRequest<()> {
        self.operations.call_recording_stop_recording(recording_id)
    }

    /// Downloads what a `RecordingFileStatusUpdated` event names: the recording at its `contentLocation`, or
    /// the JSON about it at its `metadataLocation`.
    ///
    /// Redirects are followed. The credential is dropped when a redirect leaves the trusted hosts, or leads to the
    /// endpoint of the client. A redirect to `localhost` or to a loopback, link-local or private address is an error of
    /// the kind [`UntrustedHost`](call_http::ErrorKind::UntrustedHost), unless the endpoint has such an address too or
    /// the host is trusted.
    ///
    /// Source: <https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events>.
    pub fn download(&self, location: &str) -> RecordingDownload {
        RecordingDownload::new(self.operations.pipeline.clone(), location)
    }

    /// Deletes the recording at the `deleteLocation` of a `RecordingFileStatusUpdated` event. Done too when an
    /// earlier attempt was, and the recording is not found any more.
    ///
    /// Redirects are not followed.
    pub fn delete(&self, delete_location: &str) -> PendingRequest<()> {
        let pipeline = &self.operations.pipeline;
        let url = store::location(pipeline, delete_location);
        pipeline
            .call_request(url.map(|url| Request::new(Method::DELETE, url)))
            .operation("call_recording_delete")
    }
}

impl fmt::Debug for CallRecording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallRecording").finish_non_exhaustive()
    }
}
