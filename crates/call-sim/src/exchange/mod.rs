//! Exchange: Autodiscover, the Unified Messaging web service, and Exchange Web Services.

use std::time::Duration;

use http::StatusCode;

use crate::answer::Answer;
use crate::calls::Call;
use crate::phone::{Action, ScriptError};
use crate::request::Request;
use crate::world::World;

/// The state of the service.
#[derive(Debug, Default)]
pub(crate) struct State {}

/// Returns whether the service has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    request.path().starts_with("/EWS/")
}

/// Returns the name of the operation of a request.
pub(crate) fn operation(_request: &Request) -> Option<&'static str> {
    None
}

/// Processes a request.
pub(crate) fn handle(_world: &mut World, _request: &Request) -> Answer {
    error(StatusCode::NOT_FOUND, None)
}

/// Returns an error response in the form of the service.
pub(crate) fn error(status: StatusCode, _retry_after: Option<Duration>) -> Answer {
    Answer::empty(status)
}

/// Returns the calls that exist.
pub(crate) fn calls(_world: &World) -> Vec<Call> {
    Vec::new()
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
