//! The type of a resource, by its tag or its URL.

use call_wire::json::{self, Object, Tag, Union};

use super::path::{Part, ResourcePath};
use crate::generated::{
    AnyCommsOperation, AudioRoutingGroup, Call, CommsOperation, ContentSharingSession, DeltaParticipants,
    Participant, ParticipantJoiningNotification, ParticipantLeftNotification,
};

/// The member with the type of an object.
pub(super) const TAG: &str = "@odata.type";

/// The type of a resource, or of the items of a list of resources.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Call,
    Participant,
    DeltaParticipants,
    Operation,
    AudioRoutingGroup,
    ContentSharingSession,
    ParticipantJoining,
    ParticipantLeft,
}

impl Kind {
    /// Returns the type that a tag names.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        let is = |info: &json::Info| info.tag.is_some_and(|own| own.is(tag));
        Some(match () {
            () if is(Participant::INFO) => Self::Participant,
            () if is(Call::INFO) => Self::Call,
            () if is(DeltaParticipants::INFO) => Self::DeltaParticipants,
            () if is_operation(tag) => Self::Operation,
            () if is(AudioRoutingGroup::INFO) => Self::AudioRoutingGroup,
            () if is(ContentSharingSession::INFO) => Self::ContentSharingSession,
            () if is(ParticipantJoiningNotification::INFO) => Self::ParticipantJoining,
            () if is(ParticipantLeftNotification::INFO) => Self::ParticipantLeft,
            () => return None,
        })
    }

    /// Returns the type of a single object at a URL.
    pub(super) fn of_one(path: &ResourcePath, has_participants: bool) -> Option<Self> {
        // Changes of the roster have the same URL as the roster, and a member `participants`.
        if path.part == Some(Part::Participants) && has_participants {
            return Some(Self::DeltaParticipants);
        }
        Self::of_part(path)
    }

    /// Returns the type of the items of an array at a URL.
    pub(super) fn of_several(path: &ResourcePath) -> Option<Self> {
        // The page participant-invite has a roster at this URL.
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
