//! Recordings: starting and stopping them, and fetching what they hold.

mod content_range;
mod download;
pub(crate) mod store;
mod stream;

use call_http::Pipeline;

pub use download::{Progress, RecordingDownload};
pub use stream::{Downloaded, RecordingStream};

/// The recordings of a resource.
///
/// Made by [`Client::call_recording`](crate::Client::call_recording).
#[derive(Clone, Debug)]
pub struct CallRecording {
    pub(super) pipeline: Pipeline,
}

impl CallRecording {
    /// Downloads what a `RecordingFileStatusUpdated` event names: the recording at its `contentLocation`, or
    /// the JSON about it at its `metadataLocation`.
    ///
    /// The location comes from outside, so the credential goes to the hosts alone that are known to keep
    /// recordings: those below `asm.skype.com`, `asyncgw.teams.microsoft.com` and
    /// `ams.gov.teams.microsoft.us`; [`ClientOptions::trust`](call_http::ClientOptions::trust) adds others.
    /// Redirects are followed, to other hosts without the credential.
    pub fn download(&self, location: &str) -> RecordingDownload {
        RecordingDownload::new(self.pipeline.clone(), location)
    }
}
