//! The metadata of files.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/voice-video-calling/call-recording>

use std::time::Duration;

use acs_calling::{RecordingChannelType, RecordingContentType};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::audio::SAMPLE_RATE;
use super::state::{Pause, Recording};

/// A chunk of a recording.
pub(super) struct Chunk {
    /// The id of the document.
    pub(super) document: String,
    /// The number of the chunk, from 0.
    pub(super) index: u64,
    /// Its start, in milliseconds of recorded time.
    pub(super) offset: u64,
    /// Its duration, in milliseconds.
    pub(super) duration: u64,
}

/// Returns the metadata of a chunk, as JSON.
pub(super) fn metadata(recording: &Recording, resource_id: &str, channels: u16, chunk: &Chunk) -> String {
    let format = &recording.format;
    let is_unmixed = format.channels == RecordingChannelType::Unmixed;
    let is_video = format.content == RecordingContentType::AudioVideo;
    let participants: Vec<_> = recording
        .speakers
        .iter()
        .map(|(channel, speaker)| {
            json!({"participantId": speaker, "channel": if is_unmixed { *channel } else { 0 }})
        })
        .collect();
    let intervals: Vec<_> = recording.pauses.iter().map(|pause| interval(recording, *pause)).collect();
    json!({
        "resourceId": resource_id,
        "callId": recording.correlation_id,
        "chunkDocumentId": chunk.document,
        "chunkIndex": chunk.index,
        "chunkStartTime": at(recording, start_of(recording, chunk)),
        "chunkDuration": chunk.duration,
        "pauseResumeIntervals": intervals,
        "recordingInfo": {
            "contentType": format.content.to_string(),
            "channelType": format.channels.to_string(),
            "format": format.container.to_string(),
            "audioConfiguration": {
                "sampleRate": SAMPLE_RATE,
                "bitRate": if is_unmixed { u32::from(channels) * SAMPLE_RATE * 16 } else { SAMPLE_RATE },
                "channels": channels,
            },
            "videoConfiguration": if is_video { json!({"width": 1920, "height": 1080, "frameRate": 8}) } else { Value::Null },
        },
        "participants": participants,
    })
    .to_string()
}

fn interval(recording: &Recording, Pause { start, end }: Pause) -> Value {
    let duration = end.unwrap_or(start).saturating_sub(start).as_millis();
    json!({"startTime": at(recording, start), "duration": u64::try_from(duration).unwrap_or(u64::MAX)})
}

/// Returns the start of a chunk, as a time since the start of the recording.
fn start_of(recording: &Recording, chunk: &Chunk) -> Duration {
    let mut start = Duration::from_millis(chunk.offset);
    for pause in &recording.pauses {
        if pause.start > start {
            break;
        }
        start += pause.end.unwrap_or(pause.start).saturating_sub(pause.start);
    }
    start
}

fn at(recording: &Recording, time: Duration) -> String {
    recording.started.checked_add(time).unwrap_or(Timestamp::MAX).to_string()
}
