//! Media streaming and live transcription: the media WebSocket and its text frames.
//!
//! The service opens a WebSocket to the `transportUrl` of the request's
//! [`MediaStreamingOptions`](crate::MediaStreamingOptions) or
//! [`TranscriptionOptions`](crate::TranscriptionOptions). This module works with any WebSocket library: [`Receiver`]
//! checks the upgrade request, [`Frame::parse`] parses the text of a message, and [`audio_frame`] and
//! [`STOP_AUDIO_FRAME`] are texts to send.
//!
//! ```
//! use acs_calling::streaming::{Frame, audio_frame};
//!
//! # fn main() -> Result<(), acs_calling::streaming::FrameError> {
//! let text = r#"{"kind":"AudioData","audioData":{"timestamp":"2026-04-17T09:14:05.246Z",
//!     "participantRawID":"8:acs:d1f2_3607","data":"AAD/fw==","silent":false}}"#;
//! match Frame::parse(text)? {
//!     Frame::AudioData(audio) => {
//!         let pcm = audio.pcm()?;
//!         assert_eq!(pcm, [0x00, 0x00, 0xFF, 0x7F]);
//!         let echo = audio_frame(&pcm);
//!         assert_eq!(echo, r#"{"kind":"AudioData","audioData":{"data":"AAD/fw=="}}"#);
//!     }
//!     Frame::TranscriptionData(words) => println!("{:?}: {:?}", words.participant_raw_id, words.text),
//!     Frame::Unknown(frame) => println!("unknown frame kind {}", frame.kind),
//!     _ => {}
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Protocol
//!
//! * The upgrade request identifies its call ([`CALL_CONNECTION_ID_HEADER`], [`CORRELATION_ID_HEADER`]). Its
//!   `Authorization` header has a bearer token, which is valid for 24 hours and is different for each connection.
//!   [`Receiver`] verifies it before the upgrade.
//! * The first frame contains the metadata. With unmixed audio, `participant_raw_id` is the speaker of each frame, and
//!   the frames of all participants are interleaved: 50 per second from each participant.
//! * The member `kind` determines the type of a frame. Its position and letter case are ignored, because the SDKs
//!   differ in them. If it occurs twice, the first one counts. Members of other kinds are ignored.
//!
//! Parsing a frame does not create a tree of JSON values: the text is scanned for its members, and only the member of
//! the frame's kind is decoded. The base64 text of audio is borrowed until [`AudioData::pcm`] decodes it.
//!
//! Sources: Call Automation how-to pages on audio streaming and on real-time transcription; the parsers of
//! Microsoft's SDKs for .NET, Java and JavaScript.

mod audio;
mod dtmf;
mod error;
mod frame;
mod receiver;
mod send;
mod transcription;

pub use call_webhook::{Headers, Refused};

pub use audio::{AudioData, AudioMetadata};
pub use dtmf::DtmfData;
pub use error::FrameError;
pub use frame::{Frame, UnknownFrame};
pub use receiver::{CALL_CONNECTION_ID_HEADER, CORRELATION_ID_HEADER, Receiver, Upgrade};
pub use send::{STOP_AUDIO_FRAME, audio_frame};
pub use transcription::{ResultStatus, TranscribedWord, TranscriptionData, TranscriptionMetadata};
