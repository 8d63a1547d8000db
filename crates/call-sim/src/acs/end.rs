//! The beginning and the end of call connections and conversations.

use std::time::Duration;

use acs_calling::{CallDisconnected, ResultInformation};

use super::connection::{Connection, note_state};
use super::conversation::Conversation;
use super::events::{CallEvent, raise_last};
use super::media::{cancel, dtmf};
use super::results::result;
use super::{recording, streaming};
use crate::world::World;

/// The time for which a conversation without an application continues.
const WITHOUT_APPLICATION: Duration = Duration::from_secs(24 * 3600);

/// The result of a call that the application ended.
pub(super) fn by_application() -> ResultInformation {
    result(200, 7000, "The conversation has ended. DiagCode: 0#7000.@")
}

/// The result of a call that the application ended before it was answered.
pub(super) fn canceled_by_caller() -> ResultInformation {
    result(487, 0, "The call was canceled by the caller. DiagCode: 487#0.@")
}

/// The result of a call in which the application is alone.
pub(super) fn alone() -> ResultInformation {
    result(200, 5010, "The conversation has ended. DiagCode: 0#5010.@")
}

/// The result of a call from which the application was removed.
pub(super) fn removed() -> ResultInformation {
    result(200, 5000, "The participant was removed from the conversation. DiagCode: 0#5000.@")
}

/// Adds a connection that is being set up, and its conversation.
pub(super) fn begin(world: &mut World, connection: Connection, conversation: Conversation) {
    let (call, state) = (connection.id.clone(), connection.state.to_string());
    world.acs.conversations.entry(conversation.id.clone()).or_insert(conversation);
    world.acs.connections.insert(call.clone(), connection);
    note_state(world, &call, state);
}

/// Ends a connection, with the events of the operations that were running and `CallDisconnected` as the last event.
pub(super) fn end(world: &mut World, call: &str, result: ResultInformation) {
    cancel::cancel_every(world, call);
    dtmf::stop_all(world, call);
    streaming::ended(world, call);
    abandon(world, call, result, CallDisconnected::new());
}

/// Ends a connection with `event` as its only event.
pub(super) fn abandon(world: &mut World, call: &str, result: ResultInformation, event: impl CallEvent) {
    let Some(connection) = world.acs.connections.remove(call) else { return };
    for ringing in &connection.ringing {
        ringing.stop(world);
    }
    if let Some(limit) = connection.limit {
        world.cancel(limit);
    }
    note_state(world, call, "disconnected");
    raise_last(world, &connection, result, event);
    let Some(conversation) = world.acs.conversations.get_mut(&connection.server_call_id) else { return };
    conversation.connections.retain(|id| id != call);
    close_if_empty(world, &connection.server_call_id);
}

/// Ends a conversation for all applications in it.
pub(super) fn end_all(world: &mut World, server_call_id: &str, result: &ResultInformation) {
    let Some(conversation) = world.acs.conversations.get_mut(server_call_id) else { return };
    conversation.parties.clear();
    for call in conversation.connections.clone() {
        end(world, &call, result.clone());
    }
    close(world, server_call_id);
}

/// Ends a conversation that has no participants, or only phones. Users may continue without an application.
fn close_if_empty(world: &mut World, server_call_id: &str) {
    let Some(conversation) = world.acs.conversations.get(server_call_id) else { return };
    if !conversation.connections.is_empty() {
        return;
    }
    let users = conversation.parties.iter().filter(|party| !party.identity.is_phone()).count();
    if users == 0 || conversation.parties.len() < 2 {
        close(world, server_call_id);
        return;
    }
    let id = server_call_id.to_owned();
    world.after(WITHOUT_APPLICATION, move |world| {
        let conversation = world.acs.conversations.get(&id);
        if conversation.is_some_and(|conversation| conversation.connections.is_empty()) {
            close(world, &id);
        }
    });
}

fn close(world: &mut World, server_call_id: &str) {
    if world.acs.conversations.remove(server_call_id).is_some() {
        world.acs.meetings.retain(|_, id| id != server_call_id);
        recording::call_ended(world, server_call_id);
    }
}
