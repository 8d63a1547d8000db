//! The SOAP service: the operation GetUserSettings.

use call_wire::xml::{self, Element, Name, ns};
use http::StatusCode;

use super::redirect;
use super::target::Target;
use crate::answer::Answer;
use crate::exchange::fault;
use crate::exchange::mailbox::Mailbox;
use crate::exchange::route::{EWS, REDIRECTED_SOAP, UM};
use crate::exchange::soap::xml_answer;
use crate::request::Request;
use crate::world::World;

const NAMESPACE: &str = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
const ADDRESSING: &str = "http://www.w3.org/2005/08/addressing";
const ACTION: &str =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettingsResponse";

/// The versions of the schema that Exchange Web Services support.
const SCHEMAS: &str =
    "Exchange2010, Exchange2010_SP1, Exchange2010_SP2, Exchange2013, Exchange2013_SP1, Exchange2016";

/// Processes a request.
pub(in crate::exchange) fn handle(world: &World, request: &Request) -> Answer {
    let Ok(root) = xml::parse(&request.body) else { return invalid_request() };
    let message =
        root.child(ns::SOAP, "Body").and_then(|body| body.child(NAMESPACE, "GetUserSettingsRequestMessage"));
    let Some(message) = message else { return invalid_request() };
    let parts = message.child(NAMESPACE, "Request").and_then(|request| {
        Some((request.child(NAMESPACE, "Users")?, request.child(NAMESPACE, "RequestedSettings")?))
    });
    let Some((users, settings)) = parts else {
        return respond(&outcome("Response", "InvalidRequest", "The request has no users or settings."));
    };
    let settings: Vec<_> = settings.elements().map(|setting| setting.text().trim().to_owned()).collect();
    let mut responses = part("UserResponses");
    for user in users.elements() {
        let address = user.child(NAMESPACE, "Mailbox").map(|mailbox| mailbox.text().trim().to_owned());
        let response = match Target::find(world, request, &address.unwrap_or_default()) {
            Target::Http => return redirect(world, REDIRECTED_SOAP),
            target => user_response(&world.settings.base, request, &target, &settings),
        };
        responses = responses.with_child(response);
    }
    respond(&outcome("Response", "NoError", "").with_child(responses))
}

fn user_response(base: &str, request: &Request, target: &Target, settings: &[String]) -> Element {
    let redirect = |code, target: String| {
        let response = outcome("UserResponse", code, "Redirect.");
        response.with_child(part("RedirectTarget").with_text(target))
    };
    match target {
        Target::Settings(mailbox) => user_settings(base, mailbox, settings),
        Target::Address(other) => redirect("RedirectAddress", other.clone()),
        Target::Url | Target::Http => redirect("RedirectUrl", format!("{base}{REDIRECTED_SOAP}")),
        Target::Loop => redirect("RedirectUrl", format!("{base}{}", request.path())),
        Target::Unknown => outcome("UserResponse", "InvalidUser", "The email address can't be found."),
    }
}

fn user_settings(base: &str, mailbox: &Mailbox, settings: &[String]) -> Element {
    let (mut errors, mut values) = (part("UserSettingErrors"), part("UserSettings"));
    for name in settings {
        match value(base, mailbox, name) {
            Ok(value) => values = values.with_child(setting(name, value)),
            Err((code, message)) => {
                let error = outcome("UserSettingError", code, message);
                errors = errors.with_child(error.with_child(part("SettingName").with_text(&**name)));
            }
        }
    }
    outcome("UserResponse", "NoError", "No error.").with_child(errors).with_child(values)
}

/// Returns the value of a setting, or the code and the message of the error.
fn value(base: &str, mailbox: &Mailbox, name: &str) -> Result<String, (&'static str, &'static str)> {
    match name {
        "InternalEwsUrl" | "ExternalEwsUrl" => Ok(format!("{base}{EWS}")),
        "InternalUMUrl" | "ExternalUMUrl" if mailbox.has_um() => Ok(format!("{base}{UM}")),
        "EwsSupportedSchemas" => Ok(SCHEMAS.to_owned()),
        "UserDisplayName" | "AutoDiscoverSMTPAddress" => Ok(mailbox.address.clone()),
        "InternalUMUrl" | "ExternalUMUrl" => {
            Err(("SettingIsNotAvailable", "The requested setting is not available."))
        }
        _ => Err(("InvalidSetting", "The requested setting is unknown.")),
    }
}

fn setting(name: &str, value: String) -> Element {
    let mut setting = part("UserSetting")
        .with_child(part("Name").with_text(name))
        .with_child(part("Value").with_text(value));
    let kind = Name::new(ns::XSI, "type");
    setting.attributes.push(xml::Attribute { name: kind, value: "StringSetting".to_owned() });
    setting
}

fn outcome(element: &'static str, code: &str, message: &str) -> Element {
    part(element)
        .with_child(part("ErrorCode").with_text(code))
        .with_child(part("ErrorMessage").with_text(message))
}

fn part(local: &'static str) -> Element {
    Element::new(NAMESPACE, local)
}

fn invalid_request() -> Answer {
    let text = "The request is invalid (expected GetUserSettingsRequestMessage in a SOAP body).";
    fault::answer(fault::error("ErrorInvalidRequest", text, []))
}

fn respond(response: &Element) -> Answer {
    let version = [
        ("MajorVersion", "15"),
        ("MinorVersion", "1"),
        ("MajorBuildNumber", "2507"),
        ("MinorBuildNumber", "61"),
        ("Version", "V2017_07_11"),
    ];
    let version = version
        .into_iter()
        .fold(part("ServerVersionInfo"), |info, (name, value)| info.with_child(part(name).with_text(value)));
    let header = Element::new(ns::SOAP, "Header")
        .with_child(Element::new(ADDRESSING, "Action").with_text(ACTION))
        .with_child(version);
    let message = part("GetUserSettingsResponseMessage").with_child(response.clone());
    let body = Element::new(ns::SOAP, "Body").with_child(message);
    let envelope = Element::new(ns::SOAP, "Envelope").with_child(header).with_child(body);
    xml_answer(StatusCode::OK, xml::to_string(&envelope))
}
