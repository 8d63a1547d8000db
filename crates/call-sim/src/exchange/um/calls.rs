//! The operations that place calls, read their states and end them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ews_um::soap::{Fault, FaultKind};
use ews_um::um::{
    Disconnect, DisconnectResponse, GetCallInfo, GetCallInfoResponse, PlayOnPhone, PlayOnPhoneGreeting,
    PlayOnPhoneGreetingResponse, PlayOnPhoneResponse, UmCallInfo, UmCallState, UmEventCause, UmGreeting,
};

use super::{Refused, Reply};
use crate::exchange::call::{self, Cause, Family, Line};
use crate::exchange::dial;
use crate::exchange::fault;
use crate::exchange::items::MISSING;
use crate::exchange::mailbox::Mailbox;
use crate::exchange::soap;
use crate::phone::Magic;
use crate::request::Request;
use crate::world::World;

pub(super) fn play_on_phone(
    world: &mut World,
    request: &Request,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &PlayOnPhone| &body.extra)?;
    let entry = message.required(message.content.entry_id.as_deref(), "entryId")?;
    let number = message.required(message.content.dial_string.as_deref(), "DialString")?;
    if entry.is_empty() || entry == MISSING || STANDARD.decode(entry).is_err() {
        let text = "The object identifier isn't valid.";
        return Err(Fault::exception(&FaultKind::InvalidObjectId, text).into());
    }
    let id = place(world, mailbox, number)?;
    Ok(Reply::of_call(PlayOnPhoneResponse::new(&id), id))
}

pub(super) fn play_greeting(
    world: &mut World,
    request: &Request,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &PlayOnPhoneGreeting| &body.extra)?;
    let greeting = message.required(message.content.greeting_type.as_ref(), "GreetingType")?;
    if matches!(greeting, UmGreeting::Other(_)) {
        return Err(message.invalid("GreetingType", "NormalCustom or OofCustom").into());
    }
    let number = message.required(message.content.dial_string.as_deref(), "DialString")?;
    let id = place(world, mailbox, number)?;
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
    world: &mut World,
    request: &Request,
    mailbox: &Mailbox,
) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &GetCallInfo| &body.extra)?;
    let id = message.required(message.content.call_id.as_deref(), "CallId")?;
    let call = call::find(world, mailbox, Family::Um, id).ok_or_else(invalid_call_id)?;
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

pub(super) fn disconnect(world: &mut World, request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    let message = soap::read(request, |body: &Disconnect| &body.extra)?;
    // A missing identifier is reported like a wrong one.
    let id = message.content.call_id.as_deref().unwrap_or_default();
    call::find(world, mailbox, Family::Um, id).ok_or_else(invalid_call_id)?;
    call::end(world, id, Cause::None);
    Ok(Reply::of_call(DisconnectResponse::new(), id))
}

fn invalid_call_id() -> Fault {
    Fault::exception(&FaultKind::InvalidCallId, "The call identifier isn't valid.")
}
