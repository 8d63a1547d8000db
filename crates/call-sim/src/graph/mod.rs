//! The calls of Microsoft Graph.

mod auth;
mod batch;
mod callback;
mod callee;
mod create;
mod dispatch;
mod ending;
mod face;
pub(crate) mod fidelity;
mod hold_music;
mod identity;
mod incoming;
mod input;
mod invitation;
mod job;
mod keys;
mod leg;
mod lifecycle;
mod media;
mod meeting;
mod notify;
mod operations;
mod overview;
mod own;
mod participants;
mod party;
mod policy;
mod query;
mod recording;
mod refusal;
mod remote;
mod reply;
mod roster;
mod routes;
mod script;
mod sharing;
mod state;
mod tones;
mod transfer;
mod typed;
mod unknown_values;

use call_wire::server::Found;
use http::{Method, StatusCode};

use crate::answer::Answer;
use crate::calls::{Call, Ring};
use crate::phone::{Action, ScriptError};
use crate::request::Request;
use crate::world::World;
use refusal::Refusal;

pub use face::Graph;
pub use meeting::Meeting;
pub(crate) use state::State;

/// Returns whether the service has the path of a request: the API, the keys of notifications, and recordings.
pub(crate) fn serves(request: &Request) -> bool {
    dispatch::api_path(request).is_some() || request.path().starts_with("/v1/")
}

/// Returns the name of the operation of a request.
pub(crate) fn operation(request: &Request) -> Option<&'static str> {
    match dispatch::find(request) {
        Found::Operation(operation, _) => Some(operation.name()),
        _ if is_batch(request) => Some("batch"),
        _ if recording::id_of(request).is_some() => Some("download_recording"),
        _ => keys::operation(request),
    }
}

/// Processes a request.
pub(crate) fn handle(world: &mut World, request: &Request) -> Answer {
    if let Some(answer) = keys::answer(world, request) {
        return answer;
    }
    let result = if let Some(id) = recording::id_of(request) {
        recording::download(world, request, id)
    } else if is_batch(request) {
        batch::run(world, request)
    } else {
        dispatch::dispatch(world, request)
    };
    reply::finish(world, request, result)
}

fn is_batch(request: &Request) -> bool {
    request.method == Method::POST && dispatch::api_path(request) == Some("/$batch")
}

/// Returns an error response in the form of the service.
pub(crate) fn error(status: StatusCode) -> Answer {
    Refusal::of_status(status).answer(None, None)
}

/// Returns the calls that exist.
pub(crate) fn calls(world: &World) -> Vec<Call> {
    overview::calls(world)
}

/// Returns whether there is a call with an id.
pub(crate) fn has_call(world: &World, call: &str) -> bool {
    world.graph.legs.contains_key(call)
}

/// Calls the application.
pub(crate) fn ring(world: &mut World, ring: &Ring) -> Result<String, ScriptError> {
    incoming::ring(world, ring, &incoming::Purpose::Call)
}

/// Performs an action of a remote party.
pub(crate) fn act(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    script::act(world, call, party, action)
}
