//! Incoming calls: ringing, answering, rejecting, redirecting.

use std::time::Duration;

use graph_calls::{
    Call, CallAnswerParameters, CallDirection, CallOptions, CallRedirectParameters, CallRejectParameters,
    ChangeType, IncomingContext, InvitationParticipantInfo, Modality, ParticipantInfo, TokenMeetingInfo,
};
use http::StatusCode;
use serde_json::json;

use super::callee::{self, Reaction};
use super::ending::Ending;
use super::input::Input;
use super::leg::{Kind, Leg, Phase, Target};
use super::lifecycle::{self, SETUP, note_state};
use super::meeting::Meeting;
use super::notify::{self, Address, Notice};
use super::party::{Party, Stage};
use super::refusal::Refusal;
use super::state::path;
use super::typed::typed;
use super::{callback, identity};
use crate::answer::Answer;
use crate::calls::Ring;
use crate::delivery;
use crate::phone::ScriptError;
use crate::world::World;

/// The time in which the application must answer.
const ANSWER_IN: Duration = Duration::from_secs(15);

/// The time in which the application must answer a call with policy-based recording.
const ANSWER_RECORDING_IN: Duration = Duration::from_secs(5);

/// The largest number of targets of a redirection.
const MOST_TARGETS: usize = 25;

/// The purpose of a call to the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A peer-to-peer call.
    Call,
    /// An invitation to a meeting.
    Meeting(Meeting),
    /// Policy-based recording.
    Recording,
}

/// Calls the application, and returns the id of the call.
pub(super) fn ring(world: &mut World, ring: &Ring, purpose: &Purpose) -> Result<String, ScriptError> {
    let webhook = world.graph.webhook.clone().ok_or_else(|| {
        ScriptError::new(
            "no webhook is registered for incoming calls: register it with `Graph::webhook` or POST /_sim/subscriptions",
        )
    })?;
    offer(world, ring, webhook, purpose)
}

/// Offers a call to the application at a URL.
pub(super) fn offer(
    world: &mut World,
    ring: &Ring,
    url: String,
    purpose: &Purpose,
) -> Result<String, ScriptError> {
    if ring.from.is_empty() {
        return Err(ScriptError::new("the caller is empty (expected a phone number or an object id)"));
    }
    let leg = new_leg(world, ring, url, purpose);
    let id = leg.id().to_owned();
    let address = Address::of(&leg);
    world.graph.legs.insert(id.clone(), leg);
    note_state(world, &id, "incoming", &format!("from {}", ring.from));
    if world.graph.has_older_form {
        let call = id.clone();
        notify::send_older(world, &address, move |world, outcome| acknowledged(world, &call, outcome, true));
    } else {
        announce(world, &id, true);
    }
    let call = id.clone();
    let time = if *purpose == Purpose::Recording { ANSWER_RECORDING_IN } else { ANSWER_IN };
    world.after(time, move |world| {
        if world.graph.legs.get(&call).is_some_and(|leg| leg.phase == Phase::Incoming) {
            lifecycle::end(world, &call, Ending::NOT_ANSWERED);
        }
    });
    Ok(id)
}

fn new_leg(world: &mut World, ring: &Ring, url: String, purpose: &Purpose) -> Leg {
    let [id, own, other, chain] = [(); 4].map(|()| world.random.guid());
    let identities = &world.settings.identities;
    let app = ring.to.clone().unwrap_or_else(|| identities.graph_app_id.clone());
    let caller = identity::person(&ring.from, ring.display_name.as_deref());
    let source = typed(ParticipantInfo::new(caller.clone()).region("amer").language_id("en-US"));
    let target = typed(InvitationParticipantInfo::new(identity::application(&app, Some("Calling Bot"))));
    let is_policy_recording = *purpose == Purpose::Recording;
    let mut context = IncomingContext::new().source_participant_id(&other);
    if is_policy_recording {
        context = context.observed_participant_id(&other);
    }
    let mut call = Call::new(&url)
        .id(&id)
        .direction(CallDirection::Incoming)
        .source(source)
        .targets([target])
        .requested_modalities([Modality::Audio])
        .tenant_id(&identities.graph_tenant_id)
        .my_participant_id(own)
        .call_chain_id(&chain)
        .incoming_context(typed(context));
    if is_policy_recording {
        let data = json!({"botData": {"callId": other, "inviteReasons": ["ComplianceRecording"]}});
        call.extra.insert("applicationMetadata", data);
    }
    let kind = match purpose {
        Purpose::Call => Kind::PeerToPeer,
        // A recording bot is in a separate call with the people who are recorded.
        Purpose::Recording => Kind::Group,
        Purpose::Meeting(meeting) => {
            call.chat_info = Some(meeting.chat_info());
            call.meeting_info = Some(TokenMeetingInfo::new(&meeting.token).into());
            Kind::Meeting
        }
    };
    let mut leg = Leg::new(call, kind, Phase::Incoming, world.clock.now(), chain);
    leg.set_phase(Phase::Incoming);
    leg.is_policy_recording = is_policy_recording;
    leg.parties.push(Party::new(other, &ring.from, caller, Stage::Connected));
    leg
}

/// Announces an incoming call in the form of Graph. If `again` is true, the response 204 repeats it.
fn announce(world: &mut World, call: &str, again: bool) {
    let tag = world.graph.tag();
    let Some(leg) = world.graph.legs.get(call) else { return };
    let mut resource = leg.resource.clone();
    resource.extra.insert("@odata.id", path(call, "").as_str());
    resource.extra.insert("@odata.etag", tag.as_str());
    let (address, id) = (Address::of(leg), call.to_owned());
    notify::send_first(
        world,
        &address,
        Notice::of_call(ChangeType::Created, resource),
        move |world, outcome| {
            acknowledged(world, &id, outcome, again);
        },
    );
}

