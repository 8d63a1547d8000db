//! Frames of any kind.

use std::borrow::Cow;

use call_wire::json::{Place, ReadError, Reader, Wire};

use super::audio::{AudioData, AudioMetadata};
use super::dtmf::DtmfData;
use super::error::FrameError;
use super::transcription::{TranscriptionData, TranscriptionMetadata};

/// A frame that the service sends.
///
/// Audio borrows from the text of the frame; [`into_owned`](Self::into_owned) copies it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Frame<'a> {
    /// The format of the audio that follows.
    AudioMetadata(AudioMetadata),
    /// A frame of audio.
    AudioData(AudioData<'a>),
    /// A key that a participant pressed.
    DtmfData(DtmfData),
    /// The call and the languages of the transcription that follows.
    TranscriptionMetadata(Box<TranscriptionMetadata>),
    /// A segment of the transcription.
    TranscriptionData(Box<TranscriptionData>),
    /// A frame of unknown kind.
    Unknown(UnknownFrame<'a>),
}

/// A frame of unknown kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownFrame<'a> {
    /// The kind as received.
    pub kind: Cow<'a, str>,
    /// The text of the frame as received.
    pub text: Cow<'a, str>,
}

impl<'a> Frame<'a> {
    /// Parses a text frame.
    ///
    /// # Errors
    ///
    /// [`FrameError`] if the text is not a JSON object or has no `kind`, or if the member of a known kind (`audioData`
    /// for `AudioData`) is missing or not valid.
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
            let message = format!("the member is missing (required by the kind {kind:?})");
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

    /// Reads the member of a kind; returns `None` for audio without `data`.
    fn read(kind: &str, input: &mut Reader<'a>) -> Result<Option<Self>, ReadError> {
        Ok(Some(match kind {
            AUDIO_DATA => return Ok(AudioData::read(input)?.map(Self::AudioData)),
            AUDIO_METADATA => Self::AudioMetadata(Wire::read(input)?),
            DTMF_DATA => Self::DtmfData(Wire::read(input)?),
            TRANSCRIPTION_METADATA => Self::TranscriptionMetadata(Wire::read(input)?),
            _ => {
                let data = TranscriptionData::read(input)?;
                Self::TranscriptionData(Box::new(data.with_canonical_participant()))
            }
        }))
    }

    /// Copies the borrowed texts, so that the frame can outlive its text.
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

/// The kinds of frames, in the letter case of the members with the same names.
const KINDS: [&str; 5] = [AUDIO_DATA, AUDIO_METADATA, DTMF_DATA, TRANSCRIPTION_METADATA, "transcriptionData"];

fn index_of(name: &str) -> Option<usize> {
    KINDS.iter().position(|kind| kind.eq_ignore_ascii_case(name))
}

/// The kind of a frame, and the places of its members.
struct Members<'a> {
    /// The kind. If it occurs twice, the first one counts, as for the tags of unions.
    kind: Option<Cow<'a, str>>,
    /// The place of the member of each kind. If a member occurs twice, the last one counts.
    places: [Option<Place>; KINDS.len()],
}

impl<'a> Members<'a> {
    /// Scans a frame for its members.
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
