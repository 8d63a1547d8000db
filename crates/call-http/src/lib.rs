//! What the protocol clients stand on: credentials, signing, retry, errors, redaction.
//!
//! A [`Pipeline`] sends [`Request`]s to one endpoint with one [`Credential`]. A request says by its
//! [`RetryClass`] what harm a second copy would do; the pipeline signs every attempt anew over the bytes that
//! it sends, waits as long as the service asks, and reports every failure as one [`Error`] with status, code,
//! message and request id.
//!
//! What the protocol crates give their users is mostly a [`PendingRequest`]: a request that knows its pipeline and the
//! type of its answer, and that may be changed until it is awaited. It gives a [`Response`]; a list gives
//! [`Pages`].
//!
//! ```no_run
//! use call_http::{ClientOptions, ConnectionString, Credential, Pipeline, Request};
//! use reqwest::Method;
//!
//! # async fn example() -> Result<(), call_http::Error> {
//! let resource: ConnectionString =
//!     "endpoint=https://contoso.communication.azure.com/;accesskey=c2VjcmV0LWtleS1mb3ItdGVzdHM=".parse()?;
//! let pipeline =
//!     Pipeline::new(resource.endpoint, Credential::access_key(resource.access_key), ClientOptions::new())?;
//! let url = pipeline.url("/calling/callConnections/411f0b00-aaaa?api-version=2026-03-12")?;
//! let response = pipeline.send(Request::new(Method::GET, url)).await?;
//! println!("{} after {} attempt(s)", response.status(), response.attempts());
//! # Ok(())
//! # }
//! ```
//!
//! # What never happens
//!
//! * A credential goes to no host but the endpoint's and those on the list of [`ClientOptions::trust`], and
//!   over http without TLS to this machine alone. Redirects are not followed.
//! * No `Debug`, error or trace holds a credential, even where the server's answer repeats one.
//! * No request that does harm when it is done twice is sent twice, unless the service surely has not taken
//!   it.
//! * No body is read without a limit, and none is decompressed.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `azure` | yes | [`Credential::token_credential`]: tokens through `azure_core`'s `TokenCredential` |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the operating system's own library |

mod attempt;
mod body;
mod body_format;
mod connection_string;
mod credential;
mod encode;
mod endpoint;
mod error;
mod error_body;
mod hmac;
mod options;
mod pages;
mod pending_request;
mod pipeline;
mod raw_response;
mod request;
mod response;
mod retries;
mod retry;
mod retry_after;
mod secret;
mod time;
mod token;
mod transport;
mod trust;

pub use body_format::BodyFormat;
pub use connection_string::ConnectionString;
pub use credential::Credential;
pub use endpoint::Endpoint;
pub use error::{BoxError, Error, ErrorKind};
pub use error_body::ErrorBody;
pub use hmac::{AccessKey, Signature, ToSign};
pub use options::{BackOff, ClientOptions, RequestIdHeader};
pub use pages::{Page, Pages};
pub use pending_request::{PendingRequest, ReadResponse};
pub use pipeline::Pipeline;
pub use raw_response::{RawResponse, StreamingResponse};
pub use request::{Repeatability, Request};
pub use response::Response;
pub use retries::Retries;
pub use retry::{RetryClass, RetryPolicy};
pub use retry_after::{ews_back_off, retry_after};
pub use secret::Secret;
pub use time::{Clock, ClockSkew, SystemClock};
pub use token::{Token, TokenProvider};
pub use transport::{BoxFuture, Transport};
pub use trust::{TrustedHost, is_this_machine};

#[cfg(feature = "azure")]
pub use azure_core;
pub use futures_util;
pub use reqwest;
