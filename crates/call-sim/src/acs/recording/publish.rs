//! The events of recordings: to the application's URI, and, when the files are ready, through Event Grid.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::{
    RecordingChunk, RecordingFileStatusUpdated, RecordingKind, RecordingState, RecordingStateChanged,
    RecordingStorageInfo,
};
use call_wire::DateTime;
use jiff::Timestamp;

use super::metadata::{Chunk, metadata};
use super::state::{Pause, Recording, Stored};
use super::store;
use crate::acs::event_grid;
use crate::acs::events::{self, Target};
use crate::clock::Time;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// The time for which files are kept.
const KEPT: Duration = Duration::from_secs(24 * 3600);

/// Stops the recordings of a call that has ended.
pub(crate) fn call_ended(world: &mut World, server_call_id: &str) {
    let id = world.acs.recordings.of_call.get(server_call_id).cloned();
    if let Some(recording) = id.and_then(|id| world.acs.recordings.remove(&id)) {
        finish(world, recording);
    }
}

/// Raises `RecordingStateChanged`.
pub(super) fn state_changed(world: &mut World, recording: &Recording, state: RecordingState) {
    world.note(
        NewEntry::new(Service::Acs, Kind::State, format!("recording {state}"))
            .call(recording.connection.clone())
            .detail(format_args!("recording {}", recording.id)),
    );
    let event = RecordingStateChanged::new()
        .recording_id(&recording.id)
        .state(state)
        .start_date_time(date_time(recording.started))
        .recording_kind(RecordingKind::AzureCommunicationServices)
        .server_call_id(&recording.server_call_id)
        .correlation_id(&recording.correlation_id);
    send(world, recording, event.into());
}

/// Sends an event to the URI of the recording. Without a URI, nothing is sent.
pub(super) fn send(world: &mut World, recording: &Recording, event: Event) {
    let Some(uri) = recording.callback_uri.clone() else { return };
    let Recording { id, server_call_id, connection, .. } = recording;
    let target = Target {
        call: connection.clone(),
        queue: format!("acs recording {id}"),
        uri,
        source: format!("calling/recordings/{server_call_id}/recordingId/{id}"),
    };
    events::send(world, target, event);
}

/// Ends a recording that has been removed. Its files are ready later.
pub(super) fn finish(world: &mut World, mut recording: Recording) {
    let length = world.clock.elapsed().saturating_sub(recording.began);
    if let Some(pause) = recording.pauses.last_mut() {
        pause.end.get_or_insert(length);
    }
    state_changed(world, &recording, RecordingState::Inactive);
    let wait = match world.clock.time() {
        Time::Real => Duration::from_secs(1),
        Time::Virtual => Duration::from_secs(60),
    };
    world.after(wait, move |world| publish(world, &recording, length));
}

/// Stores the files, and publishes `RecordingFileStatusUpdated`.
fn publish(world: &mut World, recording: &Recording, length: Duration) {
    let format = &recording.format;
    let paused = recording.pauses.iter().map(|Pause { start, end }| end.unwrap_or(length) - *start).sum();
    let recorded = milliseconds(length.saturating_sub(paused));
    let channels = format.channels(&recording.speakers);
    let longest = format.longest_chunk(channels);
    let count = recorded.div_ceil(longest).max(1);
    let mut chunks = Vec::new();
    for index in 0..count {
        let offset = index * longest;
        let chunk = Chunk {
            document: format!("0-local-d{}-{}", index + 1, world.random.guid().replace('-', "")),
            index,
            offset,
            duration: (recorded - offset).min(longest),
        };
        let resource = &world.settings.identities.acs_resource_id;
        let stored = Stored {
            file: format.file(channels, chunk.duration),
            metadata: metadata(recording, resource, channels, &chunk),
        };
        let is_last = index + 1 == count;
        chunks.push(described(&world.settings.base, &chunk, is_last));
        let Chunk { document, .. } = chunk;
        world.acs.recordings.files.insert(document.clone(), stored);
        world.after(KEPT, move |world| {
            world.acs.recordings.files.remove(&document);
        });
    }
    let event = RecordingFileStatusUpdated::new()
        .recording_storage_info(RecordingStorageInfo::new().recording_chunks(chunks))
        .recording_start_time(date_time(recording.started))
        .recording_duration_ms(signed(recorded))
        .recording_content_type(format.content.to_string())
        .recording_channel_type(format.channels.to_string())
        .recording_format_type(format.container.to_string())
        .session_end_reason("CallEnded");
    let Recording { id, server_call_id, correlation_id, .. } = recording;
    let subject = format!("/recording/call/{correlation_id}/serverCallId/{server_call_id}/recordingId/{id}");
    let event_id = world.random.guid();
    event_grid::publish(world, recording.connection.as_deref(), &event_id, &subject, &event.into());
}

/// Returns a chunk as in the event.
fn described(base: &str, chunk: &Chunk, is_last: bool) -> RecordingChunk {
    let delete_location = format!("{base}{}{}", store::OBJECTS, chunk.document);
    RecordingChunk::new()
        .document_id(&chunk.document)
        .with_index(signed(chunk.index))
        .end_reason(if is_last { "SessionEnded" } else { "ChunkMaximumSizeExceeded" })
        .content_location(format!("{delete_location}{}", store::CONTENT))
        .metadata_location(format!("{delete_location}{}", store::METADATA))
        .delete_location(delete_location)
}

fn date_time(time: Timestamp) -> DateTime {
    std::time::SystemTime::from(time).into()
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
