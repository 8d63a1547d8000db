//! The two kinds of streams, and the options for them.

use acs_calling::{
    AudioFormat, MediaStreamingOptions, TranscriptionOptions, WebSocketMediaStreamingOptions,
    WebSocketTranscriptionOptions,
};
use uuid::Uuid;

use crate::acs::connection::Connection;

/// A kind of stream. Each has its own WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// The audio of the call.
    Media,
    /// The transcription of the call.
    Transcription,
}

impl Kind {
    /// Both kinds.
    pub(super) const ALL: [Self; 2] = [Self::Media, Self::Transcription];

    /// Returns the name in the journal.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Media => "media streaming",
            Self::Transcription => "transcription",
        }
    }

    /// Returns the id of the subscription of a call connection, which is derived from the id of the connection.
    pub(super) fn subscription_id(self, connection: &str) -> String {
        let mask: u128 = match self {
            Self::Media => 0xA5A5 << 96,
            Self::Transcription => 0x5A5A << 96,
        };
        let id = Uuid::try_parse(connection).unwrap_or_default();
        Uuid::from_u128(id.as_u128() ^ mask).hyphenated().to_string()
    }

    /// Returns the URL of the WebSocket, if the call was set up with options for the stream.
    pub(super) fn url(self, connection: &Connection) -> Option<&str> {
        match self {
            Self::Media => media(connection)?.transport_url.as_deref(),
            Self::Transcription => transcription(connection)?.transport_url.as_deref(),
        }
    }

    /// Returns whether the stream starts when the call is connected.
    pub(super) fn starts_with_the_call(self, connection: &Connection) -> bool {
        match self {
            Self::Media => {
                media(connection).is_some_and(|options| options.start_media_streaming == Some(true))
            }
            Self::Transcription => {
                transcription(connection).is_some_and(|options| options.start_transcription == Some(true))
            }
        }
    }
}

/// Returns the options for media streaming.
pub(super) fn media(connection: &Connection) -> Option<&WebSocketMediaStreamingOptions> {
    match connection.options.media_streaming.as_ref()? {
        MediaStreamingOptions::WebSocket(options) => Some(options),
        _ => None,
    }
}

/// Returns the options for transcription.
pub(super) fn transcription(connection: &Connection) -> Option<&WebSocketTranscriptionOptions> {
    match connection.options.transcription.as_ref()? {
        TranscriptionOptions::WebSocket(options) => Some(options),
        _ => None,
    }
}

/// Returns the samples per second of a format.
pub(super) fn sample_rate(format: Option<&AudioFormat>) -> u32 {
    match format {
        Some(AudioFormat::Pcm24KMono) => 24_000,
        _ => 16_000,
    }
}
