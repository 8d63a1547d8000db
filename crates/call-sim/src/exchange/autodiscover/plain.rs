//! The plain XML service ("POX").

use call_wire::xml::{self, Element};
use http::StatusCode;

use super::redirect;
use super::target::Target;
use crate::answer::Answer;
use crate::exchange::mailbox::Mailbox;
use crate::exchange::route::{EWS, REDIRECTED_PLAIN, UM};
use crate::exchange::soap;
use crate::request::Request;
use crate::world::World;

const REQUEST: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
const SETTINGS: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";
const RESPONSE: &str = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";

/// The version of the server: 15.1, build 2507.
const SERVER_VERSION: &str = "73C189CB";

/// Processes a request.
pub(in crate::exchange) fn handle(world: &World, request: &Request) -> Answer {
    let address = match address(request) {
        Ok(address) => address,
        Err((code, message)) => return error(world, code, message),
    };
    let base = &world.settings.base;
    match Target::find(world, request, &address) {
        Target::Settings(mailbox) => settings(base, &mailbox),
        Target::Address(other) => account("redirectAddr", part("RedirectAddr", other)),
        Target::Url => account("redirectUrl", part("RedirectUrl", format!("{base}{REDIRECTED_PLAIN}"))),
        Target::Loop => account("redirectUrl", part("RedirectUrl", format!("{base}{}", request.path()))),
        Target::Http => redirect(world, REDIRECTED_PLAIN),
        Target::Unknown => error(world, 500, "The email address can't be found."),
    }
}

/// Returns the address in a request, or the code and the message of the error.
fn address(request: &Request) -> Result<String, (u16, &'static str)> {
    const INVALID: (u16, &str) = (600, "Invalid Request");
    let root = xml::parse(&request.body).map_err(|_| INVALID)?;
    let content = root.child(REQUEST, "Request").filter(|_| root.name.is(REQUEST, "Autodiscover"));
    let content = content.ok_or(INVALID)?;
    let text = |local| content.child(REQUEST, local).map(|part| part.text().trim().to_owned());
    match text("AcceptableResponseSchema") {
        None => return Err(INVALID),
        Some(schema) if schema != SETTINGS => return Err((601, "Provider is not available")),
        Some(_) => {}
    }
    text("EMailAddress").filter(|address| address.contains('@')).ok_or(INVALID)
}

fn settings(base: &str, mailbox: &Mailbox) -> Answer {
    let protocol = |kind: &str| {
        let mut protocol = part("Protocol", "").with_child(part("Type", kind));
        if kind == "EXCH" {
            protocol = protocol.with_child(part("ServerVersion", SERVER_VERSION));
        }
        let url = format!("{base}{EWS}");
        protocol = protocol.with_child(part("ASUrl", &*url)).with_child(part("EwsUrl", url));
        if mailbox.has_um() {
            protocol = protocol.with_child(part("UMUrl", format!("{base}{UM}")));
        }
        protocol
    };
    let account = part("Account", "")
        .with_child(part("AccountType", "email"))
        .with_child(part("Action", "settings"))
        .with_child(protocol("EXCH"))
        .with_child(protocol("EXPR"));
    let user = part("User", "")
        .with_child(part("DisplayName", &*mailbox.address))
        .with_child(part("AutoDiscoverSMTPAddress", &*mailbox.address));
    respond(part("Response", "").with_child(user).with_child(account))
}

/// Returns a response with an action and its parameter.
fn account(action: &str, parameter: Element) -> Answer {
    let account = part("Account", "").with_child(part("Action", action)).with_child(parameter);
    respond(part("Response", "").with_child(account))
}

fn error(world: &World, code: u16, message: &str) -> Answer {
    let time = world.clock.now().strftime("%H:%M:%S%.6f").to_string();
    let part = |local: &'static str, text: &str| Element::new(RESPONSE, local).with_text(text);
    let error = Element::new(RESPONSE, "Error")
        .with_attribute("Time", time)
        .with_attribute("Id", "1862734093")
        .with_child(part("ErrorCode", &code.to_string()))
        .with_child(part("Message", message))
        .with_child(Element::new(RESPONSE, "DebugData"));
    respond(Element::new(RESPONSE, "Response").with_child(error))
}

fn part(local: &'static str, text: impl Into<String>) -> Element {
    let (element, text) = (Element::new(SETTINGS, local), text.into());
    if text.is_empty() { element } else { element.with_text(text) }
}

/// Returns the response. The service reports errors with status 200 too.
fn respond(response: Element) -> Answer {
    let root = Element::new(RESPONSE, "Autodiscover").with_child(response);
    soap::xml_answer(StatusCode::OK, xml::to_string(&root))
}
