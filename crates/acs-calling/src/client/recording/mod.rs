//! Recordings: starting, stopping, downloading and deleting them.

mod content_range;
mod download;
mod private_hosts;
mod progress;
pub(crate) mod store;
mod stream;

use std::fmt;

use call_http::reqwest::Method;
use call_http::{PendingRequest, Request};

pub use download::RecordingDownload;
pub use progress::Progress;
pub use stream::{Downloaded, RecordingStream};

use crate::generated::client::Operations;
use crate::generated::{RecordingStateResponse, StartCallRecordingRequest};

/// A handle to the recordings of a resource.
///
/// Returned by [`Client::call_recording`](crate::Client::call_recording).
///
/// The URLs for [`download`](Self::download) and [`delete`](Self::delete) come from events, which may be forged. The
/// credential is therefore sent only to known hosts of recordings: the subdomains of `asm.skype.com`,
/// `asyncgw.teams.microsoft.com` and `ams.gov.teams.microsoft.us`, and only over https.
/// [`ClientOptions::trust`](call_http::ClientOptions::trust) adds other hosts.
///
/// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-recording>; for the hosts, the
/// lists of Microsoft's SDKs for Python and JavaScript.
#[derive(Clone)]
pub struct CallRecording {
    pub(super) operations: Operations,
}

impl CallRecording {
    /// Starts recording a call.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-recording/start-recording>
    pub fn start(&self, request: &StartCallRecordingRequest) -> PendingRequest<RecordingStateResponse> {
        self.operations.call_recording_start_recording(request)
    }

    /// Returns the state of a recording: active or inactive.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-recording/get-recording-properties>
    pub fn get_properties(&self, recording_id: &str) -> PendingRequest<RecordingStateResponse> {
        self.operations.call_recording_get_recording_properties(recording_id)
    }

    /// Pauses a recording until it is resumed.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-recording/pause-recording>
    pub fn pause(&self, recording_id: &str) -> PendingRequest<()> {
        self.operations.call_recording_pause_recording(recording_id)
    }

    /// Resumes a paused recording.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-recording/resume-recording>
    pub fn resume(&self, recording_id: &str) -> PendingRequest<()> {
        self.operations.call_recording_resume_recording(recording_id)
    }

    /// Stops a recording. It cannot be resumed.
    ///
    /// Source: <https://learn.microsoft.com/en-us/rest/api/communication/callautomation/call-recording/stop-recording>
    pub fn stop(&self, recording_id: &str) -> PendingRequest<()> {
        self.operations.call_recording_stop_recording(recording_id)
    }

    /// Downloads a file of a `RecordingFileStatusUpdated` event: the recording at its `contentLocation`, or the JSON
    /// metadata at its `metadataLocation`.
    ///
    /// Redirects are followed. The credential is dropped if a redirect leaves the trusted hosts, or leads to the
    /// endpoint of the client. A redirect to `localhost` or to a loopback, link-local or private address is an error of
    /// the kind [`UntrustedHost`](call_http::ErrorKind::UntrustedHost), unless the endpoint has such an address too or
    /// the host is trusted.
    ///
    /// Source: <https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events>.
    pub fn download(&self, location: &str) -> RecordingDownload {
        RecordingDownload::new(self.operations.pipeline.clone(), location)
    }

    /// Deletes the recording at the `deleteLocation` of a `RecordingFileStatusUpdated` event. A retry with the response
    /// 404 is a success, because an earlier attempt may have deleted the recording.
    ///
    /// Redirects are not followed.
    ///
    /// Source: <https://learn.microsoft.com/en-us/azure/event-grid/communication-services-voice-video-events>
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
