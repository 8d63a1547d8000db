//! Calls to the application: the event `IncomingCall`, and the ringing.

use std::time::Duration;

use acs_calling::events::Event;
use acs_calling::{CustomCallingContext, IncomingCall as IncomingCallEvent};

use super::incoming::IncomingCall;
use super::publish::publish;
use super::validation::is_active;
use crate::acs::conversation::new_id;
use crate::acs::identity::Identity;
use crate::calls::{Call, Party, Ring};
use crate::journal::{Kind, NewEntry};
use crate::phone::{Action, ScriptError};
use crate::service::Service;
use crate::world::World;

/// The time for which a call rings.
const RINGS: Duration = Duration::from_secs(30);

/// The time after which the context of a call is forgotten.
const KEPT: Duration = Duration::from_secs(600);

/// The number of characters of an `incomingCallContext`. Those of the service have several thousand.
const CONTEXT: usize = 2000;

/// A call to a number or user of the application.
#[derive(Clone)]
pub(crate) struct NewCall {
    /// The caller.
    pub(crate) from: Identity,
    /// The number or user that is called.
    pub(crate) to: Identity,
    /// The name of the caller.
    pub(crate) display_name: Option<String>,
    /// The id of the call itself. `None` for a new call.
    pub(crate) server_call_id: Option<String>,
    /// The id of the call across services. `None` for a new call.
    pub(crate) correlation_id: Option<String>,
    /// The headers of the caller.
    pub(crate) custom_context: Option<CustomCallingContext>,
}

/// Calls the application, for a script.
///
/// # Errors
///
/// No subscription is active, or the caller is missing.
pub(crate) fn ring(world: &mut World, ring: &Ring) -> Result<String, ScriptError> {
    if ring.from.is_empty() {
        let message = "the caller is missing (expected a phone number such as +14255550123, or a raw id)";
        return Err(ScriptError::new(message));
    }
    let to = ring.to.as_deref().unwrap_or(&world.settings.identities.acs_number);
    let call = NewCall {
        from: Identity::from_script(&ring.from),
        to: Identity::from_script(to),
        display_name: ring.display_name.clone(),
        server_call_id: None,
        correlation_id: None,
        custom_context: None,
    };
    announce(world, call)
}

/// Publishes `IncomingCall`, and returns the id of the event, which is the id of the call until it is answered.
///
/// # Errors
///
/// No subscription is active.
pub(crate) fn announce(world: &mut World, new: NewCall) -> Result<String, ScriptError> {
    if !is_active(world) {
        return Err(ScriptError::new(
            "no Event Grid subscription is active, so the application would not be notified of the call (`Acs::subscribe` or POST /_sim/subscriptions adds one)",
        ));
    }
    let subject = format!("/caller/{}/recipient/{}", new.from.raw_id, new.to.raw_id);
    let detail = format!("{} calls {}", new.from.raw_id, new.to.raw_id);
    let id = world.random.guid();
    let context = format!("eyJhbGciOiJub25lIn0.{}.", world.random.token(CONTEXT));
    let call = IncomingCall {
        id: id.clone(),
        from: new.from.model,
        to: new.to.model,
        caller_display_name: new.display_name,
        server_call_id: new.server_call_id.unwrap_or_else(|| new_id(&mut world.random)),
        correlation_id: new.correlation_id.unwrap_or_else(|| world.random.guid()),
        custom_context: new.custom_context,
        started: world.clock.now(),
        is_answered_elsewhere: false,
    };
    let event = event(&call, &context);
    world.acs.incoming.add(context.clone(), call);
    world.note(NewEntry::new(Service::Acs, Kind::State, "ringing").call(id.clone()).detail(detail));
    publish(world, Some(&id), &id, &subject, &event);
    let ringing = id.clone();
    world.after(RINGS, move |world| {
        if world.acs.incoming.expire(&ringing) {
            let entry = NewEntry::new(Service::Acs, Kind::State, "disconnected").call(ringing);
            world.note(entry.detail("not answered within 30 seconds"));
        }
    });
    world.after(KEPT, move |world| world.acs.incoming.forget(&context));
    Ok(id)
}

/// Returns the calls that are ringing.
pub(crate) fn calls(world: &World) -> Vec<Call> {
    let call = |call: &IncomingCall| {
        let mut row = Call::new(Service::Acs, &call.id, "ringing", call.started);
        row.parties = vec![Party::new(call.from.raw_id.clone().unwrap_or_default(), "calling")];
        row
    };
    world.acs.incoming.ringing().map(call).collect()
}

/// Performs an action of the caller. Returns `None` if no call with this id is ringing.
pub(crate) fn act(world: &mut World, id: &str, action: &Action) -> Option<Result<(), ScriptError>> {
    if *action != Action::HangUp {
        let rings = world.acs.incoming.rings(id);
        let message = "the call rings at the application: until it is answered, the caller can only hang up";
        return rings.then(|| Err(ScriptError::new(message)));
    }
    world.acs.incoming.hang_up(id).then(|| {
        let entry = NewEntry::new(Service::Acs, Kind::State, "disconnected").call(id.to_owned());
        world.note(entry.detail("the caller hung up"));
        Ok(())
    })
}

fn event(call: &IncomingCall, context: &str) -> Event {
    let event = IncomingCallEvent::new()
        .to(call.to.clone())
        .with_from(call.from.clone())
        .server_call_id(&call.server_call_id)
        .correlation_id(&call.correlation_id)
        .incoming_call_context(context);
    let event = match &call.caller_display_name {
        Some(name) => event.caller_display_name(name),
        None => event,
    };
    match &call.custom_context {
        Some(context) => event.custom_context(context.clone()).into(),
        None => event.into(),
    }
}
