//! Group calls and calls in rooms, to which the application connects.

use super::conversation::{self, Conversation, Party};
use super::identity::Identity;
use crate::phone::ScriptError;
use crate::world::World;

/// Starts a call with parties, and returns its `serverCallId`.
pub(super) fn start(world: &mut World, id: &str, parties: &[&str]) -> Result<String, ScriptError> {
    if parties.is_empty() {
        return Err(ScriptError::new("a call in a group or room needs at least one party"));
    }
    if world.acs.meetings.contains_key(id) {
        return Err(ScriptError::new(format!("there is already a call in the group or room {id}")));
    }
    let server_call_id = conversation::new_id(&mut world.random);
    let mut call = Conversation::new(server_call_id.clone(), world.random.guid());
    call.is_group = true;
    call.parties.extend(parties.iter().map(|party| Party::new(Identity::from_script(party))));
    world.acs.conversations.insert(server_call_id.clone(), call);
    world.acs.meetings.insert(id.to_owned(), server_call_id.clone());
    Ok(server_call_id)
}
