//! What a notification carries, by its own tag, else by the URL.

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

/// Makes the enum of what a type stands for, with what holds for all of them.
macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident($type:ty),)*) => {
        /// What `resourceData` holds. Members are often missing: a call usually has its state and little else.
        ///
        /// The object's own `@odata.type` says what it is: the first one, if it has several. Where it has none,
        /// the URL does. An array takes the type from its items, and from the URL if none of them has a tag.
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum Resource {
            $($(#[$doc])* $name($type),)*
            /// No `resourceData`, or null: the URL says it all.
            Absent,
            /// What neither tag nor URL makes known to this version, whole. `Debug` shows the names of its
            /// members and not their values, any of which may be secret.
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
    /// A call, in part.
    ///
    /// A key that a participant pressed arrives like this too, after
    /// [subscribeToTone](https://learn.microsoft.com/en-us/graph/api/call-subscribetotone): the call has the
    /// state `established` and the key in `tone_info`. [`is_tone`](Resource::is_tone) tells it from a call that was
    /// just established.
    Call(Box<Call>),
    /// Several calls; not documented.
    Calls(Vec<Call>),
    /// One participant; not documented.
    Participant(Box<Participant>),
    /// The roster.
    Participants(Vec<Participant>),
    /// What changed in the roster, for calls with `isDeltaRosterEnabled`.
    DeltaParticipants(Box<DeltaParticipants>),
    /// An operation, which has ended.
    Operation(Box<AnyCommsOperation>),
    /// Several operations; not documented.
    Operations(Vec<AnyCommsOperation>),
    /// A group of audio routes; not documented.
    AudioRoutingGroup(Box<AudioRoutingGroup>),
    /// The groups of audio routes; not documented.
    AudioRoutingGroups(Vec<AudioRoutingGroup>),
    /// One content sharing session; not documented.
    ContentSharingSession(Box<ContentSharingSession>),
    /// The content sharing sessions.
    ContentSharingSessions(Vec<ContentSharingSession>),
    /// Somebody whom policy-based recording is to follow is about to join; wants an answer in the body:
    /// [`joining_answer`](super::joining_answer).
    ParticipantJoining(Box<ParticipantJoiningNotification>),
    /// Somebody whom policy-based recording followed has left.
    ParticipantLeft(Box<ParticipantLeftNotification>),
}

impl Resource {
    /// Whether this is a key press: a [`Call`](Self::Call) with `tone_info`, whose `sequence_id` gives the order of
    /// the keys.
    ///
    /// The state is `established` in each of these notifications, so a receiver asks this before it treats the
    /// state as a change.
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

    /// Reads the data that have been looked over, at their place.
    pub(super) fn read(
        outline: &Outline<'_>,
        path: Option<&ResourcePath>,
        input: &mut Reader<'_>,
    ) -> Result<Self, ReadError> {
        match outline.kind {
            json::Kind::Null => input.null().map(|_| Self::Absent),
            json::Kind::Array => {
                let of_path = || path.and_then(Kind::of_several);
                Self::read_several(outline.tagged.unwrap_or_else(of_path), input)
            }
            _ => {
                let of_path = || path.and_then(|path| Kind::of_one(path, outline.has_participants));
                Self::read_one(outline.tagged.unwrap_or_else(of_path), input)
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
            // The others are messages and have no collections.
            _ => Wire::read(input).map(Self::Unknown),
        }
    }
}
