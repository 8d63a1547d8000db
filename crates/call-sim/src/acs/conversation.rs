//! Conversations, which can have several call connections.

use acs_calling::CallParticipant;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::identity::Identity;
use crate::random::Random;
use crate::world::World;

/// A call with its remote parties. Each application in it has its own call connection.
pub(crate) struct Conversation {
    /// The `serverCallId`.
    pub(crate) id: String,
    /// The `correlationId`.
    pub(crate) correlation_id: String,
    /// The remote parties that are connected.
    pub(crate) parties: Vec<Party>,
    /// The ids of the call connections that are connected.
    pub(crate) connections: Vec<String>,
    /// Whether it is a group call. It remains one when participants leave.
    pub(crate) is_group: bool,
}

/// A remote party that is connected.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    /// Its identifier.
    pub(crate) identity: Identity,
    /// Whether it is muted.
    pub(crate) is_muted: bool,
    /// Whether it is on hold.
    pub(crate) is_on_hold: bool,
}

impl Party {
    /// Creates a party that has just been connected.
    pub(crate) fn new(identity: Identity) -> Self {
        Self { identity, is_muted: false, is_on_hold: false }
    }

    /// Returns the party in the form of responses and events.
    pub(crate) fn participant(&self) -> CallParticipant {
        CallParticipant::new()
            .identifier(self.identity.model.clone())
            .is_muted(self.is_muted)
            .is_on_hold(self.is_on_hold)
    }
}

impl Conversation {
    /// Creates a conversation without parties.
    pub(crate) fn new(id: String, correlation_id: String) -> Self {
        Self { id, correlation_id, parties: Vec::new(), connections: Vec::new(), is_group: false }
    }

    /// Returns the number of participants.
    pub(crate) fn size(&self) -> usize {
        self.parties.len() + self.connections.len()
    }

    /// Returns whether it is a group call: more than two participants, or an invited one.
    pub(crate) fn is_group_call(&self) -> bool {
        self.is_group || self.size() > 2
    }

    /// Returns whether it has participants.
    pub(crate) fn is_in_progress(&self) -> bool {
        self.size() > 0
    }

    /// Returns a party by its raw id.
    pub(crate) fn party(&self, raw_id: &str) -> Option<&Party> {
        self.parties.iter().find(|party| party.identity.raw_id == raw_id)
    }

    /// Returns a party by its raw id.
    pub(crate) fn party_mut(&mut self, raw_id: &str) -> Option<&mut Party> {
        self.parties.iter_mut().find(|party| party.identity.raw_id == raw_id)
    }

    /// Removes a party. Returns whether it was present.
    pub(crate) fn remove(&mut self, raw_id: &str) -> bool {
        let before = self.parties.len();
        self.parties.retain(|party| party.identity.raw_id != raw_id);
        self.parties.len() < before
    }
}

/// Creates the id of a conversation: the URL of a conversation in base64.
pub(crate) fn new_id(random: &mut Random) -> String {
    URL_SAFE_NO_PAD.encode(format!("https://conversations.example/{}", random.guid()))
}

/// Returns whether a text has the form of a `serverCallId`.
pub(crate) fn is_id(text: &str) -> bool {
    let decoded = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok();
    decoded.is_some_and(|url| url.starts_with(b"https://"))
}

/// Returns the conversation of a call connection.
pub(crate) fn of<'w>(world: &'w World, connection: &str) -> Option<&'w Conversation> {
    let id = &world.acs.connections.get(connection)?.server_call_id;
    world.acs.conversations.get(id)
}

/// Returns the conversation of a call connection.
pub(crate) fn of_mut<'w>(world: &'w mut World, connection: &str) -> Option<&'w mut Conversation> {
    let id = &world.acs.connections.get(connection)?.server_call_id;
    world.acs.conversations.get_mut(id)
}

/// Returns the participants of a conversation: the applications by their own identities, then the remote parties.
pub(crate) fn participants(world: &World, conversation: &Conversation) -> Vec<CallParticipant> {
    let mut all: Vec<&Identity> = Vec::new();
    for id in &conversation.connections {
        let own = world.acs.connections.get(id).map(|connection| &connection.own);
        all.extend(own.filter(|own| all.iter().all(|one| one.raw_id != own.raw_id)));
    }
    let apps = all.into_iter().map(|own| Party::new(own.clone()).participant());
    apps.chain(conversation.parties.iter().map(Party::participant)).collect()
}
