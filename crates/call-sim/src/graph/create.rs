//! Calls that the application places, and meetings that it joins.

use std::time::Duration;

use graph_calls::{
    Call, CallDirection, InvitationParticipantInfo, MediaConfig, MeetingInfo, Modality, ParticipantInfo,
};
use http::StatusCode;
use http::header::LOCATION;

use super::ending::Ending;
use super::input::Input;
use super::leg::{Kind, Leg, Phase};
use super::lifecycle::{self, SETUP};
use super::meeting::Meeting;
use super::party::{Party, Stage};
use super::refusal::Refusal;
use super::state::{path, url};
use super::typed::{typed, with_nulls};
use super::{callback, callee, identity, remote};
use crate::answer::Answer;
use crate::world::World;

/// The largest number of called users.
const MOST_TARGETS: usize = 5;

/// The longest time that the application waits in the lobby.
const LOBBY: Duration = Duration::from_secs(15 * 60);

/// The members that are null in the response if they have no value.
const NULLS: [&str; 9] = [
    "chatInfo",
    "incomingContext",
    "mediaState",
    "meetingInfo",
    "resultInfo",
    "subject",
    "tenantId",
    "toneInfo",
    "transcription",
];

/// Places a call, or joins a meeting.
pub(super) fn create(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let mut call: Call = input.body()?;
    callback::check(call.callback_uri.as_deref().unwrap_or_default())?;
    let meeting = call.meeting_info.as_ref().map(|info| find_meeting(world, &call, info)).transpose()?;
    let targets = call.targets.clone().unwrap_or_default();
    if meeting.is_none() && !(1..=MOST_TARGETS).contains(&targets.len()) {
        let message = format!("targets has {} items (expected 1 to {MOST_TARGETS}).", targets.len());
        return Err(Refusal::invalid_argument(message));
    }
    if call.media_config.is_none() {
        let expected = "appHostedMediaConfig or serviceHostedMediaConfig";
        return Err(Refusal::invalid_argument(format!("mediaConfig is required (expected {expected}).")));
    }
    let keys = targets.iter().map(|target| target.identity.as_ref().and_then(identity::of));
    let keys =
        keys.map(|key| key.ok_or_else(|| Refusal::invalid_argument("A target has no identity with an id.")));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let kind = match (&meeting, targets.len()) {
        (Some(_), _) => Kind::Meeting,
        (None, 1) => Kind::PeerToPeer,
        (None, _) => Kind::Group,
    };
    let has_phone = keys.iter().any(|(kind, _)| *kind == "phone");
    authorize(world, input, &call, kind, has_phone)?;
    callee::check(keys.iter().map(|(_, key)| key.as_str()))?;
    if has_phone {
        check_source(&call)?;
    }

    complete(world, input, &mut call);
    if let Some(meeting) = &meeting {
        call.chat_info = Some(meeting.chat_info());
    }
    let id = call.id.clone().unwrap_or_default();
    let started = world.clock.now();
    let scenario = input.request.header("scenario-id").map(str::to_owned);
    let scenario = scenario.or_else(|| call.call_chain_id.clone()).unwrap_or_default();
    let mut leg = Leg::new(call.clone(), kind, Phase::Establishing, started, scenario);
    leg.set_phase(Phase::Establishing);
    call.state.clone_from(&leg.resource.state);
    world.graph.legs.insert(id.clone(), leg);
    lifecycle::keep_alive(world, &id);
    lifecycle::announce(world, &id, |resource| resource);
    match meeting {
        Some(meeting) => enter_meeting(world, &id, &meeting),
        None => ring(world, &id, &targets, &keys),
    }
    let context = format!("{}/v1.0/$metadata#communications/calls/$entity", world.settings.base);
    call.extra.insert("@odata.context", context.as_str());
    let location = url(world, &path(&id, ""));
    let answer = Answer::json(StatusCode::CREATED, &typed(with_nulls(call, &NULLS)));
    Ok(answer.header(LOCATION, &location).for_call(id))
}

