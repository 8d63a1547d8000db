//! The stages of a call: established, kept alive, ended.

use std::time::Duration;

use graph_calls::{Call, CallMediaState, CallState, ChangeType, MediaState, ToneInfo};

use super::ending::Ending;
use super::leg::{Leg, Phase};
use super::notify::{self, Address, Notice};
use super::typed::typed;
use super::{recording, roster};
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// The time that it takes to establish a call.
pub(super) const SETUP: Duration = Duration::from_millis(50);

/// The time after which a call without keepAlive ends.
const KEPT_ALIVE: Duration = Duration::from_secs(45 * 60);

/// Adds a new state of a call to the journal.
pub(super) fn note_state(world: &mut World, call: &str, state: &str, detail: &str) {
    let entry = NewEntry::new(Service::Graph, Kind::State, state);
    world.note(entry.call(call.to_owned()).detail(detail));
}

/// Returns a call with only its id, its state and its meeting.
pub(super) fn partial(leg: &Leg) -> Call {
    let mut call = Call::default();
    call.id.clone_from(&leg.resource.id);
    call.state.clone_from(&leg.resource.state);
    call.chat_info.clone_from(&leg.resource.chat_info);
    call.meeting_info.clone_from(&leg.resource.meeting_info);
    call
}

/// Sends a notification with the current state of a call. `change` adds further members.
pub(super) fn announce(world: &mut World, call: &str, change: impl FnOnce(Call) -> Call) {
    let Some(leg) = world.graph.legs.get(call) else { return };
    let resource = change(partial(leg));
    let state = leg.resource.state.as_ref().map_or_else(String::new, ToString::to_string);
    let address = Address::of(leg);
    note_state(world, call, &state, "");
    notify::send(world, &address, Notice::of_call(ChangeType::Updated, resource));
}

/// Sends a notification of a key of the remote party, which is an update of the call.
pub(super) fn announce_tone(world: &mut World, call: &str, tone: ToneInfo) {
    let Some(leg) = world.graph.legs.get(call) else { return };
    let resource = typed(partial(leg).tone_info(typed(tone)));
    let address = Address::of(leg);
    notify::send(world, &address, Notice::new(ChangeType::Updated, "", "tone").data(&resource));
}

/// Sets the phase of a call, and announces its state.
pub(super) fn enter(world: &mut World, call: &str, phase: Phase) {
    if let Some(leg) = world.graph.legs.get_mut(call) {
        leg.set_phase(phase);
        announce(world, call, |resource| resource);
    }
}

/// Establishes a call that is being set up.
pub(super) fn establish(world: &mut World, call: &str) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    if !matches!(leg.phase, Phase::Establishing | Phase::Lobby) {
        return;
    }
    leg.set_phase(Phase::Established);
    leg.resource.media_state = Some(typed(CallMediaState::new().audio(MediaState::Active)));
    let media = leg.resource.media_state.clone();
    announce(world, call, |mut resource| {
        resource.media_state = media;
        resource
    });
    roster::announce(world, call);
}

/// Establishes a call after a delay, unless it ends first.
pub(super) fn establish_after(world: &mut World, call: &str, time: Duration) {
    let call = call.to_owned();
    world.after(time, move |world| establish(world, &call));
}

/// Restarts the timer that ends a call unless the application keeps it alive.
pub(super) fn keep_alive(world: &mut World, call: &str) {
    let id = call.to_owned();
    let timer = world.after(KEPT_ALIVE, move |world| end(world, &id, Ending::KEEP_ALIVE));
    let before = world.graph.legs.get_mut(call).and_then(|leg| leg.keep_alive.replace(timer));
    if let Some(before) = before {
        world.cancel(before);
    }
}

/// Ends and removes a call.
pub(super) fn end(world: &mut World, call: &str, ending: Ending) {
    let Some(leg) = world.graph.legs.remove(call) else { return };
    for timer in [leg.keep_alive, leg.job_timer].into_iter().flatten() {
        world.cancel(timer);
    }
    recording::forget(world, leg.operations.keys());
    let mut resource = partial(&leg).result_info(ending.result());
    resource.state = Some(CallState::Terminated);
    note_state(world, call, "terminated", &ending.text());
    notify::send(world, &Address::of(&leg), Notice::of_call(ChangeType::Deleted, resource));
}

/// Ends a call on request of the application: it is terminating, then terminated.
pub(super) fn delete(world: &mut World, call: &str) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    leg.resource.state = Some(CallState::Terminating);
    announce(world, call, |resource| resource);
    end(world, call, Ending::DELETED);
}
