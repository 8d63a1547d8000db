//! The list of calls, for the page and for scripts.

use super::connection::{Connection, Direction};
use super::event_grid;
use crate::calls::{Call, Party};
use crate::service::Service;
use crate::world::World;

/// Returns the call connections, and the calls that are ringing at the application.
pub(super) fn calls(world: &World) -> Vec<Call> {
    let mut calls: Vec<_> =
        world.acs.connections.values().map(|connection| call(world, connection)).collect();
    calls.extend(event_grid::calls(world));
    calls.sort_by_key(|call| call.started);
    calls
}

fn call(world: &World, connection: &Connection) -> Call {
    let mut call = Call::new(Service::Acs, &connection.id, connection.state.to_string(), connection.started);
    call.outgoing = connection.direction != Direction::Answered;
    let conversation = world.acs.conversations.get(&connection.server_call_id);
    call.parties.extend(conversation.into_iter().flat_map(|one| &one.parties).map(|party| {
        let mut shown = Party::new(&party.identity.raw_id, "connected");
        shown.muted = party.is_muted;
        shown.on_hold = party.is_on_hold;
        shown
    }));
    let ringing = connection.ringing.iter().map(|one| Party::new(&one.party.raw_id, "ringing"));
    call.parties.extend(ringing);
    call
}
