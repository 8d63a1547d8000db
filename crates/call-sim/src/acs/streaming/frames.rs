//! The frames that the application receives.

use std::time::Duration;

use acs_calling::streaming::{
    AudioMetadata, DtmfData, ResultStatus, TranscribedWord, TranscriptionData, TranscriptionMetadata,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::json::{self, Raw, Wire};
use jiff::Timestamp;

use super::kind::{Kind, media, sample_rate};
use crate::acs::connection::Connection;

/// The duration of a frame of audio.
pub(super) const FRAME: Duration = Duration::from_millis(20);

/// The ticks of 100 ns in a second.
const TICKS: i64 = 10_000_000;

/// The ticks from the year 1 to the start of Unix time.
const EPOCH: i64 = 621_355_968_000_000_000;

/// Returns the number of samples in a frame.
pub(super) fn samples(rate: u32) -> usize {
    // 50 frames in a second.
    usize::try_from(rate / 50).unwrap_or_default()
}

/// Returns the first frame of a stream.
pub(super) fn metadata(connection: &Connection, kind: Kind, locale: &str) -> String {
    let subscription = Some(kind.subscription_id(&connection.id));
    match kind {
        Kind::Media => {
            let rate = sample_rate(media(connection).and_then(|options| options.audio_format.as_ref()));
            let mut metadata = AudioMetadata::default();
            metadata.subscription_id = subscription;
            metadata.encoding = Some("PCM".to_owned());
            metadata.sample_rate = i32::try_from(rate).ok();
            metadata.channels = Some(1);
            metadata.length = i32::try_from(2 * samples(rate)).ok();
            frame("AudioMetadata", "audioMetadata", &metadata)
        }
        Kind::Transcription => {
            let mut metadata = TranscriptionMetadata::default();
            metadata.subscription_id = subscription;
            metadata.locale = Some(locale.to_owned());
            metadata.call_connection_id = Some(connection.id.clone());
            metadata.correlation_id = Some(connection.correlation_id.clone());
            frame("TranscriptionMetadata", "transcriptionMetadata", &metadata)
        }
    }
}

/// Returns a frame of audio. Mixed audio has no speaker.
pub(super) fn audio(time: Timestamp, speaker: Option<&str>, pcm: &[u8], is_silent: bool) -> String {
    let speaker = speaker.map(|id| format!(r#""participantRawID":{},"#, Raw::from(id))).unwrap_or_default();
    let data = STANDARD.encode(pcm);
    format!(
        r#"{{"kind":"AudioData","audioData":{{"timestamp":"{time}",{speaker}"data":"{data}","silent":{is_silent}}}}}"#
    )
}

/// Returns the frame of a key.
pub(super) fn dtmf(key: char) -> String {
    let mut data = DtmfData::default();
    data.data = Some(key.into());
    frame("DtmfData", "dtmfData", &data)
}

/// Returns a frame of text that a participant begins to say at a time. Only a final result has words.
pub(super) fn transcription(time: Timestamp, speaker: &str, text: &str, status: ResultStatus) -> String {
    /// The ticks of a word: 0.4 seconds.
    const WORD: i64 = 4_000_000;
    let start = EPOCH + time.as_second() * TICKS + i64::from(time.subsec_nanosecond()) / 100;
    let positions = (0..).map(|index| start + index * WORD);
    let words: Vec<_> =
        text.split_whitespace().zip(positions).map(|(text, at)| word(text, at, WORD)).collect();
    let mut data = TranscriptionData::default();
    data.text = Some(text.to_owned());
    data.format = Some("display".to_owned());
    data.confidence = Some(0.9);
    data.offset = Some(start);
    data.duration = Some(words.iter().filter_map(|word| word.duration).sum());
    data.participant_raw_id = Some(speaker.to_owned());
    data.words = (status == ResultStatus::Final).then_some(words);
    data.result_status = Some(status);
    frame("TranscriptionData", "transcriptionData", &data)
}

fn word(text: &str, offset: i64, duration: i64) -> TranscribedWord {
    let mut word = TranscribedWord::default();
    word.text = Some(text.to_owned());
    word.offset = Some(offset);
    word.duration = Some(duration);
    word
}

fn frame(kind: &str, member: &str, data: &impl Wire) -> String {
    // The data of the simulator have no raw text that could be invalid.
    let data = json::encode(data).unwrap_or_else(|_| "{}".to_owned());
    format!(r#"{{"kind":"{kind}","{member}":{data}}}"#)
}
