//! The clients of the two services: what they share, which is SOAP over HTTP.

mod operation;
mod phone_call;
mod reply;
mod um;
mod watch;

use call_http::{
    ClientOptions, Credential, Pipeline, Request, RequestIdHeader, Response, RetryClass, ews_back_off,
    reqwest::{
        Method, Url,
        header::{ACCEPT, CONTENT_TYPE, HeaderName, HeaderValue},
    },
};
use call_wire::xml::{self, EncodeError, Operation, Root};

pub use self::{
    operation::{PhoneCallOperation, ResponseMessage, UmOperation},
    phone_call::PhoneCallClient,
    reply::{Reply, Warning},
    um::UmClient,
    watch::{CallReport, CallWatch, PollOptions},
};
use crate::{
    error::{Error, ErrorKind},
    soap::{Envelope, Header},
};

/// What SOAP 1.1 is sent as, and asked for.
pub(crate) const XML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");

/// A pipeline to the URL of a service, with what Exchange wants unless the options say otherwise.
pub(crate) fn pipeline(url: &str, credential: Credential, options: ClientOptions) -> Result<Pipeline, Error> {
    let wrong = |error| {
        let message = "the URL of the service cannot be read";
        call_http::Error::new(call_http::ErrorKind::Configuration, message).with_source(error)
    };
    let url = Url::parse(url).map_err(|error| wrong(Box::new(error)))?;
    let options = options.protocol_defaults(RequestIdHeader::Plain, Some(ews_back_off));
    Ok(Pipeline::new(url, credential, options)?)
}

/// A SOAP 1.1 request to the pipeline's own URL.
pub(crate) fn soap_request(url: Url, action: &str, body: String) -> Result<Request, Error> {
    let action = HeaderValue::from_str(&format!("\"{action}\""));
    let action = action.map_err(|_| {
        let kind = ErrorKind::Http(call_http::ErrorKind::Configuration);
        Error::own(kind, "the operation's ACTION has a character that no header may have")
    })?;
    let request = Request::new(Method::POST, url)
        .bytes(XML, body)
        .header(ACCEPT, HeaderValue::from_static("text/xml"))
        .header(HeaderName::from_static("soapaction"), action)
        .conclusive(is_judged);
    Ok(request)
}

/// A body, or the error that tells what no XML can hold.
pub(crate) fn written(body: Result<String, EncodeError>) -> Result<String, Error> {
    let kind = ErrorKind::Http(call_http::ErrorKind::Configuration);
    body.map_err(|error| Error::own(kind, format!("the request cannot be written: {error}")))
}

/// Whether a body holds a fault that the same request would meet again. Faults come with 500, which says that it
/// may pass; so may those of other names, as far as anybody knows.
fn is_judged(body: &[u8]) -> bool {
    let Ok((envelope, _)) = xml::decode_lenient::<Envelope<crate::um::Response>>(body) else { return false };
    let fault = envelope.body.and_then(|body| body.fault);
    let kind = fault.map(|fault| ErrorKind::of(&fault.name()));
    kind.is_some_and(|kind| !matches!(kind, ErrorKind::ServerBusy | ErrorKind::Service))
}

/// Sends the request of an operation and gives the answer, whatever its status.
async fn send<O>(
    pipeline: &Pipeline,
    header: Option<Header>,
    request: O,
    class: RetryClass,
) -> Result<Response, Error>
where
    O: Operation + PartialEq + 'static,
{
    let mut envelope = Envelope::new(request);
    envelope.header = header;
    let request = soap_request(pipeline.endpoint().clone(), O::ACTION, written(xml::encode(&envelope))?)?;
    Ok(pipeline.execute(request.retry_class(class).operation(O::NAME)).await?)
}

/// Reads an answer, looking for a fault before anything else: neither its status nor a broken header hides it.
fn read<R>(response: &Response) -> Result<Envelope<R>, Error>
where
    R: Root + PartialEq + 'static,
{
    let decoded = response.decode_with(xml::decode_lenient::<Envelope<R>>);
    let (mut envelope, issues) = decoded.map_err(|unread| unreadable(response, unread))?;
    if let Some(fault) = envelope.body.as_mut().and_then(|body| body.fault.take()) {
        return Err(Error::of_fault(response, *fault));
    }
    if !issues.is_empty() && response.status().is_success() {
        // Strictly this time: for the first issue as an error with its place.
        envelope = response.decode_with(xml::decode::<Envelope<R>>)?;
    }
    Ok(envelope)
}

/// The error of an answer that is no SOAP: its status says more than its body, unless it is a success.
pub(crate) fn unreadable(response: &Response, unread: call_http::Error) -> Error {
    if !response.status().is_success() {
        return response.to_error().into();
    }
    let content_type = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if content_type.is_some_and(|value| value.trim_start().to_ascii_lowercase().starts_with("text/html")) {
        // A page to log in, most often: the URL is that of the web site.
        let page = response.error_body().message.unwrap_or_default();
        return Error::not_understood(response, &format!("an HTML page instead of XML: {page}"));
    }
    unread.into()
}

/// Takes the content out of an envelope, which is then an answer to rely on.
fn content<R>(envelope: Envelope<R>, response: Response) -> Result<Reply<R>, Error> {
    let response = response.into_success()?;
    let Envelope { header, body, extra } = envelope;
    let rest = Envelope { header: None, body, extra };
    let content = rest.into_content().map_err(|none| Error::not_understood(&response, &none.to_string()))?;
    Ok(Reply::new(content, header, response))
}
