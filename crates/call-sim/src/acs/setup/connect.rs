//! Connecting the application to a call that is in progress.

use acs_calling::{CallLocator, CallLocatorKind, ConnectFailed, ConnectRequest};
use http::StatusCode;

use super::super::body::required;
use super::super::connection::{Connection, Direction, note_state};
use super::super::conversation::{self, Conversation};
use super::super::identity::Identity;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::{callback_uri, end};
use super::connected::{SET_UP, connected};
use super::get::properties;
use super::options::options;
use crate::answer::Answer;
use crate::world::World;

/// Connects to a call.
pub(crate) fn connect(world: &mut World, request: ConnectRequest) -> Reply {
    let callback_uri = required(request.callback_uri, "CallbackUri")?;
    callback_uri::check(&callback_uri, "CallbackUri")?;
    let options = options(
        request.operation_context,
        request.call_intelligence_options,
        request.media_streaming_options,
        request.transcription_options,
    )?;
    let locator = required(request.call_locator, "CallLocator")?;
    let server_call_id = find(world, &locator)?;
    let user = format!("8:acs:{}_{}", world.settings.identities.acs_resource_id, world.random.guid());
    let own = Identity::from_raw_id(&user);
    let existing = server_call_id.and_then(|id| world.acs.conversations.get(&id));
    let (id, correlation_id) = match existing {
        Some(conversation) => (conversation.id.clone(), conversation.correlation_id.clone()),
        // There is no such call. The event `ConnectFailed` has new ids.
        None => (conversation::new_id(&mut world.random), world.random.guid()),
    };
    let conversation = Conversation::new(id, correlation_id);
    let connection = Connection::new(world, &conversation, Direction::Joined, callback_uri, options, own);
    let call = connection.id.clone();
    let state = connection.state.to_string();
    world.acs.connections.insert(call.clone(), connection);
    note_state(world, &call, state);
    let id = call.clone();
    world.after(SET_UP, move |world| complete(world, &id));
    let properties = properties(world, &call)?;
    Ok(Answer::json(StatusCode::OK, &properties).for_call(call))
}

/// Connects the application if the call is in progress.
fn complete(world: &mut World, call: &str) {
    let Some(connection) = world.acs.connections.get(call) else { return };
    let conversation = world.acs.conversations.get(&connection.server_call_id);
    if conversation.is_some_and(|conversation| conversation.is_in_progress()) {
        connected(world, call);
    } else {
        end::abandon(world, call, result(404, 8522, "Call not found."), ConnectFailed::new());
    }
}

/// Returns the `serverCallId` of the call that a locator names, or `None` if there is no such call.
fn find(world: &World, locator: &CallLocator) -> Result<Option<String>, Refusal> {
    let named = |id: Option<&String>, member| id.cloned().ok_or_else(|| Refusal::missing(member));
    let meetings = &world.acs.meetings;
    match locator.kind {
        Some(CallLocatorKind::GroupCallLocator) => {
            Ok(meetings.get(&named(locator.group_call_id.as_ref(), "GroupCallId")?).cloned())
        }
        Some(CallLocatorKind::RoomCallLocator) => {
            Ok(meetings.get(&named(locator.room_id.as_ref(), "RoomId")?).cloned())
        }
        // The kind is optional in the schema, and a server call is its first one.
        _ => {
            let id = named(locator.server_call_id.as_ref(), "ServerCallId")?;
            if !conversation::is_id(&id) {
                return Err(Refusal::bad_request(8527, "Invalid join identity, cannot join call."));
            }
            Ok(Some(id))
        }
    }
}
