//! The phone-call operations of Exchange Web Services.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::OpenEnum as _;
use call_wire::xml::Element;
use ews_um::phone_call::server::Operation;
use ews_um::phone_call::{
    ConnectionFailureCause, DisconnectPhoneCall, DisconnectPhoneCallResponse, ExchangeVersion,
    GetPhoneCallInformation, GetPhoneCallInformationResponse, PhoneCallId, PhoneCallInformation,
    PhoneCallState, PlayOnPhone, PlayOnPhoneResponse, Response, ResponseClass, ResponseCode,
    ResponseMessageMessageXml,
};
use ews_um::soap::{Envelope, Fault, Header};
use http::StatusCode;

use super::auth::{Caller, check_access, impersonate};
use super::call::{self, Cause, Family, Line, PhoneCall};
use super::dial::{self, Undialable};
use super::fault;
use super::items::MISSING;
use super::mailbox::{MagicMailbox, Mailbox};
use super::soap::{self, Message, Violation};
use crate::answer::Answer;
use crate::phone::Magic;
use crate::request::Request;
use crate::world::World;

/// A refused request.
enum Refused {
    /// The web server refuses it.
    Answer(Box<Answer>),
    /// The request is malformed, or its header is not valid.
    Fault(Box<Fault>),
    /// The operation is not possible.
    Message(ResponseCode, &'static str),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl From<Violation> for Refused {
    fn from(violation: Violation) -> Self {
        fault::schema_validation(&violation).into()
    }
}

/// Creates the response message of an operation that is not possible.
macro_rules! error_message {
    ($response:ident, $code:expr, $text:expr) => {{
        let code: ResponseCode = $code;
        let message = $response::new(ResponseClass::Error).message_text($text).descriptive_link_key(0);
        let message = match code {
            ResponseCode::ErrorServerBusy => {
                let value: Element = fault::back_off_value(None);
                message.message_xml(ResponseMessageMessageXml::new().any([value]))
            }
            _ => message,
        };
        message.response_code(code).into()
    }};
}

/// Returns the operation of a request, by the element in the body.
pub(super) fn operation(request: &Request) -> Option<Operation> {
    of(&Message::parse(request).ok()?)
}

fn of(message: &Message<'_>) -> Option<Operation> {
    let name = &message.content.name;
    Operation::of_element(&name.namespace, &name.local)
}

/// Processes a request. The header `SOAPAction` is ignored: the element in the body decides.
pub(super) fn handle(world: &mut World, request: &Request, caller: Caller) -> Answer {
    let message = match Message::parse(request) {
        Ok(message) => message,
        Err(_) if request.body.is_empty() => return fault::answer(unknown_operation()),
        Err(violation) => return fault::answer(fault::schema_validation(&violation)),
    };
    let Some(operation) = of(&message) else { return fault::answer(unknown_operation()) };
    let outcome = open(world, caller, &message, operation).and_then(|mailbox| match operation {
        Operation::PlayOnPhone => play_on_phone(world, &message, &mailbox),
        Operation::GetPhoneCallInformation => get_information(world, &message, &mailbox),
        Operation::DisconnectPhoneCall => disconnect(world, &message, &mailbox),
    });
    let (content, call): (Response, _) = match outcome {
        Ok((content, call)) => (content, Some(call)),
        Err(Refused::Answer(answer)) => return *answer,
        Err(Refused::Fault(fault)) => return fault::answer(*fault),
        Err(Refused::Message(code, text)) => {
            let content = match operation {
                Operation::PlayOnPhone => error_message!(PlayOnPhoneResponse, code, text),
                Operation::GetPhoneCallInformation => {
                    error_message!(GetPhoneCallInformationResponse, code, text)
                }
                Operation::DisconnectPhoneCall => error_message!(DisconnectPhoneCallResponse, code, text),
            };
            (content, None)
        }
    };
    let envelope = Envelope::new(content).with_header(fault::header());
    Answer { call, ..soap::answer(StatusCode::OK, &envelope) }
}

/// Returns the fault for a request with an unknown operation.
fn unknown_operation() -> Fault {
    let expected = Operation::ALL.iter().map(|operation| operation.element());
    let expected = expected.collect::<Vec<_>>().join(", ");
    let text = format!("The request is invalid (expected one of {expected} in a SOAP body).");
    fault::error("ErrorInvalidRequest", &text, [])
}

/// Performs the checks that all operations share, and returns the mailbox that the request acts on.
fn open(
    world: &mut World,
    caller: Caller,
    message: &Message<'_>,
    operation: Operation,
) -> Result<Mailbox, Refused> {
    message.check(operation.rules())?;
    check_version(&message.header)?;
    let mailbox = impersonate(&world.settings.identities, caller, &message.header)
        .map_err(|code| fault::error(code, "The account cannot be impersonated.", []))?;
    check_access(&mailbox).map_err(Refused::Answer)?;
    match world.exchange.refusals.pop_front() {
        Some(code) => {
            Err(Refused::Message(ResponseCode::parse(&code), "The request is refused by a script."))
        }
        None => Ok(mailbox),
    }
}

/// A response and the id of its call.
type Outcome = Result<(Response, String), Refused>;

fn play_on_phone(world: &mut World, message: &Message<'_>, mailbox: &Mailbox) -> Outcome {
    let PlayOnPhone { item_id, dial_string, .. } = message.decode()?;
    let (item, number) = (item_id.unwrap_or_default(), dial_string.unwrap_or_default());
    check_um(mailbox)?;
    check_item(item.id.as_deref().unwrap_or_default())?;
    dial::check(&number).map_err(not_dialable)?;
    if Magic::of(&number) == Some(Magic::Throttled) {
        return Err(fault::busy(None).into());
    }
    let id = call::start(world, mailbox, Family::Ews, &number);
    let response = PlayOnPhoneResponse::new(ResponseClass::Success).response_code(ResponseCode::NoError);
    Ok((response.phone_call_id(PhoneCallId::new(&id)).into(), id))
}

fn get_information(world: &World, message: &Message<'_>, mailbox: &Mailbox) -> Outcome {
    let id = id_of(message.decode::<GetPhoneCallInformation>()?.phone_call_id);
    let call = call::find(world, mailbox, Family::Ews, &id).ok_or_else(unknown_call)?;
    let response = GetPhoneCallInformationResponse::new(ResponseClass::Success)
        .response_code(ResponseCode::NoError)
        .phone_call_information(information(call));
    Ok((response.into(), id))
}

fn disconnect(world: &mut World, message: &Message<'_>, mailbox: &Mailbox) -> Outcome {
    let id = id_of(message.decode::<DisconnectPhoneCall>()?.phone_call_id);
    call::find(world, mailbox, Family::Ews, &id).ok_or_else(unknown_call)?;
    call::end(world, &id, Cause::None);
    let response =
        DisconnectPhoneCallResponse::new(ResponseClass::Success).response_code(ResponseCode::NoError);
    Ok((response.into(), id))
}

fn id_of(id: Option<PhoneCallId>) -> String {
    id.and_then(|id| id.id).unwrap_or_default()
}

/// Checks the version of the schema. Without one, the request conforms to the newest version.
fn check_version(header: &Header) -> Result<(), Refused> {
    let Some(version) = &header.request_server_version else { return Ok(()) };
    match &version.version {
        None | Some(ExchangeVersion::Other(_)) => {
            let text = "The specified server version is invalid.";
            Err(fault::error("ErrorInvalidServerVersion", text, []).into())
        }
        Some(ExchangeVersion::Exchange2007 | ExchangeVersion::Exchange2007Sp1) => {
            let text = "The request is invalid: these operations exist from Exchange2010 on.";
            Err(fault::error("ErrorInvalidRequest", text, []).into())
        }
        Some(_) => Ok(()),
    }
}

fn check_um(mailbox: &Mailbox) -> Result<(), Refused> {
    Err(match mailbox.magic {
        Some(MagicMailbox::WithoutUm) => Refused::Message(
            ResponseCode::ErrorUserNotUnifiedMessagingEnabled,
            "The user is not enabled for Unified Messaging.",
        ),
        Some(MagicMailbox::WithoutDialPlan) => Refused::Message(
            ResponseCode::ErrorUnifiedMessagingDialPlanNotFound,
            "The dial plan of the user was not found.",
        ),
        Some(MagicMailbox::WithoutUmServer) => Refused::Message(
            ResponseCode::ErrorUnifiedMessagingServerNotFound,
            "No server for the dial plan of the user was found.",
        ),
        _ => return Ok(()),
    })
}

fn check_item(id: &str) -> Result<(), Refused> {
    let (code, text) = match id {
        "" => (ResponseCode::ErrorInvalidIdEmpty, "The id is empty."),
        MISSING => (ResponseCode::ErrorItemNotFound, "The specified object was not found in the store."),
        _ if STANDARD.decode(id).is_err() => (ResponseCode::ErrorInvalidIdMalformed, "The id is malformed."),
        _ => return Ok(()),
    };
    Err(Refused::Message(code, text))
}

fn not_dialable(reason: Undialable) -> Refused {
    match reason {
        Undialable::Form => {
            Refused::Message(ResponseCode::ErrorPhoneNumberNotDialable, "The phone number cannot be dialed.")
        }
        Undialable::Sip => {
            Refused::Message(ResponseCode::ErrorInvalidSipUri, "The SIP address is not valid.")
        }
        Undialable::Rules => Refused::Message(
            ResponseCode::ErrorInvalidPhoneNumber,
            "The dial plan does not allow the phone number.",
        ),
    }
}

fn unknown_call() -> Refused {
    Refused::Message(ResponseCode::ErrorInvalidPhoneCallId, "The phone call ID isn't valid")
}

fn information(call: &PhoneCall) -> PhoneCallInformation {
    let state = match call.line {
        Line::Connecting => PhoneCallState::Connecting,
        Line::Alerted => PhoneCallState::Alerted,
        Line::Connected => PhoneCallState::Connected,
        Line::Disconnected => PhoneCallState::Disconnected,
    };
    let (cause, sip) = match call.cause {
        Cause::None => (ConnectionFailureCause::None, call.was_answered.then_some((200, "OK"))),
        Cause::Busy => (ConnectionFailureCause::UserBusy, Some((486, "Busy Here"))),
        Cause::NoAnswer => (ConnectionFailureCause::NoAnswer, Some((480, "Temporarily Unavailable"))),
        Cause::Unavailable => (ConnectionFailureCause::Unavailable, Some((404, "Not Found"))),
        Cause::Declined => (ConnectionFailureCause::OtherValue, Some((603, "Decline"))),
    };
    let information = PhoneCallInformation::new(state, cause);
    match sip {
        Some((code, text)) => information.sip_response_code(code).sip_response_text(text),
        None => information,
    }
}
