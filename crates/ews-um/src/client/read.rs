//! Reads responses: decodes the body once, and returns the content of the envelope or the error.

use call_http::{BodyFormat, RawResponse, Response};
use call_wire::xml::{self, DecodeError, Root};

use super::response::SoapResponse;
use crate::error::{Error, ErrorKind};
use crate::http::take_fault;
use crate::soap::Envelope;

/// Returns the error that a response reports, if any. Can add to the extensions of the response.
pub(super) type Check<R> = fn(&R, &mut RawResponse) -> Result<(), Error>;

/// Reads the content of the envelope in a response, and keeps the SOAP header in the extensions of the response.
///
/// A fault takes precedence over every other error, even with a success status or a malformed header.
pub(super) fn read<R>(response: &mut RawResponse, check: Check<R>) -> Result<R, Error>
where
    R: Root + PartialEq + 'static,
{
    if let Some(fault) = take_fault(response) {
        return Err(Error::from_fault(response, fault));
    }
    // An EWS response message can have an error status too.
    let mut envelope = decode(response)?;
    if let Some(fault) = envelope.body.as_mut().and_then(|body| body.fault.take()) {
        return Err(Error::from_fault(response, *fault));
    }
    if let Some(content) = envelope.body.as_ref().and_then(|body| body.content.as_ref()) {
        check(content, response)?;
    }
    if !response.status().is_success() {
        return Err(response.to_error().into());
    }
    if let Some(header) = envelope.header.take() {
        response.extensions_mut().insert(header);
    }
    envelope.into_content().map_err(|error| Error::unexpected(response, &error.to_string()))
}

/// Decodes the envelope. Invalid values are an error only in a success without a fault.
fn decode<R>(response: &RawResponse) -> Result<Envelope<R>, Error>
where
    R: Root + PartialEq + 'static,
{
    let is_success = response.status().is_success();
    let decoded = response.decode_with(BodyFormat::Xml, |body| {
        let (envelope, issues) = xml::decode_lenient::<Envelope<R>>(body)?;
        let has_fault = envelope.body.as_ref().is_some_and(|body| body.fault.is_some());
        match issues.into_iter().next() {
            Some(issue) if is_success && !has_fault => Err(DecodeError::from(issue)),
            _ => Ok(envelope),
        }
    });
    decoded.map_err(|error| Error::undecodable(response, error))
}

/// Returns a response with its value. An element without a value is an error.
pub(super) fn required<T>(
    response: RawResponse,
    element: &str,
    value: Option<T>,
) -> Result<Response<T>, Error> {
    match value {
        Some(value) => Ok(Response::new(value, response)),
        None => {
            let text = response.warning().and_then(|warning| warning.text.as_deref());
            let warning = text.map(|text| format!("; warning: {text}")).unwrap_or_default();
            let message = format!("the response has no value in {element}{warning}");
            Err(Error::unexpected(&response, &message))
        }
    }
}

/// Returns the response to a request that ends a call. An unknown call is a success too if the service may have
/// processed an earlier attempt.
pub(super) fn ended<R>(response: RawResponse, content: Result<R, Error>) -> Result<Response<()>, Error> {
    match content {
        Err(error) if !(error.kind() == ErrorKind::InvalidCallId && response.may_be_repetition()) => {
            Err(error)
        }
        _ => Ok(Response::new((), response)),
    }
}
