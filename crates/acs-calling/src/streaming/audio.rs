//! Audio and keys.

use std::borrow::Cow;
use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::json::{Extra, Value};
use call_wire::json_object;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::FrameError;
use super::frame::Text;

/// How the audio that follows is encoded. The first frame of a connection.
///
/// Source: Call Automation, audio streaming.
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

/// A key that a participant pressed.
///
/// Source: Call Automation, audio streaming.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct DtmfData {
    /// The key, such as `5` or `#`.
    pub data: Option<String>,
    /// What the member above does not say about the wire.
    pub extra: Extra,
}

json_object!(DtmfData "DtmfData" { data: "data" });

/// A piece of audio, 20 ms of it.
///
/// Borrows from the frame's text. Members that this version does not know are kept; that a known one came as
/// null is not. [`Debug`](fmt::Debug) tells the length of the audio only.
///
/// Source: Call Automation, audio streaming.
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
    pub(super) fn read(name: &str, raw: &'a RawValue) -> Result<Self, FrameError> {
        let mut member = None;
        let mut input = serde_json::Deserializer::from_str(raw.get());
        let read = AudioSeed { member: &mut member }.deserialize(&mut input);
        read.map_err(|error| {
            let member = member.map_or_else(String::new, |member| format!("/{member}"));
            FrameError::at(format!("/{name}{member}"), &error)
        })
    }

    /// Decodes the audio.
    ///
    /// # Errors
    ///
    /// [`data`](Self::data) is no base64.
    pub fn pcm(&self) -> Result<Vec<u8>, FrameError> {
        let mut pcm = Vec::new();
        self.pcm_into(&mut pcm)?;
        Ok(pcm)
    }

    /// Decodes the audio and appends it to a buffer.
    ///
    /// # Errors
    ///
    /// [`data`](Self::data) is no base64; the buffer may then hold a part of it.
    pub fn pcm_into(&self, buffer: &mut Vec<u8>) -> Result<(), FrameError> {
        let decoded = STANDARD.decode_vec(self.data.as_bytes(), buffer);
        decoded.map_err(|error| FrameError::new("/audioData/data", format!("no base64: {error}")))
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

/// Reads audio, and notes the member that is being read, for the place of an error.
struct AudioSeed<'m, 'de> {
    member: &'m mut Option<Cow<'de, str>>,
}

impl<'de> DeserializeSeed<'de> for AudioSeed<'_, 'de> {
    type Value = AudioData<'de>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<AudioData<'de>, D::Error> {
        input.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for AudioSeed<'_, 'de> {
    type Value = AudioData<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object (audio data)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AudioData<'de>, A::Error> {
        let (mut data, mut timestamp, mut silent, mut participant) = (None, None, None, None);
        let mut extra = Extra::default();
        while let Some(Text(name)) = map.next_key()? {
            *self.member = Some(name.clone());
            match &*name {
                "data" => data = Some(map.next_value::<Text<'de>>()?.0),
                "timestamp" => timestamp = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0),
                "silent" => silent = map.next_value()?,
                name if name.eq_ignore_ascii_case("participantRawId") => {
                    participant = map.next_value::<Option<Text<'de>>>()?.map(|text| text.0);
                }
                _ => {
                    extra.insert(name.into_owned(), map.next_value::<Value>()?);
                }
            }
        }
        *self.member = Some(Cow::Borrowed("data"));
        let data = data.ok_or_else(|| serde::de::Error::custom("nothing here; it holds the audio"))?;
        Ok(AudioData { data, timestamp, silent, participant_raw_id: participant, extra })
    }
}
