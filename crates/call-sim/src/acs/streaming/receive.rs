//! The frames from the application.

use std::time::Duration;

use acs_calling::streaming::{AudioData, Frame};

use super::kind::{Kind, media, sample_rate};
use super::notes::note;
use super::state::{Incoming, Key};
use crate::journal::Kind as Entry;
use crate::world::World;

/// The audio that can be queued for the call.
const LONGEST_QUEUE: Duration = Duration::from_secs(60);

/// The time between two entries in the journal about audio.
const BETWEEN_NOTES: Duration = Duration::from_secs(1);

/// Processes a text frame.
pub(super) fn received(world: &mut World, key: &Key, serial: u64, text: &str) {
    if world.acs.streams.get(key, serial).is_none() {
        return;
    }
    let options = world.acs.connections.get(&key.0).and_then(media);
    let is_bidirectional = options.is_some_and(|options| options.enable_bidirectional == Some(true));
    if key.1 == Kind::Transcription || !is_bidirectional {
        return ignored(
            world,
            key,
            "a frame is ignored: the stream is not bidirectional (`enableBidirectional`)",
        );
    }
    let rate = sample_rate(options.and_then(|options| options.audio_format.as_ref()));
    match Frame::parse(text) {
        Ok(Frame::AudioData(data)) => audio(world, key, &data, rate),
        Ok(Frame::Unknown(frame)) if frame.kind.eq_ignore_ascii_case("StopAudio") => {
            let now = world.clock.elapsed();
            let Some(stream) = world.acs.streams.get(key, serial) else { return };
            let rest = stream.incoming.queued_until.saturating_sub(now);
            stream.incoming.queued_until = now;
            note_audio(world, key);
            let detail = format!("{} ms of queued audio are dropped", rest.as_millis());
            note(world, key, Entry::FrameReceived, "StopAudio", detail);
        }
        Ok(Frame::Unknown(frame)) => {
            ignored(world, key, &format!("a frame of kind {} is ignored", frame.kind))
        }
        Ok(_) => ignored(world, key, "a frame is ignored (expected AudioData or StopAudio)"),
        Err(error) => ignored(world, key, &format!("a frame is ignored: {error}")),
    }
}

/// Adds a frame that is ignored to the journal.
pub(super) fn ignored(world: &mut World, key: &Key, detail: &str) {
    note(world, key, Entry::Warning, key.1.name(), detail);
}

/// Queues audio for the call.
fn audio(world: &mut World, key: &Key, data: &AudioData<'_>, rate: u32) {
    let bytes = match data.pcm() {
        Ok(pcm) => pcm.len() as u64,
        Err(error) => return ignored(world, key, &format!("a frame is ignored: {error}")),
    };
    let now = world.clock.elapsed();
    *world.acs.streams.received.entry(key.0.clone()).or_default() += bytes;
    let Some(stream) = world.acs.streams.streams.get_mut(key) else { return };
    let incoming = &mut stream.incoming;
    let length = Duration::from_nanos(bytes.saturating_mul(1_000_000_000) / (2 * u64::from(rate)));
    let queued_until = incoming.queued_until.max(now) + length;
    let is_too_long = queued_until > now + LONGEST_QUEUE;
    incoming.queued_until = queued_until.min(now + LONGEST_QUEUE);
    incoming.frames += 1;
    incoming.bytes += bytes;
    let is_due = incoming.noted_at.is_none_or(|noted| now >= noted + BETWEEN_NOTES);
    if is_due {
        incoming.noted_at = Some(now);
        note_audio(world, key);
    }
    if is_too_long {
        ignored(world, key, "more than 60 seconds of audio are queued, so the oldest are dropped");
    }
}

/// Adds the audio since the last entry to the journal.
fn note_audio(world: &mut World, key: &Key) {
    let Some(stream) = world.acs.streams.streams.get_mut(key) else { return };
    let Incoming { frames, bytes, .. } = &mut stream.incoming;
    let (frames, bytes) = (std::mem::take(frames), std::mem::take(bytes));
    if frames > 0 {
        note(world, key, Entry::FrameReceived, "AudioData", format_args!("frames: {frames}, bytes: {bytes}"));
    }
}

/// Adds the last entry of a stream that ends to the journal.
pub(super) fn end(world: &mut World, key: &Key) {
    note_audio(world, key);
}
