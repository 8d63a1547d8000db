//! The application's leg of a call.

use std::collections::{BTreeMap, VecDeque};

use graph_calls::{
    AnyCommsOperation, AudioRoutingGroup, Call, CallDirection, CallOptions, CallState, ContentSharingSession,
    MediaConfig, Participant, ScreenSharingRole,
};
use jiff::Timestamp;

use super::identity;
use super::job::Job;
use super::party::{Party, Stage, sharing};
use super::typed::typed;
use crate::timers::TimerId;

/// The kinds of calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One remote party.
    PeerToPeer,
    /// Several remote parties, without a meeting.
    Group,
    /// A meeting that the application has joined.
    Meeting,
}

/// The phases of a call. They determine the [`Call::state`] that the service shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// It is offered to the application.
    Incoming,
    /// The application has redirected it, and the targets ring.
    Redirecting,
    /// It is being set up.
    Establishing,
    /// The application waits in the lobby of a meeting.
    Lobby,
    /// The application is in the call.
    Established,
    /// The application has transferred it, and the target rings.
    Transferring,
}

/// A party that rings outside of the roster: the target of a transfer or of a redirection.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The identifier of the person, as scripts name it.
    pub(super) key: String,
    /// The call that a consultative transfer replaces.
    pub(super) replaces: Option<String>,
}

/// The application's leg of a call.
#[derive(Debug)]
pub(super) struct Leg {
    /// The call, as the service returns it.
    pub(super) resource: Call,
    /// The kind.
    pub(super) kind: Kind,
    /// The phase.
    pub(super) phase: Phase,
    /// When it began.
    pub(super) started: Timestamp,
    /// The URL for its notifications.
    pub(super) callback: String,
    /// The header `Scenario-Id` of its notifications.
    pub(super) scenario: String,
    /// The remote participants.
    pub(super) parties: Vec<Party>,
    /// The targets of a transfer or redirection that ring.
    pub(super) targets: Vec<Target>,
    /// The timer for the reaction of the target of a transfer.
    pub(super) ringing: Option<TimerId>,
    /// Whether the application has muted itself.
    pub(super) muted: bool,
    /// The role of the application in screen sharing.
    pub(super) screen: Option<ScreenSharingRole>,
    /// The operations, by id.
    pub(super) operations: BTreeMap<String, AnyCommsOperation>,
    /// The prompts and recordings that run or wait. The first one runs.
    pub(super) jobs: VecDeque<Job>,
    /// The timer of the job that runs.
    pub(super) job_timer: Option<TimerId>,
    /// The number of keys that were reported; `None` without a subscription.
    pub(super) tones: Option<i64>,
    /// The timer that ends the call unless the application keeps it alive.
    pub(super) keep_alive: Option<TimerId>,
    /// The private audio routes.
    pub(super) routes: Vec<AudioRoutingGroup>,
    /// The roster of the last notification.
    pub(super) announced: Vec<Participant>,
    /// The number of the last delta roster.
    pub(super) roster_number: i64,
    /// Whether the call has policy-based recording.
    pub(super) is_policy_recording: bool,
}

impl Leg {
    /// Creates a leg of a call that has an id.
    pub(super) fn new(
        resource: Call,
        kind: Kind,
        phase: Phase,
        started: Timestamp,
        scenario: String,
    ) -> Self {
        Self {
            callback: resource.callback_uri.clone().unwrap_or_default(),
            resource,
            kind,
            phase,
            started,
            scenario,
            parties: Vec::new(),
            targets: Vec::new(),
            ringing: None,
            muted: false,
            screen: None,
            operations: BTreeMap::new(),
            jobs: VecDeque::new(),
            job_timer: None,
            tones: None,
            keep_alive: None,
            routes: Vec::new(),
            announced: Vec::new(),
            roster_number: 0,
            is_policy_recording: false,
        }
    }

    /// Returns the id of the call.
    pub(super) fn id(&self) -> &str {
        self.resource.id.as_deref().unwrap_or_default()
    }

