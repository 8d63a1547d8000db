//! Calling a party: ringing, answers and failures.

use std::time::Duration;

use http::StatusCode;

use super::identity::Identity;
use super::refusal::Refusal;
use super::ringing::{Failure, Ringing};
use super::{leave, reach};
use crate::journal::{Kind, NewEntry};
use crate::phone::Magic;
use crate::service::Service;
use crate::world::World;

/// The time for which users of the resource ring.
const USER_RINGS: Duration = Duration::from_secs(85);

/// The time for which phones ring.
const PHONE_RINGS: Duration = Duration::from_secs(115);

/// The time for which a party with the number of [`Magic::HangsUp`] stays in the call.
const SHORT_STAY: Duration = Duration::from_secs(5);

/// Returns an error if the party has a magic number for which requests are refused.
pub(super) fn check(raw_id: &str) -> Result<(), Refusal> {
    match Magic::of(raw_id) {
        Some(Magic::Forbidden) => {
            let message = "Action is forbidden: insufficient application permissions.";
            Err(Refusal::new(StatusCode::FORBIDDEN, 7504, message))
        }
        Some(Magic::Throttled) => Err(Refusal::throttled()),
        _ => Ok(()),
    }
}

/// Calls a party until it answers or the time limit is reached.
pub(super) fn dial(world: &mut World, call: &str, mut ringing: Ringing, limit: Option<Duration>) {
    let limit = limit.unwrap_or(if ringing.party.is_phone() { PHONE_RINGS } else { USER_RINGS });
    let id = ringing.id.clone();
    ringing.incoming = reach::ring(world, call, &ringing);
    let (after, outcome) = match Magic::of(&ringing.party.raw_id) {
        // The application answers.
        _ if ringing.incoming.is_some() => (None, None),
        Some(Magic::AnswersAtOnce | Magic::HangsUp) => (Some(Duration::ZERO), None),
        Some(Magic::Busy) => (Some(Duration::ZERO), Some(Failure::Busy)),
        Some(Magic::Declined) => (Some(Duration::ZERO), Some(Failure::Declined)),
        Some(Magic::NotFound) => (Some(Duration::ZERO), Some(Failure::NotFound)),
        Some(Magic::NoAnswer) => (None, None),
        _ => (world.settings.answer_after, None),
    };
    if let Some(after) = after {
        let (call, id) = (call.to_owned(), id.clone());
        ringing.timers.push(world.after(after, move |world| match outcome {
            None => answer(world, &call, &id),
            Some(failure) => fail(world, &call, &id, failure),
        }));
    }
    let own_call = call.to_owned();
    let no_answer = move |world: &mut World| fail(world, &own_call, &id, Failure::NoAnswer);
    ringing.timers.push(world.after(limit, no_answer));
    if let Some(connection) = world.acs.connections.get_mut(call) {
        connection.ringing.push(ringing);
    }
}

/// Ends the ringing of a party that answers.
pub(super) fn answer(world: &mut World, call: &str, id: &str) {
    let Some(ringing) = take(world, call, id) else { return };
    note(world, call, "answer", &ringing.party.raw_id);
    let raw_id = ringing.party.raw_id.clone();
    (ringing.next.answered)(world, call, ringing);
    if Magic::of(&raw_id) == Some(Magic::HangsUp) {
        let server_call_id = world.acs.connections.get(call).map(|one| one.server_call_id.clone());
        if let Some(server_call_id) = server_call_id {
            world.after(SHORT_STAY, move |world| leave::leave(world, &server_call_id, &raw_id));
        }
    }
}

/// Ends the ringing of a party that does not answer.
pub(super) fn fail(world: &mut World, call: &str, id: &str, failure: Failure) {
    let Some(ringing) = take(world, call, id) else { return };
    note(world, call, &format!("{failure:?}"), &ringing.party.raw_id);
    (ringing.next.failed)(world, call, ringing, failure);
}

/// Returns whether a party is ringing.
pub(super) fn is_ringing(world: &World, call: &str, id: &str) -> bool {
    let connection = world.acs.connections.get(call);
    connection.is_some_and(|connection| connection.ringing.iter().any(|ringing| ringing.id == id))
}

/// Calls another party in place of one that rings.
pub(super) fn redirect(world: &mut World, call: &str, id: &str, party: Identity) {
    let Some(ringing) = take(world, call, id) else { return };
    let ringing = Ringing { party, incoming: None, timers: Vec::new(), ..ringing };
    dial(world, call, ringing, None);
}

/// Stops calling a party, and returns it if it was ringing.
pub(super) fn take(world: &mut World, call: &str, id: &str) -> Option<Ringing> {
    let connection = world.acs.connections.get_mut(call)?;
    let at = connection.ringing.iter().position(|ringing| ringing.id == id)?;
    let ringing = connection.ringing.remove(at);
    ringing.stop(world);
    Some(ringing)
}

fn note(world: &mut World, call: &str, action: &str, raw_id: &str) {
    world.note(NewEntry::new(Service::Acs, Kind::Phone, action).call(call.to_owned()).detail(raw_id));
}
