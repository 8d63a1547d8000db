//! Calls that ring at the application: answering, redirecting, rejecting.

use acs_calling::{
    AnswerCallRequest, CallConnectionState, CommunicationIdentifier, PhoneNumberIdentifier,
    RedirectCallRequest, RejectCallRequest,
};
use http::StatusCode;

use super::super::body::required;
use super::super::connection::{Connection, Direction};
use super::super::conversation::{Conversation, Party};
use super::super::event_grid::incoming::{self, IncomingCall, Take};
use super::super::identity::Identity;
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::{callback_uri, dial, end};
use super::connected::{SET_UP, connected};
use super::get::properties;
use super::options::options;
use crate::answer::Answer;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// Answers a call.
pub(crate) fn answer(world: &mut World, request: AnswerCallRequest) -> Reply {
    let callback_uri = required(request.callback_uri, "CallbackUri")?;
    callback_uri::check(&callback_uri, "CallbackUri")?;
    let options = options(
        request.operation_context,
        request.call_intelligence_options,
        request.media_streaming_options,
        request.transcription_options,
    )?;
    let context = required(request.incoming_call_context, "IncomingCallContext")?;
    let incoming = incoming::take(world, &context, Take::Answer)?;
    let caller = Identity::read(&incoming.from, "From")?;
    let callee = Identity::read(&incoming.to, "To")?;
    let answered_by = request.answered_by.and_then(|user| user.id).map(|id| Identity::from_raw_id(&id));
    let own = answered_by.unwrap_or_else(|| match callee.is_user() {
        true => callee.clone(),
        false => Identity::from_raw_id(&world.settings.identities.acs_user),
    });

    let mut conversation =
        Conversation::new(incoming.server_call_id.clone(), incoming.correlation_id.clone());
    conversation.parties.push(Party::new(caller.clone()));
    let mut connection =
        Connection::new(world, &conversation, Direction::Answered, callback_uri, options, own);
    connection.source = Some(caller);
    connection.source_display_name.clone_from(&incoming.caller_display_name);
    connection.answered_for = dialed_number(&callee);
    connection.targets.push(callee);
    let call = connection.id.clone();
    end::begin(world, connection, conversation);
    let id = call.clone();
    let is_first = !incoming.is_answered_elsewhere;
    world.after(SET_UP, move |world| match is_first {
        true => complete(world, &id),
        false => end::end(world, &id, result(487, 10003, "The call was accepted elsewhere.")),
    });
    let properties = properties(world, &call)?;
    Ok(Answer::json(StatusCode::OK, &properties).for_call(call))
}

/// Connects the call, unless it has ended.
fn complete(world: &mut World, call: &str) {
    let connection = world.acs.connections.get(call);
    if connection.is_some_and(|connection| connection.state == CallConnectionState::Connecting) {
        connected(world, call);
    }
}

/// Redirects a call.
pub(crate) fn redirect(world: &mut World, request: &RedirectCallRequest) -> Reply {
    let target = Identity::read_option(request.target.as_ref(), "Target")?;
    let target = required(target, "Target")?;
    dial::check(&target.raw_id)?;
    let context = required(request.incoming_call_context.as_deref(), "IncomingCallContext")?;
    let caller = Identity::read_option(incoming::caller(world, context), "From")?;
    if target.is_phone() && caller.is_some_and(|caller| !caller.is_phone()) {
        return Err(Refusal::not_supported("A call of a user cannot be redirected to a phone number."));
    }
    let incoming = take(world, context, Take::Redirect)?;
    note(world, &incoming, "redirected", &target.raw_id);
    Ok(Answer::empty(StatusCode::NO_CONTENT).for_call(incoming.id))
}

/// Rejects a call.
pub(crate) fn reject(world: &mut World, request: &RejectCallRequest) -> Reply {
    let context = required(request.incoming_call_context.as_deref(), "IncomingCallContext")?;
    let incoming = take(world, context, Take::Reject)?;
    let reason = request.call_reject_reason.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    note(world, &incoming, "rejected", &reason);
    Ok(Answer::empty(StatusCode::NO_CONTENT).for_call(incoming.id))
}

/// Takes a call that has not been answered.
fn take(world: &mut World, context: &str, purpose: Take) -> Result<IncomingCall, Refusal> {
    let incoming = incoming::take(world, context, purpose)?;
    if incoming.is_answered_elsewhere { Err(Refusal::call_not_found()) } else { Ok(incoming) }
}

fn note(world: &mut World, incoming: &IncomingCall, state: &str, detail: &str) {
    let entry = NewEntry::new(Service::Acs, Kind::State, state);
    world.note(entry.call(incoming.id.clone()).detail(detail));
}

/// Returns the phone number that the caller dialed.
fn dialed_number(callee: &Identity) -> Option<PhoneNumberIdentifier> {
    match CommunicationIdentifier::from(callee.raw_id.as_str()) {
        CommunicationIdentifier::PhoneNumber(number) => Some(PhoneNumberIdentifier::new(number.value())),
        _ => None,
    }
}
