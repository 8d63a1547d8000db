//! The plain XML service ("POX"): its request, and its answer as the protocols that a client may use.

use call_http::RawResponse;
use call_wire::xml::{self, Element};

use super::address::Address;
use super::answer::{Answer, Settings, child, children, lacks, parse, refused, text, url};
use super::endpoints::ServiceUrls;
use crate::client::written;
use crate::error::Error;

/// Source: EWS reference, pox-autodiscover-request-for-exchange.
const REQUEST: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006";
const RESPONSE: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

/// The body of the request.
pub(super) fn request(address: &Address) -> Result<String, Error> {
    let part = |local: &'static str, text: &str| Element::new(REQUEST, local).with_text(text);
    let request = Element::new(REQUEST, "Request")
        .with_child(part("EMailAddress", address.as_str()))
        .with_child(part("AcceptableResponseSchema", RESPONSE));
    Ok(written(xml::to_string(&Element::new(REQUEST, "Autodiscover").with_child(request)))?)
}

/// Reads the answer.
///
/// Source: EWS reference, pox-autodiscover-response-for-exchange, action-pox, type-pox.
pub(super) fn read(response: &RawResponse) -> Result<Answer, Error> {
    let root = parse(response)?;
    let answer = child(&root, "Response");
    if let Some(error) = answer.and_then(|answer| child(answer, "Error")).or_else(|| child(&root, "Error")) {
        let part = |local| text(error, local).unwrap_or_default();
        return Err(refused(response, &part("ErrorCode"), &part("Message")));
    }
    if !response.status().is_success() {
        return Err(response.to_error().into());
    }
    let account = answer.and_then(|answer| child(answer, "Account"));
    let account = account.ok_or_else(|| lacks(response, "Account"))?;
    let need = |local: &str| text(account, local).ok_or_else(|| lacks(response, local));
    match need("Action")?.as_str() {
        "settings" => Ok(Answer::Settings(Box::new(settings(response, account)?))),
        "redirectUrl" => Ok(Answer::OtherUrl(need("RedirectUrl")?)),
        "redirectAddr" => Ok(Answer::OtherAddress(need("RedirectAddr")?)),
        // Without escapes, so that a secret in it is found and redacted.
        other => {
            let expected = "expected settings, redirectUrl or redirectAddr";
            Err(Error::not_understood(response, &format!("`{other}` is not a valid Action ({expected})")))
        }
    }
}

fn settings(response: &RawResponse, account: &Element) -> Result<Settings, Error> {
    let mut settings = Settings::default();
    for protocol in children(account, "Protocol") {
        // A Type attribute instead of the element is for clients that say they can handle it.
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

/// Eight hexadecimal digits as a version: four bits, six of the major version, six of the minor one, one bit,
/// fifteen of the build. Anything else stays as it is. Source: EWS reference, serverversion-pox.
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
    fn server_versions() {
        // 0111 001110 000001 1 000000011011010
        assert_eq!(server_version("738180DA"), "14.1.218");
        assert_eq!(server_version("72008287"), "8.0.647");
        assert_eq!(server_version("15.20"), "15.20");
        assert_eq!(server_version("+2008287"), "+2008287");
    }
}
