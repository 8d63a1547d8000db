//! Hanging up and terminating.

use acs_calling::CallConnectionState;
use http::StatusCode;

use super::super::refusal::{Refusal, Reply};
use super::super::{conversation, end, leave};
use crate::answer::Answer;
use crate::world::World;

/// Removes the application from a call. A call with one other participant ends.
pub(crate) fn hang_up(world: &mut World, call: &str) -> Reply {
    let connection = world.acs.connections.get(call).ok_or_else(Refusal::call_not_found)?;
    match connection.state {
        CallConnectionState::Connecting => end::end(world, call, end::canceled_by_caller()),
        _ => {
            let server_call_id = connection.server_call_id.clone();
            let is_group = conversation::of(world, call).is_some_and(|one| one.is_group_call());
            end::end(world, call, end::by_application());
            if is_group {
                leave::left(world, &server_call_id);
            } else {
                end::end_all(world, &server_call_id, &end::alone());
            }
        }
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Ends a call for all participants.
pub(crate) fn terminate(world: &mut World, call: &str) -> Reply {
    let connection = world.acs.connections.get(call).ok_or_else(Refusal::call_not_found)?;
    match connection.state {
        CallConnectionState::Connecting => end::end(world, call, end::canceled_by_caller()),
        _ => {
            let server_call_id = connection.server_call_id.clone();
            end::end_all(world, &server_call_id, &end::by_application());
        }
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}