/// Returns the meeting that a call joins. With an organizer and a thread, every meeting exists.
fn find_meeting(world: &World, call: &Call, info: &MeetingInfo) -> Result<Meeting, Refusal> {
    let meetings = &world.graph.meetings;
    match info {
        MeetingInfo::JoinMeetingId(info) => {
            let id: String = info.join_meeting_id.iter().flat_map(|id| id.split_whitespace()).collect();
            let passcode = info.passcode.as_deref().unwrap_or_default();
            let found = meetings.iter().find(|one| one.join_meeting_id == id && one.passcode == passcode);
            found
                .cloned()
                .ok_or_else(|| Refusal::new(StatusCode::BAD_REQUEST, 8561, "Invalid Join Meeting ID."))
        }
        MeetingInfo::Token(info) => {
            let found = meetings.iter().find(|one| info.token.as_deref() == Some(&*one.token));
            found.cloned().ok_or_else(|| Refusal::new(StatusCode::BAD_REQUEST, 8526, "Invalid join token."))
        }
        MeetingInfo::Organizer(info) => {
            let thread = call.chat_info.as_ref().and_then(|chat| chat.thread_id.clone());
            let thread = thread.ok_or_else(|| {
                Refusal::invalid_argument("chatInfo/threadId is required with an organizerMeetingInfo.")
            })?;
            let organizer = info.organizer.as_ref().and_then(identity::of).map(|(_, id)| id);
            let organizer_id = organizer.ok_or_else(|| {
                Refusal::invalid_argument("meetingInfo/organizer has no identity with an id.")
            })?;
            let found = meetings.iter().find(|one| one.thread_id == thread);
            Ok(found.cloned().unwrap_or_else(|| Meeting {
                thread_id: thread,
                organizer_id,
                tenant_id: world.settings.identities.graph_tenant_id.clone(),
                join_meeting_id: String::new(),
                passcode: String::new(),
                token: String::new(),
                has_lobby: false,
            }))
        }
        _ => {
            let kinds = "organizerMeetingInfo, joinMeetingIdMeetingInfo or tokenMeetingInfo";
            Err(Refusal::invalid_argument(format!("meetingInfo has an unknown type (expected {kinds}).")))
        }
    }
}

/// Checks the permissions for the kind of call, and the tenant. Calls to users may omit the tenant.
fn authorize(
    world: &World,
    input: &Input<'_>,
    call: &Call,
    kind: Kind,
    has_phone: bool,
) -> Result<(), Refusal> {
    let is_guest = call
        .source
        .as_ref()
        .and_then(|source| source.identity.as_ref())
        .is_some_and(|set| identity::id_of(set, "guest").is_some());
    input.grant.require(match kind {
        Kind::PeerToPeer => "Calls.Initiate.All",
        Kind::Group => "Calls.InitiateGroupCall.All",
        Kind::Meeting if is_guest => "Calls.JoinGroupCallAsGuest.All",
        Kind::Meeting => "Calls.JoinGroupCall.All",
    })?;
    if matches!(call.media_config, Some(MediaConfig::AppHosted(_))) {
        input.grant.require("Calls.AccessMedia.All")?;
    }
    match &call.tenant_id {
        Some(tenant) if *tenant == world.settings.identities.graph_tenant_id => Ok(()),
        None if kind != Kind::Meeting && !has_phone => Ok(()),
        _ => Err(Refusal::forbidden(7505, "Request authorization tenant mismatch.")),
    }
}

/// Returns an error unless the source is an application instance, which a call to a phone number requires.
fn check_source(call: &Call) -> Result<(), Refusal> {
    let set = call.source.as_ref().and_then(|source| source.identity.as_ref());
    if set.is_some_and(|set| identity::id_of(set, "applicationInstance").is_some()) {
        return Ok(());
    }
    Err(Refusal::forbidden(7507, "Call source identity invalid."))
}

/// Sets the members that the service determines.
fn complete(world: &mut World, input: &Input<'_>, call: &mut Call) {
    call.id = Some(world.random.guid());
    call.my_participant_id = Some(world.random.guid());
    let given = input.request.header("x-microsoft-skype-chain-id").map(str::to_owned);
    call.call_chain_id = call.call_chain_id.take().or(given).or_else(|| Some(world.random.guid()));
    call.direction = Some(CallDirection::Outgoing);
    call.requested_modalities.get_or_insert_with(|| vec![Modality::Audio]);
    let app = &world.settings.identities.graph_app_id;
    call.source
        .get_or_insert_with(|| typed(ParticipantInfo::new(identity::application(app, Some("Calling Bot")))));
}

/// Calls the targets.
fn ring(
    world: &mut World,
    call: &str,
    targets: &[InvitationParticipantInfo],
    keys: &[(&'static str, String)],
) {
    for (target, (_, key)) in targets.iter().zip(keys) {
        let id = world.random.guid();
        let (Some(leg), Some(identity)) = (world.graph.legs.get_mut(call), target.identity.clone()) else {
            return;
        };
        leg.parties.push(Party::new(id.clone(), key, identity, Stage::Ringing));
        let reaction = callee::reaction(&world.settings, key);
        let call = call.to_owned();
        callee::after(world, reaction, move |world, reaction| remote::react(world, &call, &id, reaction));
    }
}

/// Joins a meeting, or waits in its lobby. The organizer is already there.
fn enter_meeting(world: &mut World, call: &str, meeting: &Meeting) {
    let id = world.random.guid();
    let organizer = &meeting.organizer_id;
    let identity = identity::person(organizer, Some("Organizer"));
    let mut party = Party::new(id, organizer, identity, Stage::Connected);
    party.is_organizer = true;
    let Some(leg) = world.graph.legs.get_mut(call) else { return };
    leg.parties.push(party);
    if meeting.has_lobby {
        leg.set_phase(Phase::Lobby);
        let call = call.to_owned();
        world.after(LOBBY, move |world| {
            if world.graph.legs.get(&call).is_some_and(|leg| leg.phase == Phase::Lobby) {
                lifecycle::end(world, &call, Ending::LOBBY);
            }
        });
    } else {
        lifecycle::establish_after(world, call, SETUP);
    }
}
