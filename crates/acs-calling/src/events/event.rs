//! What happened: one variant for each type of event, and one for those of tomorrow.

use std::{borrow::Cow, fmt};

use call_wire::json::{Raw, ReadError, Reader, Wire, Writer};
use serde::{Serialize, Serializer};

use super::RecordingFileStatusUpdated;
use crate::{
    AddParticipantFailed, AddParticipantSucceeded, AnswerFailed, CallConnected, CallDisconnected,
    CallTransferAccepted, CallTransferFailed, CancelAddParticipantFailed, CancelAddParticipantSucceeded,
    ConnectFailed, ContinuousDtmfRecognitionStopped, ContinuousDtmfRecognitionToneFailed,
    ContinuousDtmfRecognitionToneReceived, CreateCallFailed, HoldFailed, IncomingCall, MediaStreamingFailed,
    MediaStreamingStarted, MediaStreamingStopped, MoveParticipantFailed, MoveParticipantSucceeded,
    ParticipantsUpdated, PlayCanceled, PlayCompleted, PlayFailed, PlayStarted, RecognizeCanceled,
    RecognizeCompleted, RecognizeFailed, RecordingStateChanged, RemoveParticipantFailed,
    RemoveParticipantSucceeded, ResultInformation, SendDtmfTonesCompleted, SendDtmfTonesFailed,
    StartRecordingFailed, TranscriptionFailed, TranscriptionStarted, TranscriptionStopped,
    TranscriptionUpdated,
};

/// What every type name begins with.
const PREFIX: &str = "Microsoft.Communication.";

/// A known type: its name, and what reads its data.
pub(super) type Known = (&'static str, fn(&mut Reader<'_>) -> Result<Event, ReadError>);

/// What most events have in common.
#[derive(Default)]
struct Common<'e> {
    call_connection_id: Option<&'e str>,
    server_call_id: Option<&'e str>,
    correlation_id: Option<&'e str>,
    operation_context: Option<&'e str>,
    result_information: Option<&'e ResultInformation>,
}

/// Makes the enum. The events before the semicolon have all of [`Common`].
macro_rules! events {
    ($($whole:ident)*; $($part:ident)*) => {
        events!(@enum $($whole)* $($part)*);

        impl Event {
            fn common(&self) -> Common<'_> {
                match self {
                    $(Self::$whole(event) => Common {
                        call_connection_id: event.call_connection_id.as_deref(),
                        server_call_id: event.server_call_id.as_deref(),
                        correlation_id: event.correlation_id.as_deref(),
                        operation_context: event.operation_context.as_deref(),
                        result_information: event.result_information.as_ref(),
                    },)*
                    $(Self::$part(event) => event.common(),)*
                    Self::Unknown(payload) => payload.common(),
                }
            }
        }
    };
    (@enum $($name:ident)*) => {
        /// What happened: the `data` of an event.
        ///
        /// The 39 events of Call Automation, and `RecordingFileStatusUpdated`, which Event Grid defines. The
        /// name of a type is matched without regard to case; the envelope keeps it as it came.
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Event {
            $(
                #[doc = concat!("`Microsoft.Communication.", stringify!($name), "`.")]
                $name(Box<$name>),
            )*
            /// An event whose type this version does not know: its whole payload; null if it has none.
            Unknown(Raw<'static>),
        }

        impl Event {
            /// The names of the known types, without `Microsoft.Communication.`.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),*];

            /// The name of the type without `Microsoft.Communication.`; none for an unknown one, which the
            /// envelope names.
            #[must_use]
            pub fn name(&self) -> Option<&'static str> {
                match self {
                    $(Self::$name(_) => Some(stringify!($name)),)*
                    Self::Unknown(_) => None,
                }
            }

            /// The known type of a name.
            pub(super) fn known(event_type: &str) -> Option<Known> {
                const KNOWN: &[Known] = &[$((stringify!($name), |input| Wire::read(input).map(Event::$name))),*];
                let name = Self::short_name(event_type);
                KNOWN.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).copied()
            }

            /// Writes the data.
            pub(super) fn write(&self, output: &mut Writer) {
                match self {
                    $(Self::$name(event) => Wire::write(event, output),)*
                    Self::Unknown(payload) => output.raw(payload),
                }
            }
        }

        impl Serialize for Event {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(event) => event.serialize(output),)*
                    Self::Unknown(payload) => payload.serialize(output),
                }
            }
        }

        impl fmt::Debug for Event {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(event) => fmt::Debug::fmt(event, f),)*
                    // The names of the members only: which of them are secrets is not known.
                    Self::Unknown(payload) => f.debug_tuple("Unknown").field(&payload.outline()).finish(),
                }
            }
        }

        $(impl From<$name> for Event {
            fn from(event: $name) -> Self {
                Self::$name(Box::new(event))
            }
        })*
    };
}

