//! The foundation of the protocol clients: credentials, signing, retries, errors and redaction.
//!
//! A [`Pipeline`] sends [`Request`]s to one endpoint with one [`Credential`]. The [`RetryClass`] of a request
//! determines when it is retried. The pipeline signs each attempt, waits as long as the service requests, and reports
//! every failure as an [`Error`] with status, code, message and request id.
//!
//! Most methods of the protocol crates return a [`PendingRequest`], which can be modified until it is awaited. Awaiting
//! it sends the request and returns a [`Response`]. A list can also be read as [`Pages`].
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
//! * A credential is sent only to the endpoint's host and to the hosts of [`ClientOptions::trust`]. Over http without
//!   TLS, it is sent only to this machine, unless [`ClientOptions::allow_http`] is set. Redirects are not followed.
//! * No `Debug` output, error or trace contains a credential, even if the server's response repeats one.
//! * A request that is not safe to retry is retried only if the service is known not to have processed it.
//! * Bodies are read up to a size limit, except for streaming responses. No body is decompressed.
//!
//! # Observability
//!
//! * Traces, with OpenTelemetry's field names: [`Pipeline`]
//! * Metrics: [`ClientOptions::observer`]
//! * Recording exchanges, and replaying them in tests: [`replay`]
//!
//! # Features
//!
//! | Feature | Default | Effect |
//! | --- | --- | --- |
//! | `azure` | yes | [`Credential::token_credential`]: tokens through `azure_core`'s `TokenCredential` |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the library of the operating system |

mod credential;
mod endpoint;
mod error;
mod error_body;
mod observer;
mod options;
mod pages;
mod pending_bodies;
mod pending_request;
mod pipeline;
mod queried;
mod redact;
pub mod replay;
mod request;
mod response;
mod retry;
mod send;
mod text;
mod time;
mod time_limit;
mod transport;
mod trust;

pub use credential::{AccessKey, Credential, Signature, StringToSign, Token, TokenProvider};
pub use endpoint::Endpoint;
pub use error::{BoxError, Error, ErrorKind};
pub use error_body::{ErrorBody, ErrorDetail};
pub use futures_util::future::BoxFuture;
pub use observer::{Observation, Observer};
pub use options::{BackOff, ClientOptions, RequestIdHeader};
pub use pages::{Page, Pages};
pub use pending_request::{PendingRequest, ReadResponse};
pub use pipeline::Pipeline;
pub use queried::Queried;
pub use redact::Secret;
pub use request::{Multipart, Repeatability, Request};
pub use response::{BodyFormat, RawResponse, Response, StreamingResponse};
pub use retry::{Retries, RetryClass, RetryPolicy, retry_after};
pub use time::{Clock, ClockSkew, SystemClock};
pub use transport::Transport;
pub use trust::{TrustedHost, is_this_machine};

#[cfg(feature = "azure")]
pub use azure_core;
pub use bytes::Bytes;
pub use futures_util;
pub use http::Extensions;
pub use reqwest;
