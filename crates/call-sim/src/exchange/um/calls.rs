//! The operations that place calls, read their states and end them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ews_um::soap::{Fault, FaultKind, ns};
use ews_um::um::{
    Disconnect, DisconnectResponse, GetCallInfo, GetCallInfoResponse, PlayOnPhone, PlayOnPhoneGreeting,
    PlayOnPhoneGreetingResponse, PlayOnPhoneResponse, UmCallInfo, UmCallState, UmEventCause,
};

use super::{Refused, Reply};
use crate::exchange::call::{self, Cause, Family, Line};
use crate::exchange::dial;
use crate::exchange::fault;
use crate::exchange::items::MISSING;
use crate::exchange::mailbox::Mailbox;
use crate::exchange::soap::Message;
use crate::phone::Magic;
use crate::world::World;

pub(super) fn play_on_phone(
    world: &mut World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let PlayOnPhone { entry_id, dial_string, .. } = message.decode()?;
    let entry = entry_id.unwrap_or_default();
    if entry.is_empty() || entry == MISSING || STANDARD.decode(&entry).is_err() {
        let text = "The object identifier isn't valid.";
        return Err(Fault::exception(&FaultKind::InvalidObjectId, text).into());
    }
    let id = place(world, mailbox, &dial_string.unwrap_or_default())?;
    Ok(Reply::of_call(PlayOnPhoneResponse::new(&id), id))
}

pub(super) fn play_greeting(
    world: &mut World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    // Both greetings take the same time.
    let PlayOnPhoneGreeting { dial_string, .. } = message.decode()?;
    let id = place(world, mailbox, &dial_string.unwrap_or_default())?;
    Ok(Reply::of_call(PlayOnPhoneGreetingResponse::new(&id), id))
}

/// Places a call, unless the dial string or its magic number prevents it.
fn place(world: &mut World, mailbox: &Mailbox, number: &str) -> Result<String, Refused> {
    // A SIP address is not a dial string of this service.
    if dial::check(number).is_err() || number.contains('@') {
        let text = "Dialing restrictions are preventing the phone number that was entered from being dialed.";
        return Err(Fault::exception(&FaultKind::DialingRules, text).into());
    }
    if Magic::of(number) == Some(Magic::Throttled) {
        return Err(fault::busy(None).into());
    }
    Ok(call::start(world, mailbox, Family::Um, number))
}

pub(super) fn get_call_info(
    world: &World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let id = message.decode::<GetCallInfo>()?.call_id.unwrap_or_default();
    let call = call::find(world, mailbox, Family::Um, &id).ok_or_else(invalid_call_id)?;
    let state = match call.line {
        Line::Connecting | Line::Alerted => UmCallState::Connecting,
        Line::Connected => UmCallState::Connected,
        Line::Disconnected => UmCallState::Disconnected,
    };
    let cause = match call.cause {
        Cause::Busy => UmEventCause::UserBusy,
        // The other causes do not occur in this protocol.
        Cause::None | Cause::NoAnswer | Cause::Unavailable | Cause::Declined => UmEventCause::None,
    };
    Ok(Reply::of_call(GetCallInfoResponse::new(UmCallInfo::new(state, cause)), id))
}

pub(super) fn disconnect(
    world: &mut World,
    message: &Message<'_>,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let id = message.decode::<Disconnect>()?.call_id.unwrap_or_default();
    call::find(world, mailbox, Family::Um, &id).ok_or_else(invalid_call_id)?;
    call::end(world, &id, Cause::None);
    Ok(Reply::of_call(DisconnectResponse::new(), id))
}

/// Checks that a request to disconnect has an identifier. A missing one is reported like an unknown one.
pub(super) fn check_disconnect(message: &Message<'_>) -> Result<(), Refused> {
    let id = message.content.child(ns::MESSAGES, "CallId");
    id.map(drop).ok_or_else(|| invalid_call_id().into())
}

fn invalid_call_id() -> Fault {
    Fault::exception(&FaultKind::InvalidCallId, "The call identifier isn't valid.")
}
