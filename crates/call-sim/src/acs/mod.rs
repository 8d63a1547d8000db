//! Azure Communication Services Call Automation.

mod act;
mod auth;
mod body;
mod callback_uri;
mod caller_id;
mod connection;
mod conversation;
mod custom_context;
mod dial;
mod dispatch;
mod end;
pub(crate) mod event_grid;
mod events;
mod face;
pub(crate) mod fidelity;
mod handle;
mod identity;
mod leave;
mod list;
mod media;
mod meeting;
mod origin;
mod participants;
mod reach;
pub(crate) mod recording;
mod refusal;
mod repeatability;
mod results;
mod ringing;
mod setup;
pub(crate) mod streaming;

use std::collections::BTreeMap;
use std::mem;
use std::time::Duration;

use acs_calling::server::Operation;
use call_wire::server::Found;
use http::StatusCode;

use self::connection::Connections;
use self::conversation::Conversation;
pub use self::event_grid::EventSchema;
pub(crate) use self::event_grid::incoming;
pub use self::face::Acs;
use self::reach::Leg;
use self::refusal::Refusal;
use self::repeatability::Repeatability;
pub use self::streaming::Audio;
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
    /// The `serverCallId` of the group calls and rooms, by their ids.
    pub(crate) meetings: BTreeMap<String, String>,
    /// The length of an audio file; the default is three seconds.
    pub(crate) prompt_length: Option<Duration>,
    /// The calls of the application to itself, by the ids of the incoming calls.
    pub(crate) legs: BTreeMap<String, Leg>,
    /// The responses to repeatable requests.
    repeatability: Repeatability,
    /// The calls that are ringing at the application.
    pub(crate) incoming: incoming::Incoming,
    /// The recordings.
    pub(crate) recordings: recording::State,
    /// The media WebSockets.
    pub(crate) streams: streaming::State,
    /// The subscriptions of Event Grid.
    pub(crate) grid: event_grid::State,
}

impl State {
    /// Ends all calls. The subscriptions and the settings remain.
    pub(crate) fn reset(&mut self) {
        let (grid, streams) = (mem::take(&mut self.grid), self.streams.reset());
        *self = Self { grid, streams, prompt_length: self.prompt_length, ..Self::default() };
    }
}

/// Returns whether the service has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    request.path().starts_with("/calling") || event_grid::serves(request) || recording::serves(request)
}

/// Returns the name of the operation of a request.
pub(crate) fn operation(request: &Request) -> Option<&'static str> {
    match Operation::find(request.method.as_str(), request.path()) {
        Found::Operation(operation, _) => Some(operation.name()),
        _ if request.path() == handle::OPENID_CONFIGURATION => Some("openid_configuration"),
        _ if request.path() == handle::KEYS => Some("signing_keys"),
        _ => recording::serves(request).then(|| recording::operation(request)),
    }
}

/// Processes a request.
pub(crate) fn handle(world: &mut World, request: &Request) -> Answer {
    if event_grid::serves(request) {
        return event_grid::validate(world, request);
    }
    handle::handle(world, request)
}

/// Returns an error response in the form of the service.
pub(crate) fn error(status: StatusCode) -> Answer {
    let message = status.canonical_reason().unwrap_or("The request failed.");
    Refusal::new(status, status.as_u16(), message).answer()
}

/// Returns the calls that exist.
pub(crate) fn calls(world: &World) -> Vec<Call> {
    list::calls(world)
}

/// Returns whether there is a call with an id.
pub(crate) fn has_call(world: &World, call: &str) -> bool {
    world.acs.connections.contains_key(call) || world.acs.incoming.rings(call)
}

/// Calls the application.
pub(crate) fn ring(world: &mut World, ring: &Ring) -> Result<String, ScriptError> {
    event_grid::ring(world, ring)
}

/// Performs an action of a remote party.
pub(crate) fn act(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    act::act(world, call, party, action)
}
