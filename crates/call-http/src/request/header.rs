//! Checks headers that the caller sets.

use reqwest::header::{HeaderName, HeaderValue};

use crate::error::Error;

/// Parses the name of a header that the caller sets.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) if the name is invalid, or if the client or the HTTP connection
/// sets this header. A second value would have no effect or corrupt the request.
pub(crate) fn header_name(name: &str) -> Result<HeaderName, Error> {
    let header = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| Error::configuration(format!("`{name}` is not a valid header name")))?;
    match advice(header.as_str()) {
        Some(advice) => Err(Error::configuration(format!("the header `{header}` cannot be set ({advice})"))),
        None => Ok(header),
    }
}

/// Returns the alternative to setting a header, or `None` if it may be set.
fn advice(name: &str) -> Option<&'static str> {
    Some(match name {
        "host" => "it is derived from the URL; use another endpoint",
        "content-length" | "transfer-encoding" => "it is derived from the body; leave it out",
        "connection" => "it belongs to the connection; use `ClientOptions::http_client`",
        "accept-encoding" => "responses are never decompressed; leave it out",
        "authorization" => "use a `Credential`",
        "client-request-id" | "x-ms-client-request-id" => "use `client_request_id`",
        "return-client-request-id" | "x-ms-return-client-request-id" => {
            "use `ClientOptions::request_id_header`"
        }
        "x-ms-date" | "x-ms-content-sha256" | "x-ms-host" => "the signature sets it; use a `Credential`",
        "repeatability-request-id" | "repeatability-first-sent" => "use `repeatability`",
        _ => return None,
    })
}

/// Parses the value of a header.
///
/// # Errors
///
/// [`Configuration`](crate::ErrorKind::Configuration) if the value is invalid. The error does not repeat the value.
pub(crate) fn header_value<T>(name: &str, text: T) -> Result<HeaderValue, Error>
where
    HeaderValue: TryFrom<T>,
{
    HeaderValue::try_from(text).map_err(|_| {
        Error::configuration(format!("`{name}` contains a character that is not allowed in an HTTP header"))
    })
}
