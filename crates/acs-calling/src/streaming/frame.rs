//! A frame: its kind decides which member is read, and as what.

use std::borrow::Cow;
use std::fmt;

use call_wire::json::{Wire, decode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::{AudioData, AudioMetadata, DtmfData, FrameError, TranscriptionData, TranscriptionMetadata};

/// A frame that the service sends.
///
/// Audio borrows from the text of the frame; [`into_owned`](Self::into_owned) lets it go elsewhere.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Frame<'a> {
    /// How the audio that follows is encoded.
    AudioMetadata(AudioMetadata),
    /// A piece of audio.
    AudioData(AudioData<'a>),
    /// A key that a participant pressed.
    DtmfData(DtmfData),
    /// What the transcription that follows is about.
    TranscriptionMetadata(Box<TranscriptionMetadata>),
    /// A piece of transcription.
    TranscriptionData(Box<TranscriptionData>),
    /// A frame of a kind that this version does not know.
    Unknown(UnknownFrame<'a>),
}

/// A frame of a kind that this version does not know, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownFrame<'a> {
    /// Its kind as it came.
    pub kind: Cow<'a, str>,
    /// Its text as it came.
    pub text: Cow<'a, str>,
}

impl<'a> Frame<'a> {
    /// Reads a text frame.
    ///
    /// # Errors
    ///
    /// A text that is no JSON object or has no `kind`; a known kind without its member (`audioData` for
    /// `AudioData`), or one that is not what it should be.
    pub fn parse(text: &'a str) -> Result<Self, FrameError> {
        let members: Members<'a> = serde_json::from_str(text).map_err(|error| FrameError::syntax(&error))?;
        let kind: Text<'a> = match members.kind {
            Some(kind) => {
                serde_json::from_str(kind.get()).map_err(|error| FrameError::at("/kind", &error))?
            }
            None => return Err(FrameError::new("/kind", "nothing here; a frame says its kind")),
        };
        let member = |name| members.find(name);
        Ok(match kind.0.to_ascii_lowercase().as_str() {
            "audiodata" => {
                let (name, raw) = member("audioData")?;
                Self::AudioData(AudioData::read(name, raw)?)
            }
            "audiometadata" => Self::AudioMetadata(read(member("audioMetadata")?)?),
            "dtmfdata" => Self::DtmfData(read(member("dtmfData")?)?),
            "transcriptionmetadata" => {
                Self::TranscriptionMetadata(Box::new(read(member("transcriptionMetadata")?)?))
            }
            "transcriptiondata" => {
                let data: TranscriptionData = read(member("transcriptionData")?)?;
                Self::TranscriptionData(Box::new(data.with_one_name_of_the_participant()))
            }
            _ => Self::Unknown(UnknownFrame { kind: kind.0, text: Cow::Borrowed(text) }),
        })
    }

    /// The frame apart from its text.
    #[must_use]
    pub fn into_owned(self) -> Frame<'static> {
        match self {
            Self::AudioMetadata(data) => Frame::AudioMetadata(data),
            Self::AudioData(data) => Frame::AudioData(data.into_owned()),
            Self::DtmfData(data) => Frame::DtmfData(data),
            Self::TranscriptionMetadata(data) => Frame::TranscriptionMetadata(data),
            Self::TranscriptionData(data) => Frame::TranscriptionData(data),
            Self::Unknown(frame) => Frame::Unknown(UnknownFrame {
                kind: frame.kind.into_owned().into(),
                text: frame.text.into_owned().into(),
            }),
        }
    }
}

/// Reads the member of a kind.
fn read<T: Wire>((name, raw): (&str, &RawValue)) -> Result<T, FrameError> {
    decode(raw.get().as_bytes()).map_err(|error| FrameError::below(name, &error))
}

/// A text that is borrowed unless it has escapes.
#[derive(serde::Deserialize)]
pub(super) struct Text<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A frame's members, as parts of its text.
struct Members<'a> {
    kind: Option<&'a RawValue>,
    others: Vec<(Cow<'a, str>, &'a RawValue)>,
}

impl<'a> Members<'a> {
    /// A member's name as it is spelled, and its text. The last of a name counts, as elsewhere.
    fn find(&self, name: &str) -> Result<(&str, &'a RawValue), FrameError> {
        let found = self.others.iter().rev().find(|(other, _)| other.eq_ignore_ascii_case(name));
        match found {
            Some((spelled, raw)) => Ok((spelled, raw)),
            None => Err(FrameError::new(format!("/{name}"), "nothing here; the frame's kind needs it")),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a frame (an object)")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Members { kind: None, others: Vec::new() };
        while let Some(Text(name)) = map.next_key()? {
            let raw = map.next_value()?;
            if name == "kind" {
                members.kind = Some(raw);
            } else {
                members.others.push((name, raw));
            }
        }
        Ok(members)
    }
}