    /// Returns the id of the application's own participant.
    pub(super) fn own_id(&self) -> &str {
        self.resource.my_participant_id.as_deref().unwrap_or_default()
    }

    /// Returns whether the call has a roster.
    pub(super) fn has_roster(&self) -> bool {
        self.kind != Kind::PeerToPeer
    }

    /// Returns whether the application is in the call.
    pub(super) fn is_established(&self) -> bool {
        matches!(self.phase, Phase::Established | Phase::Transferring)
    }

    /// Returns whether the application hosts the media itself.
    pub(super) fn is_app_hosted(&self) -> bool {
        matches!(self.resource.media_config, Some(MediaConfig::AppHosted(_)))
    }

    /// Sets the phase, and the state that the service shows.
    pub(super) fn set_phase(&mut self, phase: Phase) {
        self.phase = phase;
        self.resource.state = Some(match phase {
            Phase::Incoming | Phase::Redirecting => CallState::Incoming,
            Phase::Establishing | Phase::Lobby => CallState::Establishing,
            Phase::Established => CallState::Established,
            Phase::Transferring => CallState::Transferring,
        });
    }

    /// Returns a remote participant by its id.
    pub(super) fn party(&mut self, id: &str) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.id == id)
    }

    /// Returns whether no remote person is left.
    pub(super) fn is_alone(&self) -> bool {
        self.parties.iter().all(|party| party.is_view())
    }

    /// Returns the roster: the participants in the call and in the lobby.
    pub(super) fn roster(&self) -> Vec<Participant> {
        let others = self.parties.iter().filter(|party| party.stage != Stage::Ringing);
        let others = others.enumerate().map(|(number, party)| party.wire(10 * (number + 1)));
        others.chain([self.own_participant()]).collect()
    }

    /// Returns the participant of the application.
    fn own_participant(&self) -> Participant {
        let source = self.resource.source.as_ref().filter(|_| self.is_outgoing());
        let own = source.and_then(|source| source.identity.clone());
        let target = || {
            let targets = self.resource.targets.as_ref()?;
            targets.first()?.identity.clone()
        };
        let identity = own.or_else(target).unwrap_or_else(|| identity::application("", None));
        let mut party = Party::new(self.own_id().to_owned(), "", identity, Stage::Connected);
        if self.phase == Phase::Lobby {
            party.stage = Stage::Lobby;
        }
        party.server_muted = self.muted;
        let mut participant = party.wire(1);
        if let (Some(role), Some(streams)) = (&self.screen, &mut participant.media_streams) {
            streams.push(sharing(*role == ScreenSharingRole::Sharer, 2));
        }
        participant
    }

    /// Returns whether the application placed the call.
    pub(super) fn is_outgoing(&self) -> bool {
        self.resource.direction == Some(CallDirection::Outgoing)
    }

    /// Returns the content sharing sessions.
    pub(super) fn sessions(&self) -> Vec<ContentSharingSession> {
        let ids = self.parties.iter().filter_map(|party| party.shares.as_deref());
        ids.map(|id| typed(ContentSharingSession::new().id(id))).collect()
    }

    /// Returns whether an option of the call is on.
    pub(super) fn has_option(&self, option: Feature) -> bool {
        let (sharing, delta) = match &self.resource.call_options {
            Some(CallOptions::Incoming(options)) => {
                (options.is_content_sharing_notification_enabled, options.is_delta_roster_enabled)
            }
            Some(CallOptions::Outgoing(options)) => {
                (options.is_content_sharing_notification_enabled, options.is_delta_roster_enabled)
            }
            _ => (None, None),
        };
        let option = match option {
            Feature::ContentSharing => sharing,
            Feature::DeltaRoster => delta,
        };
        option == Some(true)
    }
}

/// Optional features of a call that change its notifications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Feature {
    /// Notifications of content sharing sessions.
    ContentSharing,
    /// Notifications with the changes of the roster instead of the whole roster.
    DeltaRoster,
}
