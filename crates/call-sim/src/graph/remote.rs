//! Answers, refusals and departures of remote parties.

use super::callee::Reaction;
use super::ending::Ending;
use super::leg::{Kind, Phase};
use super::operations::{self, Outcome};
use super::party::{Party, Stage};
use super::{lifecycle, roster};
use crate::world::World;

/// Processes the reaction of a party that was called. A script may have acted first.
pub(super) fn react(world: &mut World, call: &str, party: &str, reaction: Reaction) {
    match reaction {
        Reaction::Answers { hangs_up, .. } => {
            answered(world, call, party);
            if let Some(time) = hangs_up {
                let (call, party) = (call.to_owned(), party.to_owned());
                world.after(time, move |world| left(world, &call, &party));
            }
        }
        Reaction::Busy => refused(world, call, party, Ending::BUSY),
        Reaction::Declines => refused(world, call, party, Ending::DECLINED),
        Reaction::NoEndpoint => refused(world, call, party, Ending::NO_ENDPOINT),
        Reaction::NoAnswer => refused(world, call, party, Ending::NO_ANSWER),
    }
}

/// Connects a ringing party.
pub(super) fn answered(world: &mut World, call: &str, party: &str) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    let is_establishing = leg.phase == Phase::Establishing;
    let Some(party) = leg.party(party).filter(|party| party.stage == Stage::Ringing) else { return };
    party.stage = Stage::Connected;
    let invitation = party.invitation.clone();
    if is_establishing {
        lifecycle::establish(world, call);
    } else {
        roster::announce(world, call);
    }
    settle(world, call, invitation.as_deref());
}

/// Removes a ringing party that does not answer. The call ends if it was the last one.
pub(super) fn refused(world: &mut World, call: &str, party: &str, ending: Ending) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    let is_it = |one: &Party| one.id == party && one.stage == Stage::Ringing;
    let Some(at) = leg.parties.iter().position(is_it) else { return };
    let party = leg.parties.remove(at);
    let (is_alone, is_establishing) = (leg.is_alone(), leg.phase == Phase::Establishing);
    settle(world, call, party.invitation.as_deref());
    if is_alone {
        lifecycle::end(world, call, if is_establishing { ending } else { Ending::ALL_LEFT });
    }
}

/// Removes a party that leaves. The call ends if it was the last one.
pub(super) fn left(world: &mut World, call: &str, party: &str) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    let Some(at) = leg.parties.iter().position(|one| one.id == party) else { return };
    let party = leg.parties.remove(at);
    let (is_alone, kind) = (leg.is_alone(), leg.kind);
    if kind == Kind::PeerToPeer {
        return lifecycle::end(world, call, Ending::of_party(&party.key));
    }
    settle(world, call, party.invitation.as_deref());
    roster::announce(world, call);
    if is_alone {
        lifecycle::end(world, call, Ending::ALL_LEFT);
    }
}

/// Ends an invitation if every invited party has answered or refused.
fn settle(world: &mut World, call: &str, operation: Option<&str>) {
    let (Some(operation), Some(leg)) = (operation, world.graph.legs.get_mut(call)) else { return };
    let is_invited = |party: &&mut Party| party.invitation.as_deref() == Some(operation);
    let invited: Vec<_> = leg.parties.iter_mut().filter(is_invited).collect();
    if invited.iter().any(|party| party.stage == Stage::Ringing) {
        return;
    }
    let outcome = if invited.is_empty() { Outcome::NOT_JOINED } else { Outcome::DONE };
    invited.into_iter().for_each(|party| party.invitation = None);
    operations::end(world, call, operation, outcome);
}
