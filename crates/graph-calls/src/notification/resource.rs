//! The resource of a notification, typed by its tag or its URL.

use std::fmt;

use call_wire::json::{self, Raw, ReadError, Reader, Wire, Writer};
use serde::{Serialize, Serializer};

use super::kind::Kind;
use super::outline::Outline;
use super::path::ResourcePath;
use crate::generated::{
    AnyCommsOperation, AudioRoutingGroup, Call, ContentSharingSession, DeltaParticipants, Participant,
    ParticipantJoiningNotification, ParticipantLeftNotification,
};

/// Defines the enum of resources, and the traits that treat all variants alike.
macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident($type:ty),)*) => {
        /// The value of `resourceData`. Most members are usually absent: a call often has little more than its state.
        ///
        /// The object's `@odata.type` determines the type; if it occurs several times, the first one counts. Without a
        /// tag, the URL determines the type. The type of an array is determined by the tags of its items or, without
        /// tags, by the URL.
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Resource {
            $($(#[$doc])* $name($type),)*
            /// `resourceData` is absent or null.
            Absent,
            /// A resource of unknown type. `Debug` shows the names of the members but not their values, which may be
            /// secret.
            Unknown(Raw<'static>),
        }

        impl Resource {
            pub(super) fn write(&self, output: &mut Writer) {
                match self {
                    $(Self::$name(value) => Wire::write(value, output),)*
                    Self::Absent => output.null(),
                    Self::Unknown(raw) => output.raw(raw),
                }
            }
        }

        impl Serialize for Resource {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$name(value) => value.serialize(output),)*
                    Self::Absent => output.serialize_unit(),
                    Self::Unknown(raw) => raw.serialize(output),
                }
            }
        }

        impl fmt::Debug for Resource {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name(value) => f.debug_tuple(stringify!($name)).field(value).finish(),)*
                    Self::Absent => f.write_str("Absent"),
                    Self::Unknown(raw) => f.debug_tuple("Unknown").field(&raw.outline()).finish(),
                }
            }
        }
    };
}

resources! {
    /// A call, usually with only some of its members.
    ///
    /// A key that a participant pressed arrives in this form too, after
    /// [subscribeToTone](https://learn.microsoft.com/en-us/graph/api/call-subscribetotone): the call has the
    /// state `established` and the key in `tone_info`. [`is_tone`](Resource::is_tone) distinguishes it from a newly
    /// established call.
    Call(Box<Call>),
    /// Several calls; not documented.
    Calls(Vec<Call>),
    /// One participant; not documented.
    Participant(Box<Participant>),
    /// The roster.
    Participants(Vec<Participant>),
    /// The changes of the roster, for calls with `isDeltaRosterEnabled`.
    DeltaParticipants(Box<DeltaParticipants>),
    /// A completed operation.
    Operation(Box<AnyCommsOperation>),
    /// Several operations; not documented.
    Operations(Vec<AnyCommsOperation>),
    /// One private audio route; not documented.
    AudioRoutingGroup(Box<AudioRoutingGroup>),
    /// The private audio routes; not documented.
    AudioRoutingGroups(Vec<AudioRoutingGroup>),
    /// One content sharing session; not documented.
    ContentSharingSession(Box<ContentSharingSession>),
    /// The content sharing sessions.
    ContentSharingSessions(Vec<ContentSharingSession>),
    /// A participant under policy-based recording is about to join. The service expects a decision in the body of the
    /// answer: [`joining_answer`](super::joining_answer).
    ParticipantJoining(Box<ParticipantJoiningNotification>),
    /// A participant under policy-based recording has left.
    ParticipantLeft(Box<ParticipantLeftNotification>),
}

impl Resource {
    /// Returns whether this is a key press: a [`Call`](Self::Call) with `tone_info`. Its `sequence_id` indicates the
    /// order of the keys.
    ///
    /// The state of such a call is always `established`: check for a key press before treating the state as a change.
    ///
    /// ```
    /// use graph_calls::Tone;
    /// use graph_calls::notification::{Notifications, NotificationError, Resource};
    ///
    /// # fn main() -> Result<(), NotificationError> {
    /// let body = br#"{"value": [{"changeType": "updated", "resourceUrl": "/communications/calls/57dab8b1",
    ///     "resourceData": {"state": "established", "toneInfo": {"sequenceId": 1, "tone": "tone5"}}}]}"#;
    /// for notification in Notifications::parse(body)? {
    ///     let resource = notification?.resource;
    ///     match &resource {
    ///         Resource::Call(call) if resource.is_tone() => {
    ///             let pressed = call.tone_info.as_ref().and_then(|info| info.tone.as_ref());
    ///             assert_eq!(pressed.and_then(Tone::as_char), Some('5'));
    ///         }
    ///         Resource::Call(call) => println!("the call is {:?}", call.state),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn is_tone(&self) -> bool {
        matches!(self, Self::Call(call) if call.tone_info.is_some())
    }

    /// Reads the value at the place of an outline.
    pub(super) fn read(
        outline: &Outline<'_>,
        path: Option<&ResourcePath>,
        input: &mut Reader<'_>,
    ) -> Result<Self, ReadError> {
        match outline.kind {
            json::Kind::Null => input.null().map(|_| Self::Absent),
            json::Kind::Array => {
                let from_path = || path.and_then(Kind::of_several);
                Self::read_several(outline.tagged.unwrap_or_else(from_path), input)
            }
            _ => {
                let from_path = || path.and_then(|path| Kind::of_one(path, outline.has_participants));
                Self::read_one(outline.tagged.unwrap_or_else(from_path), input)
            }
        }
    }

    fn read_one(kind: Option<Kind>, input: &mut Reader<'_>) -> Result<Self, ReadError> {
        match kind {
            Some(Kind::Call) => Wire::read(input).map(Self::Call),
            Some(Kind::Participant) => Wire::read(input).map(Self::Participant),
            Some(Kind::DeltaParticipants) => Wire::read(input).map(Self::DeltaParticipants),
            Some(Kind::Operation) => Wire::read(input).map(Self::Operation),
            Some(Kind::AudioRoutingGroup) => Wire::read(input).map(Self::AudioRoutingGroup),
            Some(Kind::ContentSharingSession) => Wire::read(input).map(Self::ContentSharingSession),
            Some(Kind::ParticipantJoining) => Wire::read(input).map(Self::ParticipantJoining),
            Some(Kind::ParticipantLeft) => Wire::read(input).map(Self::ParticipantLeft),
            None => Wire::read(input).map(Self::Unknown),
        }
    }

    fn read_several(kind: Option<Kind>, input: &mut Reader<'_>) -> Result<Self, ReadError> {
        match kind {
            Some(Kind::Call) => Wire::read(input).map(Self::Calls),
            Some(Kind::Participant) => Wire::read(input).map(Self::Participants),
            Some(Kind::Operation) => Wire::read(input).map(Self::Operations),
            Some(Kind::AudioRoutingGroup) => Wire::read(input).map(Self::AudioRoutingGroups),
            Some(Kind::ContentSharingSession) => Wire::read(input).map(Self::ContentSharingSessions),
            // The other types are messages, which have no lists.
            _ => Wire::read(input).map(Self::Unknown),
        }
    }
}
