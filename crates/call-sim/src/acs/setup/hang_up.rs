//! Hanging up and terminating.

use acs_calling::CallConnectionState;
use http::StatusCode;

use super::super::connection::{self, Direction};
use super::super::conversation::{self, Conversation};
use super::super::refusal::{Refusal, Reply};
use super::super::{end, leave};
use crate::answer::Answer;
use crate::world::World;

/// Removes the application from a call. A call with one other participant ends.
pub(crate) fn hang_up(world: &mut World, call: &str) -> Reply {
    if let Some(server_call_id) = leave_set_up(world, call)? {
        let is_group = conversation::of(world, call).is_some_and(Conversation::is_group_call);
        end::end(world, call, end::by_application());
        if is_group {
            leave::left(world, &server_call_id);
        } else {
            end::end_all(world, &server_call_id, &end::alone());
        }
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Ends a call for all participants.
pub(crate) fn terminate(world: &mut World, call: &str) -> Reply {
    if let Some(server_call_id) = leave_set_up(world, call)? {
        end::end_all(world, &server_call_id, &end::by_application());
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT))
}

/// Ends a connection that is being set up. Returns the id of the conversation if it has already been set up.
fn leave_set_up(world: &mut World, call: &str) -> Result<Option<String>, Refusal> {
    let connection = connection::existing(world, call)?;
    if connection.state != CallConnectionState::Connecting {
        return Ok(Some(connection.server_call_id.clone()));
    }
    let result = match connection.direction {
        Direction::Created => end::canceled_by_caller(),
        Direction::Answered | Direction::Joined => end::by_application(),
    };
    end::end(world, call, result);
    Ok(None)
}
