//! Screen sharing and content sharing sessions.

use call_wire::json::Object as _;
use graph_calls::{CallChangeScreenSharingRoleParameters, ChangeType, ContentSharingSession};
use http::StatusCode;

use super::input::Input;
use super::leg::Feature;
use super::notify::{self, Address, Notice};
use super::party::Party;
use super::refusal::Refusal;
use super::state::{context, path, url};
use super::typed::typed;
use super::{query, roster};
use crate::answer::Answer;
use crate::phone::ScriptError;
use crate::world::World;

/// Changes the role of the application in screen sharing.
pub(super) fn change_role(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let body: CallChangeScreenSharingRoleParameters = input.body()?;
    let leg = world.graph.group(input.call())?;
    if !leg.is_app_hosted() {
        return Err(Refusal::media_mode("Screen sharing requires application-hosted media."));
    }
    leg.screen = body.role;
    roster::announce(world, input.call());
    Ok(Answer::empty(StatusCode::ACCEPTED))
}

/// Lists the content sharing sessions.
pub(super) fn list(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let items = world.graph.leg(input.call())?.sessions();
    let list = url(world, &path(input.call(), "/contentSharingSessions"));
    let context = context(world, input.call(), "/contentSharingSessions");
    query::page(input.request, &items, ContentSharingSession::INFO, &list, Some(&context))
}

/// Returns a content sharing session.
pub(super) fn get(world: &mut World, input: &Input<'_>) -> Result<Answer, Refusal> {
    let id = input.parameter("session-id");
    let mut items = world.graph.leg(input.call())?.sessions().into_iter();
    let one = items.find(|one| one.id.as_deref() == Some(id)).ok_or_else(Refusal::call_not_found)?;
    query::one(
        input.request,
        &one,
        ContentSharingSession::INFO,
        &context(world, input.call(), "/contentSharingSessions/$entity"),
    )
}

/// Starts or stops the sharing of a remote party. Without a party, the first one that can do so is selected.
pub(super) fn share(
    world: &mut World,
    call: &str,
    party: Option<&str>,
    is_on: bool,
) -> Result<(), ScriptError> {
    let session = world.random.guid();
    let leg = world.graph.legs.get_mut(call).filter(|leg| leg.has_roster());
    let leg = leg.ok_or_else(|| ScriptError::new(format!("{call} is not a group call or meeting")))?;
    let can = |one: &&mut Party| {
        one.is_connected() && one.shares.is_some() != is_on && party.is_none_or(|name| one.is(name))
    };
    let party = leg.parties.iter_mut().find(can);
    let party = party.ok_or_else(|| ScriptError::new("no participant can start or stop sharing"))?;
    let (change, session) = if is_on {
        party.shares = Some(session.clone());
        (ChangeType::Created, session)
    } else {
        (ChangeType::Deleted, party.shares.take().unwrap_or_default())
    };
    announce(world, call, change, &session);
    roster::announce(world, call);
    Ok(())
}

/// Sends a notification of a session if the application has requested such notifications. For incoming calls, the URL
/// contains the id of the session, and the notification has no resource.
fn announce(world: &mut World, call: &str, change: ChangeType, session: &str) {
    let Some(leg) = world.graph.legs.get(call) else { return };
    if !leg.has_option(Feature::ContentSharing) {
        return;
    }
    let name = "contentSharingSession";
    let notice = if leg.is_outgoing() {
        let sessions = vec![typed(ContentSharingSession::new().id(session))];
        Notice::new(change, "/contentsharingsessions", name).data(&sessions)
    } else {
        Notice::new(change, format!("/contentsharingsessions/{session}"), name)
    };
    let address = Address::of(leg);
    notify::send(world, &address, notice);
}
