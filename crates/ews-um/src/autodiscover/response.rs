//! Responses of both Autodiscover services: the outcome, and helpers to read the XML.

use call_http::reqwest::header::{HeaderMap, LOCATION};
use call_http::reqwest::{StatusCode, Url};
use call_http::{BodyFormat, RawResponse};
use call_wire::xml::{self, Element};

use super::endpoints::ServiceUrls;
use crate::error::{Error, ErrorKind};
use crate::generated::phone_call::ExchangeVersion;

/// The outcome of a request.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The settings of the mailbox.
    Settings(Box<Settings>),
    /// A redirect to another URL.
    RedirectUrl(String),
    /// A redirect to another address.
    RedirectAddress(String),
}

/// The settings that this crate uses.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Settings {
    pub(super) external: ServiceUrls,
    pub(super) internal: ServiceUrls,
    pub(super) server_version: Option<String>,
    pub(super) ews_schemas: Vec<ExchangeVersion>,
}

/// Returns the location of an HTTP redirect.
pub(super) fn redirect_location(status: StatusCode, headers: &HeaderMap) -> Option<String> {
    let is_redirect = matches!(status.as_u16(), 301 | 302 | 307 | 308);
    let location = headers.get(LOCATION).filter(|_| is_redirect)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// Parses the XML of a response with any status.
pub(super) fn parse(response: &RawResponse) -> Result<Element, Error> {
    response.decode_with(BodyFormat::Xml, xml::parse).map_err(|error| Error::undecodable(response, error))
}

/// Returns the error of a response that reports a failure by a code.
pub(super) fn refused(response: &RawResponse, code: &str, message: &str) -> Error {
    Error::refused(response, code, message).with_kind(ErrorKind::Autodiscover)
}

/// Returns the error of a response without an element.
pub(super) fn missing(response: &RawResponse, element: &str) -> Error {
    Error::unexpected(response, &format!("the response has no {element}"))
}

/// Returns the first child with a local name. The namespace is ignored, because some published
/// documents misspell it.
pub(super) fn child<'e>(element: &'e Element, local: &str) -> Option<&'e Element> {
    children(element, local).next()
}

/// Returns the children with a local name, in any namespace.
pub(super) fn children<'e>(element: &'e Element, local: &str) -> impl Iterator<Item = &'e Element> {
    element.elements().filter(move |child| child.name.local == local)
}

/// Returns the text of a child, if it is not empty.
pub(super) fn text(element: &Element, local: &str) -> Option<String> {
    let text = child(element, local)?.text().trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Parses a URL in the settings.
pub(super) fn url(response: &RawResponse, name: &str, text: &str) -> Result<Url, Error> {
    Url::parse(text)
        .map_err(|error| Error::unexpected(response, &format!("{name} is not a valid URL: {error}")))
}
