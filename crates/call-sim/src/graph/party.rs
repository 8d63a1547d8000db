//! The remote participants of a call.

use graph_calls::{
    AnyIdentitySet, EndpointType, MediaDirection, MediaStream, Modality, Participant, ParticipantInfo,
    RecordingInfo,
};

use super::typed::typed;

/// The stages of a remote participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// It is called, and has not answered.
    Ringing,
    /// It waits in the lobby.
    Lobby,
    /// It is in the call.
    Connected,
}

/// A remote participant of a call.
#[derive(Clone, Debug)]
pub(super) struct Party {
    /// The id of the participant.
    pub(super) id: String,
    /// The identifier of the person or application, as scripts name it.
    pub(super) key: String,
    /// The identity on the wire.
    pub(super) identity: AnyIdentitySet,
    /// The stage.
    pub(super) stage: Stage,
    /// Whether it has muted itself.
    pub(super) muted: bool,
    /// Whether the application has muted it.
    pub(super) server_muted: bool,
    /// Whether it has put the call on hold, or hears hold music.
    pub(super) on_hold: bool,
    /// Whether the application plays hold music to it.
    pub(super) hold_music: bool,
    /// The id of its content sharing session, while it shares its screen.
    pub(super) shares: Option<String>,
    /// The operation that invited it, until it has answered.
    pub(super) invitation: Option<String>,
    /// Whether it is the organizer of the meeting, who cannot be removed.
    pub(super) is_organizer: bool,
    /// Metadata of a view, as JSON in a string.
    pub(super) metadata: Option<String>,
    /// The state of the recording of this participant.
    pub(super) recording: Option<RecordingInfo>,
    /// The type of its endpoint.
    pub(super) endpoint: EndpointType,
}

impl Party {
    /// Creates a participant.
    pub(super) fn new(id: String, key: impl Into<String>, identity: AnyIdentitySet, stage: Stage) -> Self {
        Self {
            id,
            key: key.into(),
            identity,
            stage,
            muted: false,
            server_muted: false,
            on_hold: false,
            hold_music: false,
            shares: None,
            invitation: None,
            is_organizer: false,
            metadata: None,
            recording: None,
            endpoint: EndpointType::Default,
        }
    }

    /// Returns whether it is in the call.
    pub(super) fn is_connected(&self) -> bool {
        self.stage == Stage::Connected
    }

    /// Returns whether it is a view of the meeting and not a person.
    pub(super) fn is_view(&self) -> bool {
        self.metadata.is_some()
    }

    /// Returns whether a script selects it with this name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.key == name || self.id == name
    }

    /// Returns the participant on the wire. `source` is the id of its first media stream.
    pub(super) fn wire(&self, source: usize) -> Participant {
        let direction = if self.on_hold { MediaDirection::Inactive } else { MediaDirection::SendReceive };
        let audio = MediaStream::new(direction, Modality::Audio, self.server_muted, source.to_string());
        let mut streams = vec![typed(audio.label("main-audio"))];
        if self.shares.is_some() {
            streams.push(sharing(true, source + 1));
        }
        let info = ParticipantInfo::new(self.identity.clone())
            .endpoint_type(self.endpoint.clone())
            .participant_id(&self.id);
        let muted = self.muted || self.server_muted;
        let mut participant = Participant::new(typed(info), self.stage == Stage::Lobby, muted)
            .id(&self.id)
            .media_streams(streams);
        participant.metadata.clone_from(&self.metadata);
        participant.recording_info.clone_from(&self.recording);
        typed(participant)
    }
}

/// Returns the media stream of a shared screen.
pub(super) fn sharing(sends: bool, source: usize) -> MediaStream {
    let direction = if sends { MediaDirection::SendOnly } else { MediaDirection::ReceiveOnly };
    let stream = MediaStream::new(direction, Modality::VideoBasedScreenSharing, false, source.to_string());
    typed(stream.label("applicationsharing-video"))
}
