//! Invitations of participants.

use graph_calls::{
    InvitationParticipantInfo, InviteParticipantsOperation, OperationStatus, ParticipantsInviteParameters,
};
use http::StatusCode;

use super::callee::{self, Reaction};
use super::ending::Ending;
use super::input::Input;
use super::leg::Kind;
use super::party::{Party, Stage};
use super::refusal::Refusal;
use super::{identity, lifecycle, operations, remote};
use crate::answer::Answer;
use crate::world::World;

/// The largest number of participants that are invited at once.
const MOST: usize = 5;

/// Invites participants.
pub(super) fn invite(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: ParticipantsInviteParameters = input.body()?;
    let mut invited = body.participants.unwrap_or_default();
    let leg = world.graph.established(input.call())?;
    if !(1..=MOST).contains(&invited.len()) {
        let message = format!("participants has {} items (expected 1 to {MOST}).", invited.len());
        return Err(Refusal::invalid_argument(message));
    }
    let replaced = invited.first().and_then(|one| one.replaces_call_id.clone());
    if replaced.is_some() {
        invited.truncate(1);
    }
    if invited.len() > 1 && !leg.has_roster() {
        return Err(Refusal::not_a_group_call());
    }
    if let Some(replaced) = &replaced {
        world.graph.leg(replaced)?;
    }
    let keys = keys(&invited)?;
    callee::check(keys.iter().map(|(_, key)| key.as_str()))?;
    let operation = InviteParticipantsOperation::new(OperationStatus::Running, invited.clone());
    let (id, answer) =
        operations::start(world, input.call(), StatusCode::OK, operation, body.client_context)?;
    let is_at_once = replaced.is_some();
    if let Some(replaced) = replaced {
        lifecycle::end(world, &replaced, Ending::REPLACED);
    }
    for (info, (_, key)) in invited.into_iter().zip(keys) {
        add(world, input.call(), &id, info, &key, is_at_once);
    }
    Ok(answer)
}

fn keys(invited: &[InvitationParticipantInfo]) -> Result<Vec<(&'static str, String)>, Refusal> {
    let key = |one: &InvitationParticipantInfo| one.identity.as_ref().and_then(identity::of);
    let each = invited.iter().map(|one| {
        key(one).ok_or_else(|| Refusal::invalid_argument("A participant has no identity with an id."))
    });
    each.collect()
}

fn add(
    world: &mut World,
    call: &str,
    operation: &str,
    info: InvitationParticipantInfo,
    key: &str,
    is_at_once: bool,
) {
    let id = info.participant_id.unwrap_or_else(|| world.random.guid());
    let Some(identity) = info.identity else { return };
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    // The first invitation turns a peer-to-peer call into a group call.
    if leg.kind == Kind::PeerToPeer {
        leg.kind = Kind::Group;
    }
    let mut party = Party::new(id.clone(), key, identity, Stage::Ringing);
    party.invitation = Some(operation.to_owned());
    leg.parties.push(party);
    let reaction = if is_at_once { Reaction::at_once() } else { callee::reaction(&world.settings, key) };
    let call = call.to_owned();
    callee::after(world, reaction, move |world, reaction| remote::react(world, &call, &id, reaction));
}
