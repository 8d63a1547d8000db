//! What a notification carries, by its own tag, else by the URL.

use call_wire::json::{Object, Tag, Union, Wire, decode_value};
use serde::Serialize;
use serde_json::Value;

use super::{NotificationError, Part, Raw, ResourcePath};
use crate::{
    AnyCommsOperation, AudioRoutingGroup, Call, CommsOperation, ContentSharingSession, DeltaParticipants,
    Participant, ParticipantJoiningNotification, ParticipantLeftNotification,
};

/// The member that names an object's type.
pub(super) const TAG: &str = "@odata.type";

/// What `resourceData` holds. Members are often missing: a call usually has its state and little else.
///
/// The object's own `@odata.type` says what it is. Where it has none, the URL does. An array takes the type
/// from its items, and from the URL if none of them has a tag.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Resource {
    /// A call, in part.
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
    /// [`Answer::joining`](super::Answer::joining).
    ParticipantJoining(Box<ParticipantJoiningNotification>),
    /// Somebody whom policy-based recording followed has left.
    ParticipantLeft(Box<ParticipantLeftNotification>),
    /// No `resourceData`, or null: the URL says it all.
    Absent,
    /// What neither tag nor URL makes known to this version, whole.
    Unknown(Raw),
}

/// What a resource is, whether there is one or several.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Call,
    Participant,
    DeltaParticipants,
    Operation,
    AudioRoutingGroup,
    ContentSharingSession,
    ParticipantJoining,
    ParticipantLeft,
}

impl Resource {
    /// Reads the data that stand at a place of the body.
    pub(super) fn read(
        place: &str,
        data: Option<&Value>,
        path: Option<&ResourcePath>,
    ) -> Result<Self, NotificationError> {
        let Some(data) = data else { return Ok(Self::Absent) };
        match data {
            Value::Object(_) => match tag(place, data)? {
                Some(tag) => Self::read_one(place, data, Kind::of_tag(tag)),
                None => Self::read_one(place, data, path.and_then(|path| Kind::of_one(path, data))),
            },
            Value::Array(items) => match shared_tag(place, items)? {
                Some(kind) => Self::read_several(place, data, kind),
                None => Self::read_several(place, data, path.and_then(Kind::of_several)),
            },
            other => Err(NotificationError::unlike(place, "an object or an array", other)),
        }
    }

    fn read_one(place: &str, data: &Value, kind: Option<Kind>) -> Result<Self, NotificationError> {
        match kind {
            Some(Kind::Call) => boxed(place, data).map(Self::Call),
            Some(Kind::Participant) => boxed(place, data).map(Self::Participant),
            Some(Kind::DeltaParticipants) => boxed(place, data).map(Self::DeltaParticipants),
            Some(Kind::Operation) => boxed(place, data).map(Self::Operation),
            Some(Kind::AudioRoutingGroup) => boxed(place, data).map(Self::AudioRoutingGroup),
            Some(Kind::ContentSharingSession) => boxed(place, data).map(Self::ContentSharingSession),
            Some(Kind::ParticipantJoining) => boxed(place, data).map(Self::ParticipantJoining),
            Some(Kind::ParticipantLeft) => boxed(place, data).map(Self::ParticipantLeft),
            None => Ok(Self::Unknown(Raw(data.clone()))),
        }
    }

    fn read_several(place: &str, data: &Value, kind: Option<Kind>) -> Result<Self, NotificationError> {
        match kind {
            Some(Kind::Call) => decoded(place, data).map(Self::Calls),
            Some(Kind::Participant) => decoded(place, data).map(Self::Participants),
            Some(Kind::Operation) => decoded(place, data).map(Self::Operations),
            Some(Kind::AudioRoutingGroup) => decoded(place, data).map(Self::AudioRoutingGroups),
            Some(Kind::ContentSharingSession) => decoded(place, data).map(Self::ContentSharingSessions),
            // The others are messages and have no collections.
            _ => Ok(Self::Unknown(Raw(data.clone()))),
        }
    }
}

fn decoded<T: Wire>(place: &str, data: &Value) -> Result<T, NotificationError> {
    decode_value(data).map_err(|error| NotificationError::undecoded(place, &error))
}

fn boxed<T: Wire>(place: &str, data: &Value) -> Result<Box<T>, NotificationError> {
    decoded(place, data).map(Box::new)
}

/// The tag of an object; null says as little as none.
fn tag<'d>(place: &str, data: &'d Value) -> Result<Option<&'d str>, NotificationError> {
    match data.get(TAG) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(tag)) => Ok(Some(tag)),
        Some(other) => Err(NotificationError::unlike(&format!("{place}/{TAG}"), "a string", other)),
    }
}

/// What the tags of an array's items say: nothing if there are none, no kind if they disagree.
fn shared_tag(place: &str, items: &[Value]) -> Result<Option<Option<Kind>>, NotificationError> {
    let mut shared = None;
    for (index, item) in items.iter().enumerate() {
        let Some(tag) = tag(&format!("{place}/{index}"), item)? else { continue };
        let kind = Kind::of_tag(tag);
        if shared.is_some_and(|shared| shared != kind) {
            return Ok(Some(None));
        }
        shared = Some(kind);
    }
    Ok(shared)
}

impl Kind {
    fn of_tag(tag: &str) -> Option<Self> {
        fn is<T: Object>(tag: &str) -> bool {
            T::INFO.tag.is_some_and(|own| own.is(tag))
        }
        let tags = [
            (is::<Call>(tag), Self::Call),
            (is::<Participant>(tag), Self::Participant),
            (is::<DeltaParticipants>(tag), Self::DeltaParticipants),
            (is_operation(tag), Self::Operation),
            (is::<AudioRoutingGroup>(tag), Self::AudioRoutingGroup),
            (is::<ContentSharingSession>(tag), Self::ContentSharingSession),
            (is::<ParticipantJoiningNotification>(tag), Self::ParticipantJoining),
            (is::<ParticipantLeftNotification>(tag), Self::ParticipantLeft),
        ];
        tags.into_iter().find(|(is, _)| *is).map(|(_, kind)| kind)
    }

    /// What one object at a URL is.
    fn of_one(path: &ResourcePath, data: &Value) -> Option<Self> {
        // The roster's URL also stands for what changed in it, which has participants of its own.
        if path.part == Some(Part::Participants) && data.get("participants").is_some() {
            return Some(Self::DeltaParticipants);
        }
        Self::of_part(path)
    }

    /// What the items of an array at a URL are.
    fn of_several(path: &ResourcePath) -> Option<Self> {
        // A roster of the page participant-invite.
        let id = path.part_id.as_deref().unwrap_or_default();
        if path.part == Some(Part::Operations) && id.eq_ignore_ascii_case(Part::Participants.as_str()) {
            return Some(Self::Participant);
        }
        Self::of_part(path)
    }

    fn of_part(path: &ResourcePath) -> Option<Self> {
        Some(match path.part {
            None => Self::Call,
            Some(Part::Participants) => Self::Participant,
            Some(Part::Operations) => Self::Operation,
            Some(Part::AudioRoutingGroups) => Self::AudioRoutingGroup,
            Some(Part::ContentSharingSessions) => Self::ContentSharingSession,
            Some(Part::Other(_)) => return None,
        })
    }
}

fn is_operation(tag: &str) -> bool {
    let is = |value: &'static str| Tag { name: TAG, value }.is(tag);
    AnyCommsOperation::TAGS.iter().any(|value| is(value))
        || CommsOperation::INFO.tag.is_some_and(|own| own.is(tag))
}
