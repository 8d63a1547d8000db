//! The SOAP service: the operation GetUserSettings.

use call_http::RawResponse;
use call_http::reqwest::Url;
use call_wire::OpenEnum;
use call_wire::xml::{self, Element, ns};

use super::address::Address;
use super::response::{Outcome, Settings, child, children, missing, parse, refused, text, url};
use crate::error::Error;
use crate::generated::phone_call::ExchangeVersion;
use crate::http::{encoded_body, take_fault};
use crate::soap::Fault;

const NAMESPACE: &str = "http://schemas.microsoft.com/exchange/2010/Autodiscover";
const ADDRESSING: &str = "http://www.w3.org/2005/08/addressing";

/// The URI in the header `SOAPAction`. Source: EWS reference, getusersettings-operation-soap.
pub(super) const ACTION: &str =
    "http://schemas.microsoft.com/exchange/2010/Autodiscover/Autodiscover/GetUserSettings";

/// The requested settings. Source: EWS reference, setting-soap.
const SETTINGS: [&str; 5] =
    ["InternalUMUrl", "ExternalUMUrl", "InternalEwsUrl", "ExternalEwsUrl", "EwsSupportedSchemas"];

/// Returns the body of the request, for the first version of Exchange that supports the service.
pub(super) fn request(address: &Address, to: &Url) -> Result<String, Error> {
    let part = |local: &'static str| Element::new(NAMESPACE, local);
    let header = Element::new(ns::SOAP, "Header")
        .with_child(part("RequestedServerVersion").with_text("Exchange2010"))
        .with_child(Element::new(ADDRESSING, "Action").with_text(ACTION))
        .with_child(Element::new(ADDRESSING, "To").with_text(to.as_str()));
    let user = part("User").with_child(part("Mailbox").with_text(address.as_str()));
    let settings = SETTINGS.iter().map(|setting| part("Setting").with_text(*setting));
    let settings = settings.fold(part("RequestedSettings"), Element::with_child);
    let request = part("Request").with_child(part("Users").with_child(user)).with_child(settings);
    let body =
        Element::new(ns::SOAP, "Body").with_child(part("GetUserSettingsRequestMessage").with_child(request));
    Ok(encoded_body(xml::to_string(&Element::new(ns::SOAP, "Envelope").with_child(header).with_child(body)))?)
}

/// Reads the response.
///
/// Source: EWS reference, getusersettings-operation-soap, errorcode-soap; EWS documentation,
/// handling-autodiscover-error-messages.
pub(super) fn read(response: &mut RawResponse) -> Result<Outcome, Error> {
    if let Some(fault) = take_fault(response) {
        return Err(Error::from_fault(response, fault));
    }
    let response = &*response;
    let root = parse(response)?;
    let body = child(&root, "Body");
    if let Some(fault) = body.and_then(|body| child(body, "Fault")) {
        let fault: Option<Fault> = xml::from_element(fault).ok();
        return Err(Error::from_fault(response, fault.unwrap_or_default()));
    }
    if !response.status().is_success() {
        return Err(response.to_error().into());
    }
    let message = body.and_then(|body| child(body, "GetUserSettingsResponseMessage"));
    let content = message.and_then(|message| child(message, "Response"));
    let content = content.ok_or_else(|| missing(response, "Response"))?;
    // First the error of the whole request, then that of its only user.
    check(response, content, &code(content))?;
    let user = child(content, "UserResponses").and_then(|users| child(users, "UserResponse"));
    let user = user.ok_or_else(|| missing(response, "UserResponse"))?;
    let target = || text(user, "RedirectTarget").ok_or_else(|| missing(response, "RedirectTarget"));
    match code(user).as_str() {
        "RedirectUrl" => Ok(Outcome::RedirectUrl(target()?)),
        "RedirectAddress" => Ok(Outcome::RedirectAddress(target()?)),
        code => {
            check(response, user, code)?;
            Ok(Outcome::Settings(Box::new(settings(response, &root, user)?)))
        }
    }
}

fn code(element: &Element) -> String {
    text(element, "ErrorCode").unwrap_or_default()
}

fn check(response: &RawResponse, element: &Element, code: &str) -> Result<(), Error> {
    match code {
        "" | "NoError" => Ok(()),
        code => Err(refused(response, code, &text(element, "ErrorMessage").unwrap_or_default())),
    }
}

/// Reads the settings. Settings that the server does not have are missing; `UserSettingErrors`, which lists them, is
/// not read.
fn settings(response: &RawResponse, root: &Element, user: &Element) -> Result<Settings, Error> {
    let mut settings = Settings { server_version: server_version(root), ..Settings::default() };
    let list = child(user, "UserSettings").into_iter().flat_map(|list| children(list, "UserSetting"));
    for setting in list {
        let (Some(name), Some(value)) = (text(setting, "Name"), text(setting, "Value")) else { continue };
        let target = match name.as_str() {
            "InternalUMUrl" => &mut settings.internal.um,
            "ExternalUMUrl" => &mut settings.external.um,
            "InternalEwsUrl" => &mut settings.internal.ews,
            "ExternalEwsUrl" => &mut settings.external.ews,
            "EwsSupportedSchemas" => {
                let versions = value.split(',').map(str::trim).filter(|version| !version.is_empty());
                settings.ews_schemas = versions.map(ExchangeVersion::parse).collect();
                continue;
            }
            _ => continue,
        };
        *target = Some(url(response, &name, &value)?);
    }
    Ok(settings)
}

/// Reads the server version from the header. Autodiscover sends it as child elements, EWS as attributes.
fn server_version(root: &Element) -> Option<String> {
    let info = child(child(root, "Header")?, "ServerVersionInfo")?;
    let parts = ["MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber"];
    let parts: Option<Vec<String>> = parts.iter().map(|part| text(info, part)).collect();
    Some(parts?.join("."))
}
