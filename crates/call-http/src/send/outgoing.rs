//! Builds the request of an attempt: adds headers and the credential.

use reqwest::Method;
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, USER_AGENT,
};

use super::core::Core;
use crate::error::Error;
use crate::options::RequestIdHeader;
use crate::redact::Scrubber;
use crate::request::header::header_value;
use crate::request::{Repeatability, Request};

static X_MS_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-client-request-id");
static X_MS_RETURN_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-return-client-request-id");
static CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");
static RETURN_CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("return-client-request-id");

/// The capacity for the headers that an attempt adds to those of the request.
const ADDED_HEADERS: usize = 10;

/// Builds the request of an attempt for the transport, and adds its secrets to the scrubber.
///
/// # Errors
///
/// `Auth` if no token could be acquired, `Configuration` for an invalid header.
pub(super) async fn build(
    core: &Core,
    request: &Request,
    client_request_id: &str,
    repeatability: Option<&Repeatability>,
    scrubber: &mut Scrubber,
) -> Result<reqwest::Request, Error> {
    let headers = headers(core, request, client_request_id, repeatability, scrubber).await?;
    let mut outgoing = reqwest::Request::new(request.method.clone(), request.url.clone());
    *outgoing.headers_mut() = headers;
    if !request.body.is_empty() {
        *outgoing.body_mut() = Some(request.body.clone().into());
    } else if matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
        // hyper sends no length for an empty body, and IIS then responds with 411.
        outgoing.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    Ok(outgoing)
}

/// Returns the headers of an attempt: those of the request, and those that are added here.
async fn headers(
    core: &Core,
    request: &Request,
    client_request_id: &str,
    repeatability: Option<&Repeatability>,
    scrubber: &mut Scrubber,
) -> Result<HeaderMap, Error> {
    let mut headers = HeaderMap::with_capacity(request.headers.len() + ADDED_HEADERS);
    for (name, value) in &request.headers {
        headers.append(name, value.clone());
    }
    if !headers.contains_key(USER_AGENT) {
        headers.insert(USER_AGENT, core.user_agent.clone());
    }
    if !headers.contains_key(ACCEPT_ENCODING) {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    }
    let names = match core.options.request_id_header.unwrap_or_default() {
        RequestIdHeader::XMs => Some((&X_MS_CLIENT_REQUEST_ID, &X_MS_RETURN_CLIENT_REQUEST_ID)),
        RequestIdHeader::Plain => Some((&CLIENT_REQUEST_ID, &RETURN_CLIENT_REQUEST_ID)),
        RequestIdHeader::None => None,
    };
    if let Some((name, return_name)) = names {
        headers.insert(name, header_value(name.as_str(), client_request_id)?);
        headers.insert(return_name, HeaderValue::from_static("true"));
    }
    if let Some(repeatability) = repeatability {
        repeatability.write(&mut headers)?;
    }
    if request.without_credential {
        // The caller may have set one for the endpoint.
        headers.remove(AUTHORIZATION);
        // The server may repeat a credential that it received in another request.
        core.credential.add_secrets(scrubber);
    } else {
        let now = core.options.clock.now();
        core.credential.authorize(request, core.trusted.endpoint(), now, &mut headers, scrubber).await?;
    }
    Ok(headers)
}
