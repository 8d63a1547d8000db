//! Call connections: the connection of the application to a conversation.

use std::collections::BTreeMap;

use acs_calling::{CallConnectionState, MediaStreamingOptions, PhoneNumberIdentifier, TranscriptionOptions};
use jiff::Timestamp;

use super::conversation::Conversation;
use super::identity::Identity;
use super::media::{ContinuousDtmf, Media};
use super::refusal::Refusal;
use super::ringing::{Failure, Ringing};
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::timers::TimerId;
use crate::world::World;

/// A call connection.
pub(crate) struct Connection {
    /// The `callConnectionId`.
    pub(crate) id: String,
    /// The id of the conversation.
    pub(crate) server_call_id: String,
    /// The `correlationId`.
    pub(crate) correlation_id: String,
    /// The URI for events.
    pub(crate) callback_uri: String,
    /// The state.
    pub(crate) state: CallConnectionState,
    /// The way in which it was created.
    pub(crate) direction: Direction,
    /// The time at which it was created.
    pub(crate) started: Timestamp,
    /// The options of the request that created it.
    pub(crate) options: Options,
    /// The identity of the application in the call.
    pub(crate) own: Identity,
    /// The caller.
    pub(crate) source: Option<Identity>,
    /// The phone number of the caller.
    pub(crate) source_caller_id_number: Option<PhoneNumberIdentifier>,
    /// The name of the caller.
    pub(crate) source_display_name: Option<String>,
    /// The parties that were called.
    pub(crate) targets: Vec<Identity>,
    /// The phone number that the caller dialed.
    pub(crate) answered_for: Option<PhoneNumberIdentifier>,
    /// The last `sequenceNumber` of a `ParticipantsUpdated`.
    pub(crate) sequence_number: i32,
    /// The parties that are being called.
    pub(crate) ringing: Vec<Ringing>,
    /// The failures of the parties that did not answer while the call was set up.
    pub(crate) failures: Vec<Failure>,
    /// The ids of the invitations that have ended.
    pub(crate) past_invitations: Vec<String>,
    /// The media operations.
    pub(crate) media: Media,
    /// The continuous recognition of keys, by the raw ids of participants.
    pub(crate) continuous_dtmf: BTreeMap<String, ContinuousDtmf>,
    /// The timer that ends a call of the longest duration.
    pub(crate) limit: Option<TimerId>,
}

impl Connection {
    /// Creates a connection that is being set up.
    pub(crate) fn new(
        world: &mut World,
        conversation: &Conversation,
        direction: Direction,
        callback_uri: String,
        options: Options,
        own: Identity,
    ) -> Self {
        Self {
            id: world.random.guid(),
            server_call_id: conversation.id.clone(),
            correlation_id: conversation.correlation_id.clone(),
            callback_uri,
            state: CallConnectionState::Connecting,
            direction,
            started: world.clock.now(),
            options,
            own,
            source: None,
            source_caller_id_number: None,
            source_display_name: None,
            targets: Vec::new(),
            answered_for: None,
            sequence_number: 0,
            ringing: Vec::new(),
            failures: Vec::new(),
            past_invitations: Vec::new(),
            media: Media::default(),
            continuous_dtmf: BTreeMap::new(),
            limit: None,
        }
    }
}

/// The way in which a connection was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// The application called.
    Created,
    /// The application answered.
    Answered,
    /// The application connected to an existing call.
    Joined,
}

/// The options that the requests to create, to answer and to connect have in common.
#[derive(Clone, Default)]
pub(crate) struct Options {
    /// The `operationContext`.
    pub(crate) context: Option<String>,
    /// The endpoint of the AI services, which text and speech need.
    pub(crate) cognitive_services: Option<String>,
    /// The options for media streaming.
    pub(crate) media_streaming: Option<MediaStreamingOptions>,
    /// The options for transcription.
    pub(crate) transcription: Option<TranscriptionOptions>,
}

/// The call connections by their ids.
pub(crate) type Connections = BTreeMap<String, Connection>;

/// Returns a call connection in any state.
pub(crate) fn existing<'w>(world: &'w mut World, id: &str) -> Result<&'w mut Connection, Refusal> {
    world.acs.connections.get_mut(id).ok_or_else(Refusal::call_not_found)
}

/// Returns a call connection that is connected, for operations on the call and its participants.
pub(crate) fn established<'w>(world: &'w mut World, id: &str) -> Result<&'w mut Connection, Refusal> {
    let connection = existing(world, id)?;
    match connection.state {
        CallConnectionState::Connected => Ok(connection),
        _ => Err(Refusal::not_established()),
    }
}

/// Returns a call connection that is connected, for operations on its media.
pub(crate) fn established_for_media<'w>(
    world: &'w mut World,
    id: &str,
) -> Result<&'w mut Connection, Refusal> {
    let connection = existing(world, id)?;
    match connection.state {
        CallConnectionState::Connected | CallConnectionState::Transferring => Ok(connection),
        _ => Err(Refusal::media_not_established()),
    }
}

/// Changes the state of a call connection.
pub(crate) fn set_state(world: &mut World, id: &str, state: CallConnectionState) {
    let Some(connection) = world.acs.connections.get_mut(id) else { return };
    let name = state.to_string();
    connection.state = state;
    note_state(world, id, name);
}

/// Adds a state to the journal.
pub(crate) fn note_state(world: &mut World, id: &str, state: impl Into<String>) {
    world.note(NewEntry::new(Service::Acs, Kind::State, state).call(id.to_owned()));
}
