//! The clients of the two services: what they share, which is SOAP over HTTP.

mod back_off;
mod call_id;
mod operation;
mod phone_call;
mod response;
mod um;
mod watch;

use call_http::reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use call_http::reqwest::{Method, Url};
use call_http::{
    BodyFormat, ClientOptions, Credential, Pipeline, RawResponse, ReadResponse, Request, RequestIdHeader,
    Response, RetryClass,
};
use call_wire::xml::{self, EncodeError, Operation, Root};

pub use self::operation::{PhoneCallOperation, ResponseMessage, UmOperation};
pub use self::phone_call::PhoneCallClient;
pub use self::response::{SoapResponse, Warning};
pub use self::um::UmClient;
pub use self::watch::{CallReport, CallWatch, PollOptions};
use crate::error::{Error, ErrorKind};
use crate::soap::{Envelope, Header};

/// What SOAP 1.1 is sent as, and asked for.
pub(crate) const XML: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");

/// The scope of tokens for Exchange Online in the public cloud, for
/// [`Credential::token_credential`](call_http::Credential). Exchange Server has its own.
///
/// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/how-to-authenticate-an-ews-application-by-using-oauth>
pub const SCOPE: &str = "https://outlook.office365.com/.default";

/// What is sent as `User-Agent` unless the options say otherwise.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// A pipeline to the URL of a service, with the defaults for Exchange.
pub(crate) fn pipeline(url: Url, credential: Credential, options: ClientOptions) -> Result<Pipeline, Error> {
    let options = options.protocol_defaults(USER_AGENT, RequestIdHeader::Plain, Some(back_off::back_off));
    Ok(Pipeline::new(url, credential, options)?)
}

/// A request that is sent when it is awaited, with the error type of this crate. See
/// [`PendingRequest`](call_http::PendingRequest) for its methods.
///
/// ```no_run
/// use std::time::Duration;
///
/// # async fn example(client: ews_um::UmClient) -> Result<(), ews_um::Error> {
/// let call = client.get_call_info("411f0b00-aaaa").attempt_timeout(Duration::from_secs(5)).await?;
/// println!("{:?}, request id {:?}", call.call_state, call.request_id());
/// # Ok(())
/// # }
/// ```
pub type PendingRequest<T> = call_http::PendingRequest<T, Error>;

/// A SOAP 1.1 request to the pipeline's own URL.
pub(crate) fn soap_request(url: Url, action: &str, body: String) -> Result<Request, call_http::Error> {
    let action = HeaderValue::from_str(&format!("\"{action}\""));
    let action = action.map_err(|_| {
        let message = "the operation's ACTION contains a character that is not allowed in an HTTP header";
        call_http::Error::new(call_http::ErrorKind::Configuration, message)
    })?;
    let request = Request::new(Method::POST, url)
        .bytes(XML, body)
        .header(ACCEPT, HeaderValue::from_static("text/xml"))
        .header(HeaderName::from_static("soapaction"), action)
        .final_error_if(|body, _| is_judged(body));
    Ok(request)
}

/// A body, or the error that says what cannot be written in XML.
pub(crate) fn written(body: Result<String, EncodeError>) -> Result<String, call_http::Error> {
    body.map_err(|error| {
        let message = format!("the request cannot be written: {error}");
        call_http::Error::new(call_http::ErrorKind::Configuration, message)
    })
}

/// Whether a body holds a fault that the same request would meet again. Faults come with 500, which says that it
/// may pass; so may those of other names, as far as anybody knows.
fn is_judged(body: &[u8]) -> bool {
    let Ok((envelope, _)) = xml::decode_lenient::<Envelope<crate::um::Response>>(body) else { return false };
    let fault = envelope.body.and_then(|body| body.fault);
    let kind = fault.map(|fault| ErrorKind::of(&fault.name()));
    kind.is_some_and(|kind| !matches!(kind, ErrorKind::ServerBusy | ErrorKind::Service))
}

/// The pending request of an operation. The error of a request that cannot be sent comes out when it is awaited.
fn pending<O, T>(
    pipeline: &Pipeline,
    header: Option<Header>,
    request: Result<O, call_http::Error>,
    class: RetryClass,
    read: ReadResponse<T, Error>,
) -> PendingRequest<T>
where
    O: Operation + PartialEq + 'static,
{
    let request = request.and_then(|request| {
        let mut envelope = Envelope::new(request);
        envelope.header = header;
        let body = written(xml::encode(&envelope))?;
        let request = soap_request(pipeline.endpoint().clone(), O::ACTION, body)?;
        Ok(request.retry_class(class).operation(O::NAME))
    });
    pipeline.call_with(request, read)
}

/// Reads the envelope of a response. A fault comes before anything else: neither the status nor a broken header
/// hides it.
fn read_envelope<R>(response: &RawResponse) -> Result<Envelope<R>, Error>
where
    R: Root + PartialEq + 'static,
{
    let decoded = response.decode_with(BodyFormat::Xml, xml::decode_lenient::<Envelope<R>>);
    let (mut envelope, issues) = decoded.map_err(|unread| unreadable(response, unread))?;
    if let Some(fault) = envelope.body.as_mut().and_then(|body| body.fault.take()) {
        return Err(Error::of_fault(response, *fault));
    }
    if !issues.is_empty() && response.status().is_success() {
        // Strictly this time: for the first issue as an error with its place.
        envelope = response.decode_with(BodyFormat::Xml, xml::decode::<Envelope<R>>)?;
    }
    Ok(envelope)
}

/// The error of a response that is not SOAP: of its status, unless that is a success.
pub(crate) fn unreadable(response: &RawResponse, unread: call_http::Error) -> Error {
    if response.status().is_success() { unread.into() } else { response.to_error().into() }
}

/// The response with the content of its envelope, whose header it keeps.
fn content<R>(envelope: Envelope<R>, raw: RawResponse) -> Result<Response<R>, Error> {
    let mut raw = raw.into_success()?;
    let Envelope { header, body, extra } = envelope;
    if let Some(header) = header {
        raw.extensions_mut().insert(header);
    }
    let rest = Envelope { header: None, body, extra };
    let content = rest.into_content().map_err(|none| Error::not_understood(&raw, &none.to_string()))?;
    Ok(Response::new(content, raw))
}
