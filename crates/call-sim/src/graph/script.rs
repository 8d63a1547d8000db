//! Actions of remote parties.

use super::ending::Ending;
use super::leg::{Leg, Phase};
use super::party::{Party, Stage};
use super::{identity, incoming, lifecycle, media, remote, roster, tones, transfer};
use crate::journal::{Kind, NewEntry};
use crate::phone::{Action, ScriptError};
use crate::service::Service;
use crate::world::World;

/// Performs an action of a remote party of a call.
pub(super) fn act(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    action: &Action,
) -> Result<(), ScriptError> {
    let leg = world.graph.legs.get(call);
    let phase = leg.ok_or_else(|| ScriptError::new(format!("there is no call {call}")))?.phase;
    let entry = NewEntry::new(Service::Graph, Kind::Phone, action.name()).call(call.to_owned());
    world.note(entry.detail(format_args!("{} {action:?}", party.unwrap_or("the remote party"))));
    match (phase, action) {
        (Phase::Incoming | Phase::Redirecting, Action::HangUp) => {
            lifecycle::end(world, call, Ending::CANCELED);
            Ok(())
        }
        (Phase::Redirecting, Action::Answer | Action::Decline | Action::Busy | Action::NoAnswer) => {
            let targets = world.graph.legs.get(call).map(|leg| leg.targets.clone()).unwrap_or_default();
            let mut targets = targets.into_iter();
            let target = targets.find(|target| party.is_none_or(|name| target.key == name));
            let target =
                target.ok_or_else(|| ScriptError::new("no such target of the redirection is ringing"))?;
            incoming::target_reacted(world, call, &target.key, *action == Action::Answer);
            Ok(())
        }
        (Phase::Transferring, Action::Answer | Action::Decline | Action::Busy | Action::NoAnswer) => {
            transfer::target_reacted(world, call, *action == Action::Answer);
            Ok(())
        }
        (Phase::Lobby, Action::Answer) if party.is_none() => {
            lifecycle::establish(world, call);
            Ok(())
        }
        (Phase::Lobby, Action::Decline) if party.is_none() => {
            lifecycle::end(world, call, Ending::LOBBY);
            Ok(())
        }
        (Phase::Establishing | Phase::Established | Phase::Transferring, _) => {
            of_party(world, call, party, action)
        }
        (Phase::Incoming | Phase::Redirecting | Phase::Lobby, _) => Err(ScriptError::new(format!(
            "{} is not possible while the call is {}",
            action.name(),
            match phase {
                Phase::Incoming => "incoming (expected hangUp; the application must answer)",
                Phase::Redirecting => "redirected (expected answer, decline, busy, noAnswer or hangUp)",
                _ => "in the lobby (expected answer or decline)",
            }
        ))),
    }
}

fn of_party(world: &mut World, call: &str, party: Option<&str>, action: &Action) -> Result<(), ScriptError> {
    match action {
        Action::Join | Action::Lobby => return enter(world, call, party, *action == Action::Join),
        Action::Answer if admit(world, call, party) => return Ok(()),
        _ => {}
    }
    let wanted = match action {
        Action::Answer | Action::Decline | Action::Busy | Action::NoAnswer => Stage::Ringing,
        _ => Stage::Connected,
    };
    let leg = world.graph.legs.get_mut(call);
    let leg = leg.ok_or_else(|| ScriptError::new(format!("there is no call {call}")))?;
    let id = find(leg, party, wanted).ok_or_else(|| {
        let state = if wanted == Stage::Ringing { "ringing" } else { "connected" };
        ScriptError::new(match party {
            Some(name) => format!("the call has no {state} participant {name}"),
            None => format!("the call has no {state} participant"),
        })
    })?;
    match action {
        Action::Answer => remote::answered(world, call, &id),
        Action::Decline => remote::refused(world, call, &id, Ending::DECLINED),
        Action::Busy => remote::refused(world, call, &id, Ending::BUSY),
        Action::NoAnswer => remote::refused(world, call, &id, Ending::NO_ANSWER),
        Action::Press(keys) => tones::press(world, call, keys)?,
        Action::Say(_) => media::speech(world, call),
        Action::HangUp => remote::left(world, call, &id),
        Action::Mute(muted) => change(world, call, &id, |party| party.muted = *muted),
        Action::Hold(on_hold) => change(world, call, &id, |party| party.on_hold = *on_hold),
        Action::Join | Action::Lobby => {}
    }
    Ok(())
}

fn find(leg: &Leg, name: Option<&str>, stage: Stage) -> Option<String> {
    let mut parties = leg.parties.iter().filter(|party| party.stage == stage && !party.is_view());
    parties.find(|party| name.is_none_or(|name| party.is(name))).map(|party| party.id.clone())
}

/// Admits a participant from the lobby. Returns whether there was one.
fn admit(world: &mut World, call: &str, name: Option<&str>) -> bool {
    let Some(leg) = world.graph.legs.get_mut(call) else { return false };
    let Some(id) = find(leg, name, Stage::Lobby) else { return false };
    change(world, call, &id, |party| party.stage = Stage::Connected);
    true
}

fn enter(world: &mut World, call: &str, name: Option<&str>, is_admitted: bool) -> Result<(), ScriptError> {
    let (id, user) = (world.random.guid(), world.random.guid());
    let leg = world.graph.legs.get_mut(call).filter(|leg| leg.has_roster());
    let leg = leg.ok_or_else(|| {
        ScriptError::new("a peer-to-peer call cannot be joined (the application can invite participants)")
    })?;
    let key = name.unwrap_or(&user);
    if leg.parties.iter().any(|party| party.is(key)) {
        return Err(ScriptError::new(format!("{key} is already in the call")));
    }
    let stage = if is_admitted { Stage::Connected } else { Stage::Lobby };
    leg.parties.push(Party::new(id, key, identity::person(key, None), stage));
    roster::announce(world, call);
    Ok(())
}

fn change(world: &mut World, call: &str, id: &str, change: impl FnOnce(&mut Party)) {
    if let Some(party) = world.graph.legs.get_mut(call).and_then(|leg| leg.party(id)) {
        change(party);
        roster::announce(world, call);
    }
}
