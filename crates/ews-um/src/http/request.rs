//! Requests: a SOAP message as the body of a POST.

use call_http::reqwest::header::{ACCEPT, HeaderName, HeaderValue};
use call_http::reqwest::{Method, Url};
use call_http::{Error, ErrorKind, Request};
use call_wire::xml::EncodeError;

use super::fault::is_rejected;

/// The content type of SOAP 1.1, and of plain XML.
pub(crate) const CONTENT_TYPE: HeaderValue = HeaderValue::from_static("text/xml; charset=utf-8");

/// Creates a SOAP 1.1 request.
pub(crate) fn soap_request(url: Url, action: &str, body: String) -> Result<Request, Error> {
    let action = HeaderValue::from_str(&format!("\"{action}\"")).map_err(|_| {
        let message = "the operation's ACTION contains a character that is not allowed in an HTTP header";
        Error::new(ErrorKind::Configuration, message)
    })?;
    let request = Request::new(Method::POST, url)
        .bytes(CONTENT_TYPE, body)
        .header(ACCEPT, HeaderValue::from_static("text/xml"))
        .header(HeaderName::from_static("soapaction"), action)
        .final_error_if(is_rejected);
    Ok(request)
}

/// Returns the encoded body of a request, or the error of a value that XML cannot represent.
pub(crate) fn encoded_body(encoded: Result<String, EncodeError>) -> Result<String, Error> {
    encoded.map_err(|error| {
        let message = format!("the request cannot be encoded: {error}");
        Error::new(ErrorKind::Configuration, message)
    })
}
