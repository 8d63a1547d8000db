//! The plain XML service ("POX"): its request, and its response with the protocols that a client can use.

use call_http::RawResponse;
use call_wire::xml::{self, Element};

use super::address::Address;
use super::endpoints::ServiceUrls;
use super::response::{Outcome, Settings, child, children, missing, parse, refused, text, url};
use crate::error::Error;
use crate::http::encoded_body;

/// Source: EWS reference, pox-autodiscover-request-for-exchange.
const REQUEST: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
const RESPONSE: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

/// Returns the body of the request.
pub(super) fn request(address: &Address) -> Result<String, Error> {
    let part = |local: &'static str, text: &str| Element::new(REQUEST, local).with_text(text);
    let request = Element::new(REQUEST, "Request")
        .with_child(part("EMailAddress", address.as_str()))
        .with_child(part("AcceptableResponseSchema", RESPONSE));
    Ok(encoded_body(xml::to_string(&Element::new(REQUEST, "Autodiscover").with_child(request)))?)
}

/// Reads the response.
///
/// Source: EWS reference, pox-autodiscover-response-for-exchange, action-pox, type-pox.
pub(super) fn read(response: &RawResponse) -> Result<Outcome, Error> {
    let root = parse(response)?;
    let content = child(&root, "Response");
    let error = content.and_then(|content| child(content, "Error"));
    if let Some(error) = error.or_else(|| child(&root, "Error")) {
        let part = |local| text(error, local).unwrap_or_default();
        return Err(refused(response, &part("ErrorCode"), &part("Message")));
    }
    if !response.status().is_success() {
        return Err(response.to_error().into());
    }
    let account = content.and_then(|content| child(content, "Account"));
    let account = account.ok_or_else(|| missing(response, "Account"))?;
    let required = |local: &str| text(account, local).ok_or_else(|| missing(response, local));
    match required("Action")?.as_str() {
        "settings" => Ok(Outcome::Settings(Box::new(settings(response, account)?))),
        "redirectUrl" => Ok(Outcome::RedirectUrl(required("RedirectUrl")?)),
        "redirectAddr" => Ok(Outcome::RedirectAddress(required("RedirectAddr")?)),
        // Not escaped, so that a secret in it is found and redacted.
        other => {
            let expected = "expected settings, redirectUrl or redirectAddr";
            Err(Error::unexpected(response, &format!("`{other}` is not a valid Action ({expected})")))
        }
    }
}

fn settings(response: &RawResponse, account: &Element) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    for protocol in children(account, "Protocol") {
        // Protocols with a `Type` attribute instead of the element are for clients that announce support for them.
        let urls = match text(protocol, "Type").as_deref() {
            Some("EXCH") => &mut settings.internal,
            Some("EXPR") => &mut settings.external,
            _ => continue,
        };
        let version = text(protocol, "ServerVersion").map(|version| server_version(&version));
        settings.server_version = settings.server_version.or(version);
        let found = protocol_urls(response, protocol)?;
        *urls = ServiceUrls { um: urls.um.take().or(found.um), ews: urls.ews.take().or(found.ews) };
    }
    Ok(settings)
}

fn protocol_urls(response: &RawResponse, protocol: &Element) -> Result<ServiceUrls, Error> {
    let find = |local: &str| text(protocol, local).map(|text| url(response, local, &text)).transpose();
    let ews = match find("EwsUrl")? {
        Some(url) => Some(url),
        None => find("ASUrl")?,
    };
    Ok(ServiceUrls { um: find("UMUrl")?, ews })
}

/// Converts eight hexadecimal digits to a version: four ignored bits, six for the major version, six for the minor
/// version, one ignored bit, fifteen for the build. Returns any other text unchanged. Source: EWS reference,
/// serverversion-pox.
fn server_version(text: &str) -> String {
    let is_number = text.len() == 8 && text.bytes().all(|digit| digit.is_ascii_hexdigit());
    match u32::from_str_radix(text, 16) {
        Ok(bits) if is_number => {
            format!("{}.{}.{}", (bits >> 22) & 0x3f, (bits >> 16) & 0x3f, bits & 0x7fff)
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_hexadecimal_digits_are_a_version() {
        // 0111 001110 000001 1 000000011011010
        assert_eq!(server_version("738180DA"), "14.1.218");
        assert_eq!(server_version("72008287"), "8.0.647");
        assert_eq!(server_version("15.20"), "15.20");
        assert_eq!(server_version("+2008287"), "+2008287");
    }
}
