//! Notifications of the roster.

use graph_calls::{ChangeType, DeltaParticipants, Participant, RemovedState};

use super::leg::Feature;
use super::notify::{self, Address, Notice};
use super::typed::typed;
use crate::world::World;

/// Sends a notification of the roster, or of its changes, if the call has a roster that has changed.
pub(super) fn announce(world: &mut World, call: &str) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    if !leg.has_roster() || !leg.is_established() {
        return;
    }
    let roster = leg.roster();
    if roster == leg.announced {
        return;
    }
    let before = std::mem::replace(&mut leg.announced, roster.clone());
    let notice = Notice::new(ChangeType::Updated, "/participants", "participants");
    let notice = if leg.has_option(Feature::DeltaRoster) {
        leg.roster_number += 1;
        notice.data(&delta(leg.roster_number, &before, &roster))
    } else {
        notice.data(&roster)
    };
    let address = Address::of(leg);
    notify::send(world, &address, notice);
}

/// Returns the participants that joined, changed or left.
fn delta(number: i64, before: &[Participant], now: &[Participant]) -> DeltaParticipants {
    let changed = now.iter().filter(|one| !before.contains(one)).cloned();
    let left = before.iter().filter(|one| !now.iter().any(|other| other.id == one.id)).cloned();
    let left = left.map(|one| one.removed_state(typed(RemovedState::new().reason("Left"))));
    let participants = changed.chain(left).map(|one| one.roster_sequence_number(number));
    typed(DeltaParticipants::new().sequence_number(number).participants(participants))
}
