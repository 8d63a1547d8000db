//! A frame: its kind decides which member is read, and as what.

use std::borrow::Cow;

use call_wire::json::{Place, ReadError, Reader, Wire};

use super::audio::{AudioData, AudioMetadata};
use super::dtmf::DtmfData;
use super::error::FrameError;
use super::transcription::{TranscriptionData, TranscriptionMetadata};

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
    /// A text that is not a JSON object or has no `kind`; a known kind without its member (`audioData` for
    /// `AudioData`), or one that is not what it should be.
    pub fn parse(text: &'a str) -> Result<Self, FrameError> {
        let mut input = Reader::new(text);
        let members = Members::scan(&mut input).map_err(|error| FrameError::within(text, &error))?;
        let Some(kind) = members.kind else {
            return Err(FrameError::new(
                "/kind",
                "the frame has no kind (expected a string such as `AudioData`)",
            ));
        };
        let Some(index) = index_of(&kind) else {
            return Ok(Self::Unknown(UnknownFrame { kind, text: Cow::Borrowed(text) }));
        };
        let Some(place) = members.places[index] else {
            let message = format!("the frame has no such member (expected by its kind, {kind:?})");
            return Err(FrameError::new(format!("/{}", KINDS[index]), message));
        };
        input.back(place);
        match Self::read(KINDS[index], &mut input) {
            Ok(Some(frame)) => Ok(frame),
            Ok(None) => {
                let member = ReadError::new(place, "").within(text);
                Err(FrameError::new(
                    format!("{}/data", member.path()),
                    "the frame has no audio (expected a string in base64)",
                ))
            }
            Err(error) => Err(FrameError::within(text, &error)),
        }
    }

    /// Reads the member of a kind; none if it is audio without any.
    fn read(kind: &str, input: &mut Reader<'a>) -> Result<Option<Self>, ReadError> {
        Ok(Some(match kind {
            AUDIO_DATA => return Ok(AudioData::read(input)?.map(Self::AudioData)),
            AUDIO_METADATA => Self::AudioMetadata(Wire::read(input)?),
            DTMF_DATA => Self::DtmfData(Wire::read(input)?),
            TRANSCRIPTION_METADATA => Self::TranscriptionMetadata(Wire::read(input)?),
            _ => {
                let data = TranscriptionData::read(input)?;
                Self::TranscriptionData(Box::new(data.with_one_name_of_the_participant()))
            }
        }))
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

const AUDIO_DATA: &str = "audioData";
const AUDIO_METADATA: &str = "audioMetadata";
const DTMF_DATA: &str = "dtmfData";
const TRANSCRIPTION_METADATA: &str = "transcriptionMetadata";

/// The kinds of frames, each also the name of its member, but for the case of letters.
const KINDS: [&str; 5] = [AUDIO_DATA, AUDIO_METADATA, DTMF_DATA, TRANSCRIPTION_METADATA, "transcriptionData"];

fn index_of(name: &str) -> Option<usize> {
    KINDS.iter().position(|kind| kind.eq_ignore_ascii_case(name))
}

/// What a frame says of itself, and where it says the rest.
struct Members<'a> {
    /// The first one, if there are several: as with the tags of unions.
    kind: Option<Cow<'a, str>>,
    /// The place of each kind's member. The last of a name counts, as elsewhere.
    places: [Option<Place>; KINDS.len()],
}

impl<'a> Members<'a> {
    /// Passes over a frame.
    fn scan(input: &mut Reader<'a>) -> Result<Self, ReadError> {
        let mut members = Members { kind: None, places: [None; KINDS.len()] };
        input.object("a frame (an object)")?;
        while let Some(name) = input.name()? {
            if name == "kind" && members.kind.is_none() {
                members.kind = Some(input.string("a string")?);
                continue;
            }
            if let Some(index) = index_of(&name) {
                members.places[index] = Some(input.place());
            }
            input.skip()?;
        }
        input.end()?;
        Ok(members)
    }
}
