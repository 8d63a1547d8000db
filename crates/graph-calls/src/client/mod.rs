//! The client, with handles that follow the URLs of the API.
//!
//! ```no_run
//! use graph_calls::{Client, Cloud, Credential};
//!
//! # async fn example() -> Result<(), graph_calls::Error> {
//! let token = std::env::var("GRAPH_TOKEN").unwrap_or_default();
//! let client = Client::new(Cloud::Public, Credential::bearer(token)?)?;
//! let call = client.call("57dab8b1-894c-409a-b240-bd8beae78896").get().await?;
//! println!("{:?}, request id {:?}", call.state, call.request_id());
//! # Ok(())
//! # }
//! ```
//!
//! Every method returns a [`PendingRequest`](call_http::PendingRequest), which is sent when it is awaited. Query
//! options ([`QueryOptions`], such as `.select(["state"])`), headers and timeouts can be set before that. Awaiting it
//! returns a [`Response`](call_http::Response), which contains the typed value, the status and the headers. `.pages()`
//! returns the pages of a list.
//!
//! # Retries
//!
//! `GET`, `DELETE` and keepAlive are retried on transient errors. All other requests are retried only if the service is
//! known not to have processed them (429, 503 with `Retry-After`, no connection), because Graph does not recognize
//! repeated requests.

mod audio_routing_groups;
mod batch;
mod calls;
mod cloud;
mod content_sharing_sessions;
mod keep_alive;
mod operations;
mod participants;
mod query;
mod service;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Endpoint, Error, Pipeline, RequestIdHeader};

pub use audio_routing_groups::{AudioRoutingGroupHandle, AudioRoutingGroups};
pub use batch::{Batch, BatchResponse, Ticket};
pub use call_http::Queried;
pub use calls::{CallHandle, Calls};
pub use cloud::{Cloud, SCOPE};
pub use content_sharing_sessions::{ContentSharingSessionHandle, ContentSharingSessions};
pub use keep_alive::KeepAlive;
pub use operations::OperationHandle;
pub use participants::{ParticipantHandle, Participants};
pub use query::{CollectionOptions, QueryOptions, quoted};

use crate::generated::client::Operations;
use service::Service;

/// The default `User-Agent`.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// A client of `/communications/calls` for one application. Clones are cheap and share connections and tokens.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/cloudcommunications>
#[derive(Clone, Debug)]
pub struct Client {
    service: Service,
}

impl Client {
    /// Creates a client for an endpoint: a [`Cloud`], or a URL with the version in its path, such as
    /// `http://127.0.0.1:8080/v1.0` for a proxy or a test.
    ///
    /// ```no_run
    /// # #[cfg(feature = "azure")]
    /// # fn example(
    /// #     identity: std::sync::Arc<dyn graph_calls::call_http::azure_core::credentials::TokenCredential>,
    /// # ) -> Result<(), graph_calls::Error> {
    /// use graph_calls::{Client, Cloud, Credential, SCOPE};
    ///
    /// // `identity` is any credential of azure_identity.
    /// let credential = Credential::token_credential(identity, SCOPE);
    /// let client = Client::new(Cloud::Public, credential)?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) if the endpoint is not a valid URL (see
    /// [`Endpoint::to_url`]), or if no HTTP client can be created.
    pub fn new(endpoint: impl Into<Endpoint>, credential: Credential) -> Result<Self, Error> {
        Self::with_options(endpoint, credential, ClientOptions::new())
    }

    /// Creates a client with options.
    ///
    /// By default, the client request id is sent as `client-request-id`, the header that Graph reads.
    ///
    /// # Errors
    ///
    /// The same as [`new`](Self::new).
    pub fn with_options(
        endpoint: impl Into<Endpoint>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let options = options.protocol_defaults(USER_AGENT, RequestIdHeader::Plain, None);
        let pipeline = Pipeline::new(endpoint.into().to_url()?, credential, options)?;
        Ok(Self { service: Service { operations: Operations { pipeline }, unknown_enum_members: true } })
    }

    /// Sets whether requests have the header `Prefer: include-unknown-enum-members`. The default is `true`. Without the
    /// header, the service replaces newer enum members with `unknownFutureValue`.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/best-practices-concept>
    #[must_use]
    pub fn include_unknown_enum_members(mut self, include: bool) -> Self {
        self.service.unknown_enum_members = include;
        self
    }

    /// Returns a handle to all calls: `/communications/calls`.
    #[must_use]
    pub fn calls(&self) -> Calls {
        Calls { service: self.service.clone() }
    }

    /// Returns a handle to one call: `/communications/calls/{id}`. The id is percent-encoded if necessary.
    #[must_use]
    pub fn call(&self, id: impl Into<String>) -> CallHandle {
        CallHandle { service: self.service.clone(), id: id.into() }
    }

    /// Creates a batch of up to 20 requests: `/$batch`.
    pub fn batch(&self) -> Batch {
        Batch::new(self.service.clone())
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline().endpoint()
    }

    /// Returns the pipeline that sends the requests, for operations that are not in this crate:
    /// `client.pipeline().call(...)`.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        self.service.pipeline()
    }
}
