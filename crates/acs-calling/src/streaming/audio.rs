//! Audio and keys.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::json::{Extra, ReadError, Reader};
use call_wire::json_object;

use super::error::FrameError;

/// How the audio that follows is encoded. The first frame of a connection.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AudioMetadata {
    /// Identifies the subscription to the stream.
    pub subscription_id: Option<String>,
    /// `PCM`: linear, 16 bits, little endian.
    pub encoding: Option<String>,
    /// Samples per second: 16000 or 24000.
    pub sample_rate: Option<i32>,
    /// The number of channels: 1.
    pub channels: Option<i32>,
    /// Bytes of audio in a frame: 640 are 20 ms at 16000 samples per second.
    pub length: Option<i32>,
    /// What the members above do not say about the wire.
    pub extra: Extra,
}

json_object!(AudioMetadata "AudioMetadata" {
    subscription_id: "subscriptionId",
    encoding: "encoding",
    sample_rate: "sampleRate",
    channels: "channels",
    length: "length",
});

/// A piece of audio, 20 ms of it.
///
/// Borrows from the frame's text. Members that this version does not know are kept; that a known one came as
/// null is not. [`Debug`](fmt::Debug) shows the length of the audio only.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct AudioData<'a> {
    /// The audio in base64: PCM, 16 bits, little endian. See [`pcm`](Self::pcm).
    pub data: Cow<'a, str>,
    /// When it was heard, as it came: RFC 3339.
    pub timestamp: Option<Cow<'a, str>>,
    /// Whether it is nothing but silence.
    pub silent: Option<bool>,
    /// Whose voice it is, by raw id; none when all are mixed. `participantRawID` on the wire, with these
    /// capitals or others.
    pub participant_raw_id: Option<Cow<'a, str>>,
    /// Members that this version does not know.
    pub extra: Extra,
}

impl<'a> AudioData<'a> {
    /// Reads the next value; returns `None` if it holds no audio.
    pub(super) fn read(input: &mut Reader<'a>) -> Result<Option<Self>, ReadError> {
        let (mut data, mut timestamp, mut silent, mut participant_raw_id) = (None, None, None, None);
        let mut extra = Extra::default();
        input.object("an object (audio data)")?;
        while let Some(name) = input.name()? {
            match &*name {
                "data" => data = Some(input.string("a string")?),
                "timestamp" => timestamp = optional(input, |input| input.string("a string"))?,
                "silent" => silent = optional(input, |input| input.boolean("a boolean"))?,
                name if name.eq_ignore_ascii_case("participantRawId") => {
                    participant_raw_id = optional(input, |input| input.string("a string"))?;
                }
                name => drop(extra.insert(name, input.skip()?.compact())),
            }
        }
        Ok(data.map(|data| Self { data, timestamp, silent, participant_raw_id, extra }))
    }

    /// Decodes the audio.
    ///
    /// # Errors
    ///
    /// [`data`](Self::data) is not valid base64.
    pub fn pcm(&self) -> Result<Vec<u8>, FrameError> {
        let mut pcm = Vec::new();
        self.pcm_into(&mut pcm)?;
        Ok(pcm)
    }

    /// Decodes the audio and appends it to a buffer.
    ///
    /// # Errors
    ///
    /// [`data`](Self::data) is not valid base64; the buffer may then hold a part of it.
    pub fn pcm_into(&self, buffer: &mut Vec<u8>) -> Result<(), FrameError> {
        let decoded = STANDARD.decode_vec(self.data.as_bytes(), buffer);
        decoded.map_err(|error| FrameError::new("/audioData/data", format!("not valid base64: {error}")))
    }

    /// The audio apart from the frame's text.
    #[must_use]
    pub fn into_owned(self) -> AudioData<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        AudioData {
            data: own(self.data),
            timestamp: self.timestamp.map(own),
            silent: self.silent,
            participant_raw_id: self.participant_raw_id.map(own),
            extra: self.extra,
        }
    }
}

impl fmt::Debug for AudioData<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AudioData")
            .field("data", &format_args!("{} characters", self.data.len()))
            .field("timestamp", &self.timestamp)
            .field("silent", &self.silent)
            .field("participant_raw_id", &self.participant_raw_id)
            .field("extra", &self.extra)
            .finish()
    }
}

/// Reads a value that may be null.
fn optional<'t, T>(
    input: &mut Reader<'t>,
    read: impl FnOnce(&mut Reader<'t>) -> Result<T, ReadError>,
) -> Result<Option<T>, ReadError> {
    if input.null()? { Ok(None) } else { read(input).map(Some) }
}
