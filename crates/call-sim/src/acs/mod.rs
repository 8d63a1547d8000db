//! Azure Communication Services Call Automation.

mod callback_uri;
mod connection;
mod conversation;
pub(crate) mod event_grid;
mod events;
mod face;
mod identity;
mod pending;
mod refusal;
mod results;

use std::collections::BTreeMap;
use std::mem;

use http::StatusCode;

use self::connection::Connections;
use self::conversation::Conversation;
pub use self::event_grid::EventSchema;
pub(crate) use self::event_grid::incoming;
pub use self::face::Acs;
use self::pending::{recording, streaming};
use crate::answer::Answer;
use crate::calls::{Call, Ring};
use crate::phone::{Action, ScriptError};
use crate::request::Request;
use crate::world::World;

/// The state of the service.
#[derive(Default)]
pub(crate) struct State {
    /// The call connections, by their ids.
    pub(crate) connections: Connections,
    /// The conversations, by their `serverCallId`.
    pub(crate) conversations: BTreeMap<String, Conversation>,
    /// The calls that ring at the application.
    pub(crate) incoming: incoming::Incoming,
    /// The recordings.
    pub(crate) recordings: recording::State,
    /// The media WebSockets.
    pub(crate) streams: streaming::State,
    /// The subscriptions of Event Grid.
    pub(crate) grid: event_grid::State,
}

impl State {
    /// Ends all calls. The subscriptions remain.
    pub(crate) fn reset(&mut self) {
        *self = Self { grid: mem::take(&mut self.grid), ..Self::default() };
    }
}

/// Returns whether the service has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    request.path().starts_with("/calling") || event_grid::serves(request)
}

/// Returns the name of the operation of a request.
pub(crate) fn operation(_request: &Request) -> Option<&'static str> {
    None
}

/// Processes a request.
pub(crate) fn handle(world: &mut World, request: &Request) -> Answer {
    if event_grid::serves(request) {
        return event_grid::validate(world, request);
    }
    error(StatusCode::NOT_FOUND)
}

/// Returns an error response in the form of the service.
pub(crate) fn error(status: StatusCode) -> Answer {
    Answer::empty(status)
}

/// Returns the calls that exist.
pub(crate) fn calls(_world: &World) -> Vec<Call> {
    Vec::new()
}

/// Calls the application.
pub(crate) fn ring(world: &mut World, ring: &Ring) -> Result<String, ScriptError> {
    event_grid::ring(world, ring)
}

/// Performs an action of a remote party.
pub(crate) fn act(
    _world: &mut World,
    call: &str,
    _party: Option<&str>,
    _action: &Action,
) -> Result<(), ScriptError> {
    Err(ScriptError::new(format!("there is no call {call}")))
}
