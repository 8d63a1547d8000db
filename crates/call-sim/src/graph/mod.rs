//! The calls of Microsoft Graph.

use http::StatusCode;

use crate::answer::Answer;
use crate::calls::{Call, Ring};
use crate::phone::{Action, ScriptError};
use crate::request::Request;
use crate::world::World;

/// The state of the service.
#[derive(Debug, Default)]
pub(crate) struct State {}

/// Returns whether the service has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    request.path().starts_with("/v1.0/")
}

/// Returns the name of the operation of a request.
pub(crate) fn operation(_request: &Request) -> Option<&'static str> {
    None
}

/// Processes a request.
pub(crate) fn handle(_world: &mut World, _request: &Request) -> Answer {
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
pub(crate) fn ring(_world: &mut World, _ring: &Ring) -> Result<String, ScriptError> {
    Err(ScriptError::new("no subscription"))
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
