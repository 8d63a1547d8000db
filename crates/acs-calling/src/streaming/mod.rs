//! Media streaming and live transcription: the text frames of the WebSocket that the service opens to the
//! application.
//!
//! The service connects to the `transportUrl` of the request's
//! [`MediaStreamingOptions`](crate::MediaStreamingOptions) or
//! [`TranscriptionOptions`](crate::TranscriptionOptions). Any WebSocket library will do: [`Receiver`] checks the request
//! that opens it, [`Frame::parse`] takes the text of a message, [`audio_frame`] and [`STOP_AUDIO_FRAME`] are texts to send.
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
//!     Frame::Unknown(frame) => println!("a frame of kind {} is new to us", frame.kind),
//!     _ => {}
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What a receiver must know
//!
//! * The upgrade request names its call ([`CALL_CONNECTION_ID_HEADER`], [`CORRELATION_ID_HEADER`]), and has an
//!   `Authorization` header with a bearer token, which lives for 24 hours and is new for each connection.
//!   [`Receiver`] checks it before the upgrade.
//! * The first frame is the metadata. With unmixed audio, each frame says by `participant_raw_id` whose it is,
//!   and the frames of all participants come interleaved: 50 in a second from each.
//! * No frame is read into a tree of JSON values: the text is scanned for its members, then the member of its
//!   kind is read where it stands. The base64 of audio stays a part of the text until
//!   [`AudioData::pcm`] decodes it.
//! * The member `kind` alone decides what a frame is, wherever it stands, and in any case of letters: the SDKs
//!   differ in it. Of two kinds the first one counts. Members of other kinds are passed over.
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
