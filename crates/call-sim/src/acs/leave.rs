//! Parties that leave a conversation.

use super::end;
use super::events::participants_updated;
use super::media::target_left;
use super::results::result;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// Removes a remote party that hangs up.
pub(super) fn leave(world: &mut World, server_call_id: &str, raw_id: &str) {
    let Some(conversation) = world.acs.conversations.get_mut(server_call_id) else { return };
    let is_group = conversation.is_group_call();
    if !conversation.remove(raw_id) {
        return;
    }
    let calls = conversation.connections.clone();
    for call in &calls {
        let entry = NewEntry::new(Service::Acs, Kind::Phone, "hang up");
        world.note(entry.call(call.clone()).detail(raw_id));
        target_left::target_left(world, call, raw_id);
    }
    if is_group {
        left(world, server_call_id);
    } else {
        let ended = result(200, 0, "The conversation has ended.");
        end::end_all(world, server_call_id, &ended);
    }
}

/// Updates a group call that a participant has left. The call ends if only one participant remains.
pub(super) fn left(world: &mut World, server_call_id: &str) {
    let Some(conversation) = world.acs.conversations.get(server_call_id) else { return };
    if conversation.size() < 2 {
        end::end_all(world, server_call_id, &end::alone());
    } else {
        participants_updated(world, server_call_id);
    }
}
