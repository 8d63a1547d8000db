//! Keys and sentences of the remote parties.

use acs_calling::Tone;
use acs_calling::streaming::ResultStatus;

use super::frames;
use super::kind::{Kind, media, transcription};
use super::notes::note_frame;
use super::state::Command;
use crate::world::World;

/// The largest number of words of an intermediate result.
const MOST_WORDS: usize = 3;

/// Sends a key that a party has pressed, if the call was set up for it.
pub(crate) fn pressed(world: &mut World, id: &str, tone: &Tone) {
    let options = world.acs.connections.get(id).and_then(media);
    let is_enabled = options.is_some_and(|options| options.enable_dtmf_tones == Some(true));
    if let Some(key) = tone.as_char().filter(|_| is_enabled) {
        send(world, id, Kind::Media, "DtmfData", frames::dtmf(key));
    }
}

/// Sends the transcription of a sentence that a party has said: intermediate results if the call was set up for them,
/// and a final one.
pub(crate) fn said(world: &mut World, id: &str, raw_id: &str, text: &str) {
    let options = world.acs.connections.get(id).and_then(transcription);
    let has_intermediate = options.is_some_and(|options| options.enable_intermediate_results == Some(true));
    let now = world.clock.now();
    if has_intermediate {
        let words: Vec<_> = text.split_whitespace().collect();
        for count in 1..words.len().min(MOST_WORDS + 1) {
            let part = words[..count].join(" ");
            let frame = frames::transcription(now, raw_id, &part, ResultStatus::Intermediate);
            send(world, id, Kind::Transcription, "TranscriptionData", frame);
        }
    }
    let frame = frames::transcription(now, raw_id, text, ResultStatus::Final);
    send(world, id, Kind::Transcription, "TranscriptionData", frame);
}

fn send(world: &mut World, id: &str, kind: Kind, name: &str, frame: String) {
    let Some(sender) = world.acs.streams.open(id, kind) else { return };
    // The channel is full only after audio was dropped, for which the journal has a warning.
    if sender.try_send(Command::Send(frame.clone())).is_ok() {
        note_frame(world, &(id.to_owned(), kind), name, &frame);
    }
}
