//! What an Autodiscover service answers, whichever of the two it is.

use call_http::reqwest::header::{HeaderMap, LOCATION};
use call_http::reqwest::{StatusCode, Url};
use call_http::{BodyFormat, RawResponse};
use call_wire::xml::{self, Element};

use super::endpoints::ServiceUrls;
use crate::client::unreadable;
use crate::error::{Error, ErrorKind};
use crate::phone_call::ExchangeVersion;

/// What an answer says.
#[derive(Debug)]
pub(super) enum Answer {
    /// The settings.
    Settings(Box<Settings>),
    /// Ask at this URL.
    OtherUrl(String),
    /// Ask for this address.
    OtherAddress(String),
}

/// What of the settings counts here.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Settings {
    pub(super) external: ServiceUrls,
    pub(super) internal: ServiceUrls,
    pub(super) server_version: Option<String>,
    pub(super) ews_schemas: Vec<ExchangeVersion>,
}

/// Where HTTP redirects to, if it does.
pub(super) fn redirect(status: StatusCode, headers: &HeaderMap) -> Option<String> {
    let follows = matches!(status.as_u16(), 301 | 302 | 307 | 308);
    let location = headers.get(LOCATION).filter(|_| follows)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// Reads the XML of an answer, whatever its status.
pub(super) fn parse(response: &RawResponse) -> Result<Element, Error> {
    response.decode_with(BodyFormat::Xml, xml::parse).map_err(|unread| unreadable(response, unread))
}

/// The service says that there are no settings.
pub(super) fn refused(response: &RawResponse, code: &str, message: &str) -> Error {
    Error::refused(response, code, message).with_kind(ErrorKind::Autodiscover)
}

/// An answer that lacks something.
pub(super) fn lacks(response: &RawResponse, what: &str) -> Error {
    Error::not_understood(response, &format!("the answer has no {what}"))
}

/// The first child of a local name. Namespaces don't count: documents in circulation spell some of them wrong.
pub(super) fn child<'e>(element: &'e Element, local: &str) -> Option<&'e Element> {
    children(element, local).next()
}

/// The children of a local name.
pub(super) fn children<'e>(element: &'e Element, local: &str) -> impl Iterator<Item = &'e Element> {
    element.elements().filter(move |child| child.name.local == local)
}

/// The text of a child; none when it is empty.
pub(super) fn text(element: &Element, local: &str) -> Option<String> {
    let text = child(element, local)?.text().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// A URL in the settings, which must be one.
pub(super) fn url(response: &RawResponse, name: &str, text: &str) -> Result<Url, Error> {
    Url::parse(text)
        .map_err(|error| Error::not_understood(response, &format!("{name} is not a valid URL: {error}")))
}
