//! Audio frames.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::json::{Extra, ReadError, Reader};
use call_wire::json_object;

use super::error::FrameError;

/// The format of the audio that follows. It is the first frame of a connection.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AudioMetadata {
    /// The id of the subscription to the stream.
    pub subscription_id: Option<String>,
    /// The encoding: `PCM`, which is linear, 16 bits, little-endian.
    pub encoding: Option<String>,
    /// Samples per second: 16000 or 24000.
    pub sample_rate: Option<i32>,
    /// The number of channels: 1.
    pub channels: Option<i32>,
    /// The number of bytes of audio in a frame: 640 for 20 ms at 16000 samples per second.
    pub length: Option<i32>,
    /// Unknown members, explicit nulls and original spellings.
    pub extra: Extra,
}

json_object!(AudioMetadata "AudioMetadata" {
    subscription_id: "subscriptionId",
    encoding: "encoding",
    sample_rate: "sampleRate",
    channels: "channels",
    length: "length",
});

/// A frame of 20 ms of audio.
///
/// It borrows from the text of the frame. Unknown members are kept, but explicit nulls are not.
/// [`Debug`](fmt::Debug) shows only the length of the audio.
///
/// Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/call-automation/audio-streaming-concept>
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct AudioData<'a> {
    /// The audio in base64: PCM, 16 bits, little-endian. [`pcm`](Self::pcm) decodes it.
    pub data: Cow<'a, str>,
    /// The time of the audio as received, in RFC 3339.
    pub timestamp: Option<Cow<'a, str>>,
    /// Whether the audio is silence.
    pub silent: Option<bool>,
    /// The raw id of the speaker; `None` for mixed audio. The JSON name is `participantRawID`, in any letter case.
    pub participant_raw_id: Option<Cow<'a, str>>,
    /// Unknown members.
    pub extra: Extra,
}

impl<'a> AudioData<'a> {
    /// Reads the next value; returns `None` if it contains no audio.
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
    /// [`FrameError`] if [`data`](Self::data) is not valid base64.
    pub fn pcm(&self) -> Result<Vec<u8>, FrameError> {
        let mut pcm = Vec::new();
        self.pcm_into(&mut pcm)?;
        Ok(pcm)
    }

    /// Decodes the audio and appends it to a buffer.
    ///
    /// # Errors
    ///
    /// [`FrameError`] if [`data`](Self::data) is not valid base64. The buffer may then contain a part of the audio.
    pub fn pcm_into(&self, buffer: &mut Vec<u8>) -> Result<(), FrameError> {
        let decoded = STANDARD.decode_vec(self.data.as_bytes(), buffer);
        decoded.map_err(|error| FrameError::new("/audioData/data", format!("not valid base64: {error}")))
    }

    /// Copies the borrowed texts, so that the audio can outlive the text of the frame.
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
