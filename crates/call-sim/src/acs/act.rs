//! Actions of the remote parties of a call connection.

use acs_calling::{CallConnectionState, Tone};

use super::connection::Direction;
use super::conversation::Party;
use super::event_grid;
use super::events::participants_updated;
use super::identity::Identity;
use super::media::{dtmf, recognition};
use super::ringing::Failure;
use super::setup::answer;
use super::streaming;
use super::{conversation, dial, leave};
use crate::journal::{Kind, NewEntry};
use crate::phone::{Action, ScriptError};
use crate::service::Service;
use crate::world::World;

/// Performs an action of a remote party.
pub(super) fn act(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    if !world.acs.connections.contains_key(call) {
        let missing = || {
            Err(ScriptError::new(format!(
                "there is no call {call} (`Sim::calls` and GET /_sim/calls list the calls)"
            )))
        };
        return event_grid::act(world, call, action).unwrap_or_else(missing);
    }
    match action {
        Action::Answer => ring(world, call, party, None),
        Action::Decline => ring(world, call, party, Some(Failure::Declined)),
        Action::Busy => ring(world, call, party, Some(Failure::Busy)),
        Action::NoAnswer => ring(world, call, party, Some(Failure::NoAnswer)),
        Action::Press(keys) => press(world, call, party, keys),
        Action::Say(text) => say(world, call, party, text),
        Action::HangUp => hang_up(world, call, party),
        Action::Mute(is_muted) => change(world, call, party, "mute", |party| {
            std::mem::replace(&mut party.is_muted, *is_muted) != *is_muted
        }),
        Action::Hold(is_on_hold) => change(world, call, party, "hold", |party| {
            std::mem::replace(&mut party.is_on_hold, *is_on_hold) != *is_on_hold
        }),
        Action::Join => join(world, call, party),
        Action::Lobby => Err(ScriptError::new("Communication Services calls have no lobby")),
    }
}

/// Ends the ringing of a party: it answers, or fails to.
fn ring(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    failure: Option<Failure>,
) -> Result<(), ScriptError> {
    let connection = world.acs.connections.get(call);
    let mut ringing = connection.into_iter().flat_map(|connection| &connection.ringing);
    let wanted = party.map(Identity::from_script);
    let found = ringing.find(|one| wanted.as_ref().is_none_or(|wanted| wanted.raw_id == one.party.raw_id));
    let id = found.map(|one| one.id.clone()).ok_or_else(|| {
        ScriptError::new(format!(
            "no such party is ringing in the call {call} (it has answered, or was not called)"
        ))
    })?;
    match failure {
        None => dial::answer(world, call, &id),
        Some(failure) => dial::fail(world, call, &id, failure),
    }
    Ok(())
}

fn press(world: &mut World, call: &str, party: Option<&str>, keys: &str) -> Result<(), ScriptError> {
    let tones = Tone::parse_sequence(keys).map_err(|error| ScriptError::new(error.to_string()))?;
    let raw_id = connected(world, call, party)?;
    note(world, call, "press", format!("{raw_id} presses {keys}"));
    for tone in tones {
        for one in calls(world, call) {
            dtmf::press(world, &one, &raw_id, &tone);
            recognition::press(world, &one, &raw_id, &tone);
            streaming::pressed(world, &one, &tone);
        }
    }
    Ok(())
}

fn say(world: &mut World, call: &str, party: Option<&str>, text: &str) -> Result<(), ScriptError> {
    let raw_id = connected(world, call, party)?;
    note(world, call, "say", format!("{raw_id} says {text:?}"));
    for one in calls(world, call) {
        recognition::say(world, &one, &raw_id, text);
        streaming::said(world, &one, &raw_id, text);
    }
    Ok(())
}

fn hang_up(world: &mut World, call: &str, party: Option<&str>) -> Result<(), ScriptError> {
    let raw_id = connected(world, call, party)?;
    let Some(connection) = world.acs.connections.get(call) else { return Ok(()) };
    let is_being_answered =
        connection.state == CallConnectionState::Connecting && connection.direction == Direction::Answered;
    let server_call_id = connection.server_call_id.clone();
    if is_being_answered {
        note(world, call, "hang up", raw_id);
        answer::caller_gone(world, call);
    } else {
        leave::leave(world, &server_call_id, &raw_id);
    }
    Ok(())
}

/// Changes a party, and reports the participants if `change` returns `true`.
fn change(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    name: &str,
    change: impl FnOnce(&mut Party) -> bool,
) -> Result<(), ScriptError> {
    let raw_id = connected(world, call, party)?;
    note(world, call, name, &raw_id);
    let Some(conversation) = conversation::of_mut(world, call) else { return Ok(()) };
    let server_call_id = conversation.id.clone();
    if conversation.party_mut(&raw_id).is_some_and(change) {
        participants_updated(world, &server_call_id);
    }
    Ok(())
}

/// Adds a new party to the call.
fn join(world: &mut World, call: &str, party: Option<&str>) -> Result<(), ScriptError> {
    let party = party.map(Identity::from_script).ok_or_else(|| {
        ScriptError::new("name the party that joins: a phone number such as +14255550123, or a raw id")
    })?;
    let conversation = conversation::of_mut(world, call);
    let conversation = conversation.filter(|one| !one.connections.is_empty()).ok_or_else(|| {
        ScriptError::new(format!("the call {call} is not connected, so no party can join it"))
    })?;
    if conversation.party(&party.raw_id).is_some() {
        return Err(ScriptError::new(format!("{} is already in the call {call}", party.raw_id)));
    }
    let detail = party.raw_id.clone();
    conversation.is_group = true;
    conversation.parties.push(Party::new(party));
    let server_call_id = conversation.id.clone();
    note(world, call, "join", detail);
    participants_updated(world, &server_call_id);
    Ok(())
}

/// Returns the raw id of a connected party: the first one, or the one that a script names.
fn connected(world: &World, call: &str, party: Option<&str>) -> Result<String, ScriptError> {
    let mut parties = conversation::of(world, call).into_iter().flat_map(|one| &one.parties);
    let wanted = party.map(Identity::from_script);
    let found = parties.find(|one| wanted.as_ref().is_none_or(|wanted| wanted.raw_id == one.identity.raw_id));
    found.map(|one| one.identity.raw_id.clone()).ok_or_else(|| {
        ScriptError::new(match party {
            Some(party) => format!("{party} is not connected to the call {call}"),
            None => format!("no remote party is connected to the call {call}: let one answer first"),
        })
    })
}

/// Returns the call connections of the same conversation.
fn calls(world: &World, call: &str) -> Vec<String> {
    conversation::of(world, call).map(|conversation| conversation.connections.clone()).unwrap_or_default()
}

fn note(world: &mut World, call: &str, name: &str, detail: impl std::fmt::Display) {
    world.note(NewEntry::new(Service::Acs, Kind::Phone, name).call(call.to_owned()).detail(detail));
}
