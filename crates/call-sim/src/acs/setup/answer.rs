//! Calls that ring at the application: answering, redirecting, rejecting.

use acs_calling::{
    AnswerCallRequest, AnswerFailed, CallConnectionState, CallRejectReason, CommunicationIdentifier,
    PhoneNumberIdentifier, RedirectCallRequest, RejectCallRequest,
};
use http::StatusCode;

use super::super::body::required;
use super::super::connection::{Connection, Direction};
use super::super::conversation::{Conversation, Party};
use super::super::event_grid::incoming::{self, IncomingCall, Take};
use super::super::event_grid::{NewCall, announce};
use super::super::identity::Identity;
use super::super::reach::{self, Leg};
use super::super::refusal::{Refusal, Reply};
use super::super::results::result;
use super::super::ringing::Failure;
use super::super::{callback_uri, dial, end};
use super::connected::{SET_UP, connected, join};
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
    // The call keeps the id with which it rang, so that scripts find it.
    if !incoming.is_answered_elsewhere {
        connection.id.clone_from(&incoming.id);
    }
    connection.source = Some(caller);
    connection.source_display_name.clone_from(&incoming.caller_display_name);
    connection.answered_for = dialed_number(&callee);
    connection.targets.push(callee);
    let call = connection.id.clone();
    end::begin(world, connection, conversation);
    let id = call.clone();
    let is_first = !incoming.is_answered_elsewhere;
    let leg = world.acs.legs.get(&incoming.id).cloned();
    world.after(SET_UP, move |world| match is_first {
        true => complete(world, &id, leg),
        false => end::end(world, &id, result(487, 10003, "The call was accepted elsewhere.")),
    });
    let properties = properties(world, &call)?;
    Ok(Answer::json(StatusCode::OK, &properties).for_call(call))
}

/// Connects the call, unless it has ended.
fn complete(world: &mut World, call: &str, leg: Option<Leg>) {
    let connection = world.acs.connections.get(call);
    if connection.is_none_or(|connection| connection.state != CallConnectionState::Connecting) {
        return;
    }
    match leg {
        None => connected(world, call),
        Some(leg) if !dial::is_ringing(world, &leg.call, &leg.ringing) => caller_gone(world, call),
        Some(leg) if leg.joins_caller => {
            join(world, call);
            dial::answer(world, &leg.call, &leg.ringing);
        }
        Some(leg) => {
            connected(world, call);
            dial::answer(world, &leg.call, &leg.ringing);
        }
    }
}

/// Ends a connection whose caller hung up while the application was answering.
pub(crate) fn caller_gone(world: &mut World, call: &str) {
    end::abandon(world, call, result(404, 8522, "Call not found."), AnswerFailed::new());
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
    if let Some(leg) = world.acs.legs.remove(&incoming.id) {
        dial::redirect(world, &leg.call, &leg.ringing, target);
    } else if reach::is_own(world, &target) {
        let new = NewCall {
            from: Identity::read(&incoming.from, "From")?,
            to: target,
            display_name: incoming.caller_display_name,
            server_call_id: Some(incoming.server_call_id),
            correlation_id: Some(incoming.correlation_id),
            custom_context: incoming.custom_context,
        };
        // `is_own` has checked that a subscription is active.
        let _ = announce(world, new);
    }
    Ok(Answer::empty(StatusCode::NO_CONTENT).for_call(incoming.id))
}

/// Rejects a call.
pub(crate) fn reject(world: &mut World, request: &RejectCallRequest) -> Reply {
    let context = required(request.incoming_call_context.as_deref(), "IncomingCallContext")?;
    let incoming = take(world, context, Take::Reject)?;
    let reason = request.call_reject_reason.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
    note(world, &incoming, "rejected", &reason);
    if let Some(leg) = world.acs.legs.remove(&incoming.id) {
        let failure = match request.call_reject_reason {
            Some(CallRejectReason::Busy) => Failure::Busy,
            Some(CallRejectReason::Forbidden) => Failure::Forbidden,
            _ => Failure::Declined,
        };
        dial::fail(world, &leg.call, &leg.ringing, failure);
    }
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
