//! The last step of setting up a call connection.

use std::time::Duration;

use acs_calling::{CallConnected, CallConnectionState};

use super::super::connection::set_state;
use super::super::end;
use super::super::events::{participants_updated, raise};
use super::super::origin::Origin;
use super::super::results::{result, success};
use super::super::streaming;
use crate::world::World;

/// The longest duration of a call.
const LONGEST_CALL: Duration = Duration::from_secs(24 * 3600);

/// The time from the acceptance of a request to answer or to connect until the application is connected.
pub(super) const SET_UP: Duration = Duration::from_millis(100);

/// Connects a call connection to its conversation, and reports the participants.
pub(super) fn connected(world: &mut World, call: &str) {
    let Some(server_call_id) = join(world, call) else { return };
    participants_updated(world, &server_call_id);
}

/// Connects a call connection to its conversation, and returns the id of the conversation.
pub(super) fn join(world: &mut World, call: &str) -> Option<String> {
    set_state(world, call, CallConnectionState::Connected);
    let id = call.to_owned();
    let limit = world.after(LONGEST_CALL, move |world| {
        end::end(world, &id, result(429, 10110, "The maximum duration of a call is reached."));
    });
    let connection = world.acs.connections.get_mut(call)?;
    connection.limit = Some(limit);
    let server_call_id = connection.server_call_id.clone();
    let origin = Origin { context: connection.options.context.clone(), callback_uri: None };
    if let Some(conversation) = world.acs.conversations.get_mut(&server_call_id) {
        conversation.connections.push(call.to_owned());
    }
    streaming::connected(world, call);
    raise(world, call, &origin, success(), CallConnected::new());
    Some(server_call_id)
}
