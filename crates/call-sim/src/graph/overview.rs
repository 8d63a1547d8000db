//! The calls in the form that all services share.

use call_wire::OpenEnum as _;
use graph_calls::CallState;

use super::leg::{Leg, Phase};
use super::party::{Party, Stage};
use crate::calls;
use crate::service::Service;
use crate::world::World;

/// Returns the calls, in the order in which they began.
pub(super) fn calls(world: &World) -> Vec<calls::Call> {
    let mut calls: Vec<_> = world.graph.legs.values().map(call).collect();
    calls.sort_by_key(|call| call.started);
    calls
}

fn call(leg: &Leg) -> calls::Call {
    let state = match leg.phase {
        Phase::Redirecting => "redirecting",
        Phase::Lobby => "lobby",
        _ => leg.resource.state.as_ref().map_or("", CallState::as_str),
    };
    let mut call = calls::Call::new(Service::Graph, leg.id(), state, leg.started);
    call.outgoing = leg.is_outgoing();
    call.parties = leg.parties.iter().map(party).collect();
    let targets = leg.targets.iter().map(|target| calls::Party::new(&target.key, "ringing"));
    call.parties.extend(targets);
    call
}

fn party(party: &Party) -> calls::Party {
    let state = match party.stage {
        Stage::Ringing => "ringing",
        Stage::Lobby => "lobby",
        Stage::Connected => "connected",
    };
    let mut shown = calls::Party::new(&party.key, state);
    shown.muted = party.muted || party.server_muted;
    shown.on_hold = party.on_hold;
    shown
}
