//! The recordings and transcripts of a meeting.

use call_http::PendingRequest;

use super::meetings::OnlineMeetingHandle;
use crate::generated::{CallRecording, CallRecordingCollection, CallTranscript, CallTranscriptCollection};

/// The recordings of a meeting: `.../recordings`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecording>
#[derive(Clone, Debug)]
pub struct Recordings {
    pub(super) meeting: OnlineMeetingHandle,
}

impl Recordings {
    /// Returns the first page of the recordings.
    ///
    /// Permission: `OnlineMeetingRecording.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-list-recordings>
    pub fn list(&self) -> PendingRequest<CallRecordingCollection> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.recordings_list(user_id, id))
    }

    /// Returns the recordings that are new since an earlier request, of which the last page has `@odata.deltaLink`. The
    /// page documents this function only for all meetings of a user.
    ///
    /// Permission: `OnlineMeetingRecording.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecording-delta>
    pub fn delta(&self) -> PendingRequest<CallRecordingCollection> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.recordings_delta(user_id, id))
    }
}

/// One recording of a meeting: `.../recordings/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecording>
#[derive(Clone, Debug)]
pub struct RecordingHandle {
    pub(super) meeting: OnlineMeetingHandle,
    pub(super) id: String,
}

impl RecordingHandle {
    /// Returns the recording: metadata with the URL of the content.
    ///
    /// Permission: `OnlineMeetingRecording.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/callrecording-get>
    pub fn get(&self) -> PendingRequest<CallRecording> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.recordings_get(user_id, id, &self.id))
    }
}

/// The transcripts of a meeting: `.../transcripts`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/calltranscript>
#[derive(Clone, Debug)]
pub struct Transcripts {
    pub(super) meeting: OnlineMeetingHandle,
}

impl Transcripts {
    /// Returns the first page of the transcripts.
    ///
    /// Permission: `OnlineMeetingTranscript.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/onlinemeeting-list-transcripts>
    pub fn list(&self) -> PendingRequest<CallTranscriptCollection> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.transcripts_list(user_id, id))
    }

    /// Returns the transcripts that are new since an earlier request, of which the last page has `@odata.deltaLink`. The
    /// page documents this function only for all meetings of a user.
    ///
    /// Permission: `OnlineMeetingTranscript.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/calltranscript-delta>
    pub fn delta(&self) -> PendingRequest<CallTranscriptCollection> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.transcripts_delta(user_id, id))
    }
}

/// One transcript of a meeting: `.../transcripts/{id}`.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/calltranscript>
#[derive(Clone, Debug)]
pub struct TranscriptHandle {
    pub(super) meeting: OnlineMeetingHandle,
    pub(super) id: String,
}

impl TranscriptHandle {
    /// Returns the transcript: metadata with the URL of the content.
    ///
    /// Permission: `OnlineMeetingTranscript.Read.All`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/calltranscript-get>
    pub fn get(&self) -> PendingRequest<CallTranscript> {
        let OnlineMeetingHandle { service, user_id, id } = &self.meeting;
        service.request(|graph| graph.transcripts_get(user_id, id, &self.id))
    }
}
