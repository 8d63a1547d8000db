//! Calls to the application itself, which Event Grid announces.

use super::connection::Connection;
use super::event_grid::{NewCall, announce, is_active};
use super::identity::Identity;
use super::ringing::Ringing;
use crate::world::World;

/// The party of a call that is the application itself.
#[derive(Clone, Debug)]
pub(crate) struct Leg {
    /// The call connection that calls it.
    pub(crate) call: String,
    /// The id of the party that rings.
    pub(crate) ringing: String,
    /// Whether the caller is an application, which stays in the call.
    pub(crate) joins_caller: bool,
}

/// Returns whether a party is the application, and the application is subscribed to incoming calls.
pub(super) fn is_own(world: &World, party: &Identity) -> bool {
    let identities = &world.settings.identities;
    let number = party.raw_id.strip_prefix("4:");
    (number == Some(&*identities.acs_number) || party.raw_id == identities.acs_user) && is_active(world)
}

/// Rings at the application, and returns the id of the incoming call, or `None` if the application cannot be
/// reached.
pub(super) fn ring(world: &mut World, call: &str, ringing: &Ringing) -> Option<String> {
    let connection = world.acs.connections.get(call).filter(|_| is_own(world, &ringing.party))?;
    let joins_caller = ringing.transferee.is_none();
    let new = NewCall {
        from: ringing.transferee.clone().unwrap_or_else(|| caller(connection, &ringing.party)),
        to: ringing.party.clone(),
        display_name: connection.source_display_name.clone(),
        server_call_id: joins_caller.then(|| connection.server_call_id.clone()),
        correlation_id: joins_caller.then(|| connection.correlation_id.clone()),
        custom_context: ringing.custom_context.clone(),
    };
    let incoming = announce(world, new).ok()?;
    let leg = Leg { call: call.to_owned(), ringing: ringing.id.clone(), joins_caller };
    world.acs.legs.insert(incoming.clone(), leg);
    Some(incoming)
}

/// Returns the identity of the caller for a party. A phone is called by a phone number.
fn caller(connection: &Connection, party: &Identity) -> Identity {
    let number = connection.source_caller_id_number.as_ref().and_then(|number| number.value.as_deref());
    match number {
        Some(number) if party.is_phone() => Identity::from_script(number),
        _ => connection.own.clone(),
    }
}
