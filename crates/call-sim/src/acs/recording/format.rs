//! The format of a recording.

use acs_calling::{
    RecordingChannelType as Channels, RecordingContentType as Content, RecordingFormatType as Container,
    StartCallRecordingRequest,
};

use super::audio::{mp3, wav, wav_rate};
use super::file::File;
use super::mp4::mp4;
use super::speakers::{MOST_CHANNELS, Speakers};
use crate::acs::refusal::Refusal;

/// The longest chunk, in milliseconds: four hours.
const LONGEST_CHUNK: u64 = 4 * 3600 * 1000;

/// The size of the largest chunk, in bytes.
const LARGEST_CHUNK: u64 = 1_500_000_000;

/// The format of a recording: content, channels and container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) content: Content,
    pub(super) channels: Channels,
    pub(super) container: Container,
}

impl Format {
    /// Reads the format of a request. The default is audio and video, mixed, as MP4.
    ///
    /// # Errors
    ///
    /// The service does not support the combination.
    pub(super) fn read(request: &StartCallRecordingRequest) -> Result<Self, Refusal> {
        let content = request.recording_content_type.clone().unwrap_or(Content::AudioVideo);
        let channels = request.recording_channel_type.clone().unwrap_or(Channels::Mixed);
        let container = request.recording_format_type.clone().unwrap_or(match (&content, &channels) {
            (Content::AudioVideo, _) => Container::Mp4,
            (_, Channels::Unmixed) => Container::Wav,
            _ => Container::Mp3,
        });
        let is_supported = matches!(
            (&content, &channels, &container),
            (Content::AudioVideo, Channels::Mixed, Container::Mp4)
                | (Content::Audio, Channels::Mixed, Container::Mp3 | Container::Wav)
                | (Content::Audio, Channels::Unmixed, Container::Wav)
        );
        if is_supported {
            return Ok(Self { content, channels, container });
        }
        let message = format!(
            "Wrong format type: {content} {channels} {container} is not supported. Use audioVideo mixed mp4, audio \
             mixed mp3 or wav, or audio unmixed wav."
        );
        Err(Refusal::bad_request(8557, message))
    }

    /// Returns the number of channels of the file.
    pub(super) fn channels(&self, speakers: &Speakers) -> u16 {
        match self.channels {
            Channels::Unmixed => speakers
                .last_key_value()
                .map_or(1, |(channel, _)| channel.saturating_add(1).min(MOST_CHANNELS)),
            _ => 1,
        }
    }

    /// Returns the length of the longest chunk, in milliseconds.
    pub(super) fn longest_chunk(&self, channels: u16) -> u64 {
        match self.container {
            Container::Wav => LONGEST_CHUNK.min(LARGEST_CHUNK / wav_rate(channels) * 1000),
            _ => LONGEST_CHUNK,
        }
    }

    /// Creates a file.
    pub(super) fn file(&self, channels: u16, milliseconds: u64) -> File {
        match self.container {
            Container::Wav => wav(channels, milliseconds),
            Container::Mp3 => mp3(milliseconds),
            _ => mp4(milliseconds),
        }
    }
}
