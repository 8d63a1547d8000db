//! The pace of the audio: a frame every 20 ms.

use std::time::Duration;

use acs_calling::MediaStreamingAudioChannelType;

use super::frames::{self, FRAME};
use super::kind::{media, sample_rate};
use super::notes::{note, note_frame};
use super::state::{Command, Key, Link, Outgoing};
use crate::acs::conversation;
use crate::clock::Time;
use crate::journal::Kind as Entry;
use crate::world::World;

/// The largest number of frames of one speaker that one call of `Sim::advance` sends: those of five seconds.
const MOST_IN_ADVANCE: u64 = 250;

/// The largest number of frames of one speaker that are sent at once after a delay of the simulator.
const MOST_AT_ONCE: u64 = 50;

/// The places in the channel that are reserved for other frames.
const RESERVED: usize = 1024;

/// The largest number of speakers of unmixed audio.
const MOST_SPEAKERS: usize = 4;

/// The interval at which a stream that skips frames checks for the end of `Sim::advance`.
const SKIPPED: Duration = Duration::from_secs(1);

/// Begins to send audio.
pub(super) fn begin(world: &mut World, key: &Key, serial: u64) {
    let began = world.clock.elapsed();
    let Some(stream) = world.acs.streams.get(key, serial) else { return };
    stream.outgoing = Outgoing { began, ..Outgoing::default() };
    schedule(world, key, serial, FRAME);
}

/// Stops sending audio.
pub(super) fn end(world: &mut World, key: &Key) {
    let Some(stream) = world.acs.streams.streams.get_mut(key) else { return };
    let timer = stream.outgoing.timer.take();
    let frames = std::mem::take(&mut stream.outgoing.not_noted);
    if let Some(timer) = timer {
        world.cancel(timer);
    }
    if frames > 0 {
        note(world, key, Entry::FrameSent, "AudioData", format_args!("frames: {frames}"));
    }
}

fn schedule(world: &mut World, key: &Key, serial: u64, wait: Duration) {
    let again = key.clone();
    let timer = world.after(wait, move |world| tick(world, &again, serial));
    if let Some(stream) = world.acs.streams.get(key, serial) {
        stream.outgoing.timer = Some(timer);
    }
}

/// Sends the frames that are due.
fn tick(world: &mut World, key: &Key, serial: u64) {
    let (now, advance) = (world.clock.elapsed(), world.advances());
    let is_virtual = world.clock.time() == Time::Virtual;
    let Some(stream) = world.acs.streams.get(key, serial) else { return };
    let outgoing = &mut stream.outgoing;
    if outgoing.advance != advance {
        (outgoing.advance, outgoing.in_advance) = (advance, 0);
    }
    let allowed = if is_virtual { MOST_IN_ADVANCE.saturating_sub(outgoing.in_advance) } else { MOST_AT_ONCE };
    let since = now.saturating_sub(outgoing.began);
    let due = u64::try_from(since.as_nanos() / FRAME.as_nanos()).unwrap_or(u64::MAX);
    let first = outgoing.frames.max(due.saturating_sub(allowed));
    outgoing.frames = due;
    outgoing.in_advance += due - first;
    let is_skipping = is_virtual && outgoing.in_advance >= MOST_IN_ADVANCE;
    for number in first..due {
        send(world, key, serial, number);
    }
    // The next multiple of the duration of a frame.
    let rest = since.as_nanos() % FRAME.as_nanos();
    let rest = Duration::from_nanos(u64::try_from(rest).unwrap_or_default());
    schedule(world, key, serial, if is_skipping { SKIPPED } else { FRAME - rest });
}

/// Sends the frames of all speakers with a number.
fn send(world: &mut World, key: &Key, serial: u64, number: u64) {
    let Some(connection) = world.acs.connections.get(&key.0) else { return };
    let Some(options) = media(connection) else { return };
    let rate = sample_rate(options.audio_format.as_ref());
    let is_unmixed = options.audio_channel_type == Some(MediaStreamingAudioChannelType::Unmixed);
    let speakers = if is_unmixed { speakers(world, &key.0) } else { vec![None] };
    let samples = frames::samples(rate);
    let audio = &world.acs.streams.audio;
    let pcm = audio.pcm(number * samples as u64, samples, rate);
    let is_silent = audio.is_silent();
    let (now, elapsed) = (world.clock.now(), world.clock.elapsed());
    let mut first = None;
    let Some(stream) = world.acs.streams.get(key, serial) else { return };
    let position = stream.outgoing.began + Duration::from_millis(number.saturating_mul(20));
    let time = now.checked_sub(elapsed.saturating_sub(position)).unwrap_or(now);
    let Link::Open(sender) = &stream.link else { return };
    for speaker in &speakers {
        let text = frames::audio(time, speaker.as_deref(), &pcm, is_silent);
        if number == 0 && first.is_none() {
            first = Some(text.clone());
        }
        if sender.capacity() <= RESERVED || sender.try_send(Command::Send(text)).is_err() {
            if !std::mem::replace(&mut stream.outgoing.has_dropped, true) {
                let message = "the application reads too slowly, so frames of audio are dropped";
                note(world, key, Entry::Warning, "AudioData", message);
            }
            return;
        }
    }
    if let Some(first) = first {
        note_frame(world, key, "AudioData", &first);
        return;
    }
    stream.outgoing.not_noted += 1;
    if stream.outgoing.not_noted == 50 {
        stream.outgoing.not_noted = 0;
        note(world, key, Entry::FrameSent, "AudioData", "frames: 50");
    }
}

/// Returns the speakers of unmixed audio.
fn speakers(world: &World, call: &str) -> Vec<Option<String>> {
    let parties = conversation::of(world, call).map(|one| one.parties.iter()).unwrap_or_default();
    parties.take(MOST_SPEAKERS).map(|party| Some(party.identity.raw_id.clone())).collect()
}
