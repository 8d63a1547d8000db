//! The foundation of the protocol clients: credentials, signing, retry, errors, redaction.
//!
//! A [`Pipeline`] sends [`Request`]s to one endpoint with one [`Credential`]. The [`RetryClass`] of a request says how
//! safe it is to retry. The pipeline signs each attempt over the bytes that it sends, waits as long as the service
//! asks, and reports every failure as an [`Error`] with status, code, message and request id.
//!
//! Most methods of the protocol crates return a [`PendingRequest`]: a request with its pipeline and the type of its
//! response, which can be changed until it is awaited. It gives a [`Response`]; a list gives [`Pages`].
//!
//! ```no_run
//! use call_http::{AccessKey, ClientOptions, Credential, Endpoint, Pipeline, Request};
//! use reqwest::Method;
//!
//! # async fn example() -> Result<(), call_http::Error> {
//! let endpoint = Endpoint::from("https://contoso.communication.azure.com").to_url()?;
//! let credential = Credential::access_key(AccessKey::parse("c2VjcmV0LWtleS1mb3ItdGVzdHM=")?);
//! let pipeline = Pipeline::new(endpoint, credential, ClientOptions::new())?;
//! let url = pipeline.url("/calling/callConnections/411f0b00-aaaa?api-version=2026-03-12")?;
//! let response = pipeline.send(Request::new(Method::GET, url)).await?;
//! println!("{} after {} attempt(s)", response.status(), response.attempts());
//! # Ok(())
//! # }
//! ```
//!
//! # Guarantees
//!
//! * A credential is sent to the endpoint's host and to the hosts of [`ClientOptions::trust`] only, and over http
//!   without TLS to this machine only. Redirects are not followed.
//! * No `Debug` output, error or trace contains a credential, even if the server's response repeats one.
//! * A request that is not safe to retry is retried only if the service is known not to have processed it.
//! * Every body is read with a limit, and none is decompressed.
//!
//! # What can be observed
//!
//! * Traces with OpenTelemetry's field names: see [`Pipeline`].
//! * Metrics: [`ClientOptions::observer`].
//! * Whole exchanges, to record them and to replay them in tests: [`replay`].
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
mod core;
mod credential;
mod encode;
mod endpoint;
mod error;
mod error_body;
mod escaped;
mod header;
mod hmac;
mod limit;
mod observer;
mod options;
mod pages;
mod pending_request;
mod pipeline;
mod queried;
mod raw_response;
pub mod replay;
mod request;
mod request_ids;
mod response;
mod retry;
mod secret;
mod send;
mod success;
mod telemetry;
mod time;
mod token;
mod transport;
mod trust;

pub use body_format::BodyFormat;
pub use credential::Credential;
pub use endpoint::Endpoint;
pub use error::{BoxError, Error, ErrorKind};
pub use error_body::{ErrorBody, ErrorDetail};
pub use hmac::{AccessKey, Signature, StringToSign};
pub use observer::{Observation, Observer};
pub use options::{BackOff, ClientOptions, RequestIdHeader};
pub use pages::{Page, Pages};
pub use pending_request::{PendingRequest, ReadResponse};
pub use pipeline::Pipeline;
pub use queried::Queried;
pub use raw_response::{RawResponse, StreamingResponse};
pub use request::{Repeatability, Request};
pub use response::Response;
pub use retry::{Retries, RetryClass, RetryPolicy, retry_after};
pub use secret::Secret;
pub use time::{Clock, ClockSkew, SystemClock};
pub use token::{Token, TokenProvider};
pub use transport::{BoxFuture, Transport};
pub use trust::{TrustedHost, is_this_machine};

#[cfg(feature = "azure")]
pub use azure_core;
pub use futures_util;
pub use http::Extensions;
pub use reqwest;
