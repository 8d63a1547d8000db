//! The event for a finished recording. Event Grid defines it, so that it stands in no specification of Call
//! Automation.

use call_wire::json::Extra;
use call_wire::{DateTime, json_object};

/// A recording is ready to be downloaded.
///
/// Comes by Event Grid as `Microsoft.Communication.RecordingFileStatusUpdated`, with the subject
/// `/recording/call/{callId}/serverCallId/{serverCallId}/recordingId/{recordingId}`.
///
/// Source: Azure Event Grid, Azure Communication Services voice and video calling events.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RecordingFileStatusUpdated {
    /// Where the recording lies.
    pub recording_storage_info: Option<RecordingStorageInfo>,
    /// When the recording began.
    pub recording_start_time: Option<DateTime>,
    /// How long the recording is, in milliseconds.
    pub recording_duration_ms: Option<i64>,
    /// What was recorded: `Audio` or `AudioVideo`. Spelled otherwise than in requests.
    pub recording_content_type: Option<String>,
    /// How the parties were recorded: `Mixed` or `Unmixed`. Spelled otherwise than in requests.
    pub recording_channel_type: Option<String>,
    /// The form of the file: `Wav`, `Mp3` or `Mp4`. Spelled otherwise than in requests.
    pub recording_format_type: Option<String>,
    /// Why the recording ended, such as `CallEnded`.
    pub session_end_reason: Option<String>,
    /// What the members above do not say about the wire.
    pub extra: Extra,
}

json_object!(RecordingFileStatusUpdated "RecordingFileStatusUpdated" {
    recording_storage_info: "recordingStorageInfo",
    recording_start_time: "recordingStartTime",
    recording_duration_ms: "recordingDurationMs",
    recording_content_type: "recordingContentType",
    recording_channel_type: "recordingChannelType",
    recording_format_type: "recordingFormatType",
    session_end_reason: "sessionEndReason",
});

/// Where a recording lies. Part of [`RecordingFileStatusUpdated`].
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RecordingStorageInfo {
    /// The files, in the order of their `index`.
    pub recording_chunks: Option<Vec<RecordingChunk>>,
    /// What the members above do not say about the wire.
    pub extra: Extra,
}

json_object!(RecordingStorageInfo "RecordingStorageInfo" { recording_chunks: "recordingChunks" });

/// A file of a recording. Part of [`RecordingStorageInfo`].
///
/// The locations come from outside and lead to another host than the resource's: send credentials to known
/// hosts only.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct RecordingChunk {
    /// Identifies the file.
    pub document_id: Option<String>,
    /// Its place among the files, from 0.
    pub index: Option<i64>,
    /// Why the file ended, such as `SessionEnded`.
    pub end_reason: Option<String>,
    /// Where to download the file.
    pub content_location: Option<String>,
    /// Where to download what is known about the file.
    pub metadata_location: Option<String>,
    /// Where to delete the file.
    pub delete_location: Option<String>,
    /// What the members above do not say about the wire.
    pub extra: Extra,
}

json_object!(RecordingChunk "RecordingChunk" {
    document_id: "documentId",
    index: "index",
    end_reason: "endReason",
    content_location: "contentLocation",
    metadata_location: "metadataLocation",
    delete_location: "deleteLocation",
});
