//! The Unified Messaging web service.

mod calls;
mod settings;

use ews_um::soap::{Envelope, Fault};
use ews_um::um::Response;
use ews_um::um::server::Operation;
use http::StatusCode;

use super::auth::{Caller, check_access};
use super::fault;
use super::mailbox::Mailbox;
use super::soap::{self, Message, Violation};
use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// A response, with the id of the call that it concerns.
struct Reply {
    content: Response,
    call: Option<String>,
}

impl Reply {
    fn new(content: impl Into<Response>) -> Self {
        Self { content: content.into(), call: None }
    }

    fn of_call(content: impl Into<Response>, call: impl Into<String>) -> Self {
        Self { content: content.into(), call: Some(call.into()) }
    }
}

/// A request that is refused with a fault.
struct Refused(Box<Fault>);

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self(Box::new(fault))
    }
}

impl From<Violation> for Refused {
    /// Ignores the violation, which the fault cannot contain.
    fn from(_: Violation) -> Self {
        fault::invalid_request().into()
    }
}

/// Returns the operation of a request, by the element in the body.
pub(super) fn operation(request: &Request) -> Option<Operation> {
    of(&Message::parse(request).ok()?)
}

fn of(message: &Message<'_>) -> Option<Operation> {
    let name = &message.content.name;
    Operation::of_element(&name.namespace, &name.local)
}

/// Processes a request.
pub(super) fn handle(world: &mut World, request: &Request, caller: &Caller) -> Answer {
    let mailbox = match caller {
        Caller::User(mailbox) => mailbox,
        // The messages have no header that could name a mailbox.
        Caller::Application => return Answer::empty(StatusCode::FORBIDDEN),
    };
    if let Err(refused) = check_access(mailbox) {
        return *refused;
    }
    match run(world, request, mailbox) {
        Ok(Reply { content, call }) => {
            Answer { call, ..soap::answer(StatusCode::OK, &Envelope::new(content)) }
        }
        Err(Refused(fault)) if world.exchange.has_bare_faults => fault::answer(fault::bare(*fault)),
        Err(Refused(fault)) => fault::answer(*fault),
    }
}

fn run(world: &mut World, request: &Request, mailbox: &Mailbox) -> Result<Reply, Refused> {
    let mut message = Message::parse(request)?;
    let operation = of(&message).ok_or_else(fault::invalid_request)?;
    let action = request.header("soapaction").map(|action| action.trim().trim_matches('"'));
    if action.is_some_and(|action| !action.is_empty() && action != operation.action()) {
        return Err(fault::invalid_request().into());
    }
    if let Some(name) = world.exchange.refusals.pop_front() {
        return Err(fault::exception(&name, "The request is refused by a script.").into());
    }
    if !mailbox.has_um() && operation != Operation::IsUmEnabled {
        let text = "The mailbox is not enabled for Unified Messaging.";
        return Err(fault::exception("UserNotUmEnabledException", text).into());
    }
    match operation {
        Operation::Disconnect => calls::check_disconnect(&message)?,
        Operation::SetTelephoneAccessFolderEmail => settings::rename_folder(&mut message),
        _ => {}
    }
    message.check(operation.rules())?;
    match operation {
        Operation::Disconnect => calls::disconnect(world, &message, mailbox),
        Operation::GetCallInfo => calls::get_call_info(world, &message, mailbox),
        Operation::GetUmProperties => Ok(settings::get(world, mailbox)),
        Operation::IsUmEnabled => Ok(settings::is_enabled(mailbox)),
        Operation::PlayOnPhone => calls::play_on_phone(world, &message, mailbox),
        Operation::PlayOnPhoneGreeting => calls::play_greeting(world, &message, mailbox),
        Operation::ResetPin => Ok(settings::reset_pin(world, mailbox)),
        Operation::SetMissedCallNotificationEnabled => settings::set_missed_calls(world, &message, mailbox),
        Operation::SetOofStatus => settings::set_oof(world, &message, mailbox),
        Operation::SetPlayOnPhoneDialString => settings::set_dial_string(world, &message, mailbox),
        Operation::SetTelephoneAccessFolderEmail => settings::set_folder(world, &message, mailbox),
    }
}