/// Processes the response to the first notification. 204 requests the form of Graph; any other
/// response than a success ends the call.
fn acknowledged(world: &mut World, call: &str, outcome: &delivery::Outcome, again: bool) {
    let is_waiting = world.graph.legs.get(call).is_some_and(|leg| leg.phase == Phase::Incoming);
    if !is_waiting {
        return;
    }
    match outcome.status() {
        Some(StatusCode::NO_CONTENT) if again => announce(world, call, false),
        Some(status) if status.is_success() && status != StatusCode::NO_CONTENT => {}
        _ => lifecycle::end(world, call, Ending::NOT_ACKNOWLEDGED),
    }
}

/// Answers an incoming call.
pub(super) fn answer(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallAnswerParameters = input.body()?;
    let callback = body.callback_uri.unwrap_or_default();
    callback::check(&callback)?;
    let leg = incoming(world, input.call())?;
    leg.callback.clone_from(&callback);
    leg.resource.callback_uri = Some(callback);
    leg.resource.media_config = body.media_config;
    leg.resource.call_options = body.call_options.map(|options| CallOptions::Incoming(Box::new(options)));
    if let Some(modalities) = body.accepted_modalities {
        leg.resource.requested_modalities = Some(modalities);
    }
    if leg.is_app_hosted() {
        input.grant.require("Calls.AccessMedia.All")?;
    }
    lifecycle::enter(world, input.call(), Phase::Establishing);
    lifecycle::keep_alive(world, input.call());
    lifecycle::establish_after(world, input.call(), SETUP);
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

/// Rejects an incoming call.
pub(super) fn reject(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallRejectParameters = input.body()?;
    body.callback_uri.as_deref().map_or(Ok(()), callback::check)?;
    let address = Address::of(incoming(world, input.call())?);
    let address = match body.callback_uri {
        Some(uri) => address.at(uri),
        None => address,
    };
    world.graph.legs.remove(input.call());
    let reason = body.reason.map_or_else(|| "none".to_owned(), |reason| reason.to_string());
    note_state(world, input.call(), "rejected", &reason);
    let mut call = Call::default();
    call.extra.insert("@odata.id", path(input.call(), "").as_str());
    let notice = Notice::new(ChangeType::Deleted, "", "rejected").data(&typed(call));
    notify::send(world, &address, notice);
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

/// Redirects an incoming call. All targets ring, and the first one that answers takes the call.
pub(super) fn redirect(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallRedirectParameters = input.body()?;
    body.callback_uri.as_deref().map_or(Ok(()), callback::check)?;
    let targets = body.targets.unwrap_or_default();
    if !(1..=MOST_TARGETS).contains(&targets.len()) {
        let message = format!("targets has {} items (expected 1 to {MOST_TARGETS}).", targets.len());
        return Err(Refusal::invalid_argument(message));
    }
    let timeout = match (body.timeout, targets.len()) {
        (None, 1) => 55,
        (None, _) => 60,
        (Some(seconds), _) => u64::try_from(seconds).unwrap_or_default(),
    };
    if !(15..=90).contains(&timeout) {
        return Err(Refusal::invalid_argument("timeout is not valid (expected 15 to 90 seconds)."));
    }
    let keys = targets.iter().map(|target| {
        let key = target.identity.as_ref().and_then(identity::of);
        key.map(|(_, key)| key)
            .ok_or_else(|| Refusal::invalid_argument("A target has no identity with an id."))
    });
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    callee::check(keys.iter().map(String::as_str))?;
    let leg = incoming(world, input.call())?;
    if let Some(uri) = body.callback_uri {
        leg.callback = uri;
    }
    leg.set_phase(Phase::Redirecting);
    leg.targets = keys.iter().map(|key| Target { key: key.clone(), replaces: None }).collect();
    note_state(world, input.call(), "redirecting", &keys.join(", "));
    for key in keys {
        let reaction = callee::reaction(&world.settings, &key);
        let call = input.call().to_owned();
        callee::after(world, reaction, move |world, reaction| {
            target_reacted(world, &call, &key, matches!(reaction, Reaction::Answers { .. }));
        });
    }
    let call = input.call().to_owned();
    world.after(Duration::from_secs(timeout), move |world| {
        if world.graph.legs.get(&call).is_some_and(|leg| leg.phase == Phase::Redirecting) {
            lifecycle::end(world, &call, Ending::NO_TARGET);
        }
    });
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

/// Processes the reaction of a target of a redirection.
pub(super) fn target_reacted(world: &mut World, call: &str, key: &str, answers: bool) {
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    if leg.phase != Phase::Redirecting || !leg.targets.iter().any(|target| target.key == key) {
        return;
    }
    leg.targets.retain(|target| target.key != key);
    if answers {
        lifecycle::end(world, call, Ending::REDIRECTED);
    } else if leg.targets.is_empty() {
        lifecycle::end(world, call, Ending::NO_TARGET);
    }
}

/// Returns an incoming call that the application has not answered or redirected.
fn incoming<'w>(world: &'w mut World, call: &str) -> Result<&'w mut Leg, Refusal> {
    let leg = world.graph.leg(call)?;
    match leg.phase {
        Phase::Incoming => Ok(leg),
        _ if leg.is_outgoing() => Err(Refusal::wrong_state("The call is not incoming.")),
        _ => Err(Refusal::conflict("The call was already answered or redirected.")),
    }
}