events! {
    AddParticipantFailed AddParticipantSucceeded AnswerFailed CallConnected CallDisconnected
    CallTransferAccepted CallTransferFailed CancelAddParticipantFailed CancelAddParticipantSucceeded
    ConnectFailed ContinuousDtmfRecognitionStopped ContinuousDtmfRecognitionToneFailed
    ContinuousDtmfRecognitionToneReceived CreateCallFailed HoldFailed MediaStreamingFailed
    MediaStreamingStarted MediaStreamingStopped MoveParticipantFailed MoveParticipantSucceeded PlayCanceled
    PlayCompleted PlayFailed PlayStarted RecognizeCanceled RecognizeCompleted RecognizeFailed
    RemoveParticipantFailed RemoveParticipantSucceeded SendDtmfTonesCompleted SendDtmfTonesFailed
    StartRecordingFailed TranscriptionFailed TranscriptionStarted TranscriptionStopped TranscriptionUpdated;
    IncomingCall ParticipantsUpdated RecordingFileStatusUpdated RecordingStateChanged
}

impl Event {
    /// A type's name without `Microsoft.Communication.`.
    pub(super) fn short_name(event_type: &str) -> &str {
        match event_type.split_at_checked(PREFIX.len()) {
            Some((prefix, name)) if prefix.eq_ignore_ascii_case(PREFIX) => name,
            _ => event_type,
        }
    }

    /// The type's whole name, for an envelope.
    pub(super) fn full_name(&self) -> Option<String> {
        self.name().map(|name| format!("{PREFIX}{name}"))
    }

    /// Whether it is a payload that is null or missing.
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Unknown(payload) if payload.is_null())
    }

    /// The call connection that the event belongs to. `IncomingCall` has none yet.
    #[must_use]
    pub fn call_connection_id(&self) -> Option<&str> {
        self.common().call_connection_id
    }

    /// The call itself, the same for all its connections.
    #[must_use]
    pub fn server_call_id(&self) -> Option<&str> {
        self.common().server_call_id
    }

    /// The call across services and logs; support asks for it.
    #[must_use]
    pub fn correlation_id(&self) -> Option<&str> {
        self.common().correlation_id
    }

    /// The text that the request behind the event gave as `operationContext`.
    ///
    /// Of an unknown event this, as the three ids, is none if it has escapes in the JSON: the payload has it.
    #[must_use]
    pub fn operation_context(&self) -> Option<&str> {
        self.common().operation_context
    }

    /// Code, subcode and text on how it went. None for an unknown event, whose payload may have it.
    #[must_use]
    pub fn result_information(&self) -> Option<&ResultInformation> {
        self.common().result_information
    }
}

/// An event that has a part of [`Common`] only.
trait Part {
    fn common(&self) -> Common<'_>;
}

impl Part for IncomingCall {
    fn common(&self) -> Common<'_> {
        Common {
            server_call_id: self.server_call_id.as_deref(),
            correlation_id: self.correlation_id.as_deref(),
            ..Common::default()
        }
    }
}

impl Part for ParticipantsUpdated {
    fn common(&self) -> Common<'_> {
        Common {
            call_connection_id: self.call_connection_id.as_deref(),
            server_call_id: self.server_call_id.as_deref(),
            correlation_id: self.correlation_id.as_deref(),
            result_information: self.result_information.as_ref(),
            ..Common::default()
        }
    }
}

impl Part for RecordingStateChanged {
    fn common(&self) -> Common<'_> {
        Common {
            call_connection_id: self.call_connection_id.as_deref(),
            server_call_id: self.server_call_id.as_deref(),
            correlation_id: self.correlation_id.as_deref(),
            result_information: self.result_information.as_ref(),
            ..Common::default()
        }
    }
}

impl Part for RecordingFileStatusUpdated {
    fn common(&self) -> Common<'_> {
        Common::default()
    }
}

impl Part for Raw<'static> {
    fn common(&self) -> Common<'_> {
        let text = |name| member(self, name);
        Common {
            call_connection_id: text("callConnectionId"),
            server_call_id: text("serverCallId"),
            correlation_id: text("correlationId"),
            operation_context: text("operationContext"),
            result_information: None,
        }
    }
}

/// The text of a payload's member, where it stands in the payload as it is.
fn member<'r>(payload: &'r Raw<'_>, name: &str) -> Option<&'r str> {
    let mut input = Reader::new(payload.as_str());
    input.object("an object").ok()?;
    while let Some(found) = input.name().ok()? {
        if found != name {
            input.skip().ok()?;
        } else if let Ok(Cow::Borrowed(text)) = input.string("a string") {
            return Some(text);
        } else {
            return None;
        }
    }
    None
}
