//! Transfers of peer-to-peer calls, and of participants of group calls.

use graph_calls::{CallState, CallTransferParameters, ChangeType, ResultInfo};
use http::StatusCode;

use super::callee::{self, Reaction};
use super::ending::Ending;
use super::identity;
use super::input::Input;
use super::leg::{Kind, Phase, Target};
use super::lifecycle::{self, note_state, partial};
use super::notify::{self, Address, Notice};
use super::refusal::Refusal;
use super::typed::typed;
use crate::answer::Answer;
use crate::world::World;

/// Transfers a call. It is established again if the target does not accept it.
pub(super) fn transfer(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallTransferParameters = input.body()?;
    let target = body.transfer_target.unwrap_or_default();
    let key = target.identity.as_ref().and_then(identity::of);
    let (kind, key) =
        key.ok_or_else(|| Refusal::invalid_argument("transferTarget has no identity with an id."))?;
    let leg = world.graph.established(input.call())?;
    if leg.phase == Phase::Transferring {
        return Err(Refusal::new(StatusCode::CONFLICT, 8607, "Transfer operation conflict."));
    }
    if leg.kind != Kind::PeerToPeer {
        // In a group call, the participant to transfer must be named.
        let transferee = body.transferee.and_then(|transferee| transferee.participant_id);
        let is_present = transferee.is_some_and(|id| leg.parties.iter().any(|party| party.id == id));
        if leg.kind == Kind::Meeting || !is_present {
            return Err(Refusal::invalid_argument("Cannot do transfer for meeting mode"));
        }
    }
    let source = leg.resource.source.iter().filter_map(|source| source.identity.as_ref());
    let targets = leg.resource.targets.iter().flatten().filter_map(|target| target.identity.as_ref());
    let has_instance = source.chain(targets).any(|set| identity::id_of(set, "applicationInstance").is_some());
    if kind == "phone" && !has_instance {
        return Err(Refusal::forbidden(7507, "Call source identity invalid."));
    }
    callee::check([key.as_str()].into_iter())?;
    if let Some(replaced) = &target.replaces_call_id {
        world.graph.established(replaced)?;
    }
    let is_consultative = target.replaces_call_id.is_some();
    if let Some(leg) = world.graph.legs.get_mut(input.call()) {
        leg.targets = vec![Target { key: key.clone(), replaces: target.replaces_call_id }];
    }
    lifecycle::enter(world, input.call(), Phase::Transferring);
    // The target of a consultative transfer is already in the call that is replaced.
    let reaction =
        if is_consultative { Reaction::at_once() } else { callee::reaction(&world.settings, &key) };
    let call = input.call().to_owned();
    let timer = callee::after(world, reaction, move |world, reaction| {
        target_reacted(world, &call, matches!(reaction, Reaction::Answers { .. }));
    });
    if let Some(leg) = world.graph.legs.get_mut(input.call()) {
        leg.ringing = Some(timer);
    }
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

/// Processes the reaction of the target of a transfer.
pub(super) fn target_reacted(world: &mut World, call: &str, answers: bool) {
    let Some(leg) = world.graph.legs.get_mut(call).filter(|leg| leg.phase == Phase::Transferring) else {
        return;
    };
    let replaces = leg.targets.pop().and_then(|target| target.replaces);
    let timer = leg.ringing.take();
    let mut resource = partial(leg);
    let address = Address::of(leg);
    if !answers {
        leg.set_phase(Phase::Established);
    }
    // If a script has acted, the target does not react by itself.
    if let Some(timer) = timer {
        world.cancel(timer);
    }
    if answers {
        resource.state = Some(CallState::TransferAccepted);
        note_state(world, call, "transferAccepted", "");
        notify::send(world, &address, Notice::of_call(ChangeType::Updated, resource));
        lifecycle::end(world, call, Ending::TRANSFERRED);
        if let Some(replaced) = replaces {
            lifecycle::end(world, &replaced, Ending::REPLACED);
        }
    } else {
        let subcode = if replaces.is_some() { 7700 } else { 7000 };
        let result = ResultInfo::new(500, subcode).message("The target did not take the call.");
        resource.state = Some(CallState::Established);
        note_state(world, call, "established", "the transfer failed");
        let resource = resource.result_info(typed(result));
        notify::send(world, &address, Notice::of_call(ChangeType::Updated, resource));
    }
}
