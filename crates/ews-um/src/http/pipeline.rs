//! Pipelines with the defaults for Exchange.

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Error, Pipeline, RequestIdHeader};

use super::back_off::back_off;

/// The value of `User-Agent` unless the options set another.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// Creates a pipeline to the URL of a service.
pub(crate) fn pipeline(url: Url, credential: Credential, options: ClientOptions) -> Result<Pipeline, Error> {
    let options = options.protocol_defaults(USER_AGENT, RequestIdHeader::Plain, Some(back_off));
    Pipeline::new(url, credential, options)
}
