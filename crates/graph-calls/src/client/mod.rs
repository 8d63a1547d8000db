//! The client: handles that read like the URLs of the API.
//!
//! ```no_run
//! use graph_calls::{Client, Credential};
//!
//! # async fn example() -> Result<(), graph_calls::Error> {
//! let client = Client::new(Credential::bearer(std::env::var("GRAPH_TOKEN").unwrap_or_default())?)?;
//! let call = client.call("57dab8b1-894c-409a-b240-bd8beae78896").get().await?;
//! println!("{:?}, request id {:?}", call.state, call.request_id());
//! # Ok(())
//! # }
//! ```
//!
//! Every method makes a [`PendingRequest`] request, which is sent when it is awaited and can be changed before: with
//! [`QueryOptions`] (`.select(["state"])`), a header, a timeout. It gives a [`Response`](call_http::Response): the
//! typed answer, and the response that it came in. Lists go on page by page with `.pages()`.
//!
//! # What is sent again
//!
//! Reading, deleting and keepAlive, after every fault that may pass. Everything else only when the service
//! surely has not taken it (429, 503 with `Retry-After`, no connection), as Graph has no means to repeat a
//! request safely.

mod batch;
mod calls;
mod cloud;
mod keep_alive;
mod participants;
mod parts;
mod query;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Error, ErrorKind, PendingRequest, Pipeline, RequestIdHeader};

use crate::generated::client::Operations;

pub use call_http::Queried;

pub use batch::{Batch, BatchAnswers, Ticket};
pub use calls::{CallHandle, Calls};
pub use cloud::Cloud;
pub use keep_alive::KeepAlive;
pub use participants::{ParticipantHandle, Participants};
pub use parts::{
    AudioRoutingGroupHandle, AudioRoutingGroups, ContentSharingSessionHandle, ContentSharingSessions,
    OperationHandle,
};
pub use query::{CollectionOptions, QueryOptions, quoted};

/// The calls of one application. Cheap to clone; clones share connections and tokens.
#[derive(Clone, Debug)]
pub struct Client {
    operations: Operations,
    unknown_enum_members: bool,
}

impl Client {
    /// A client for the public cloud. With `azure_identity`, the credential is
    /// [`Cloud::Public.credential(...)`](Cloud::credential).
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) when no HTTP client can be built.
    pub fn new(credential: Credential) -> Result<Self, Error> {
        Self::with_options(Cloud::Public, credential, ClientOptions::new())
    }

    /// A client for any cloud, with options.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn with_options(cloud: Cloud, credential: Credential, options: ClientOptions) -> Result<Self, Error> {
        Self::with_endpoint(cloud.endpoint(), credential, options)
    }

    /// A client for a proxy or a test: the endpoint is what all paths count from, its version included, as in
    /// `https://graph.microsoft.com/v1.0`. A text or a `Url` will do.
    ///
    /// Client request ids go as `client-request-id`, which Graph reads, unless the options say otherwise.
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) for an endpoint that is none of http or https,
    /// and as [`new`](Self::new).
    pub fn with_endpoint(
        endpoint: impl AsRef<str>,
        credential: Credential,
        options: ClientOptions,
    ) -> Result<Self, Error> {
        let endpoint = Url::parse(endpoint.as_ref()).map_err(|error| {
            Error::new(ErrorKind::Configuration, "the endpoint is no URL").with_source(error)
        })?;
        let options = options.protocol_defaults(RequestIdHeader::Plain, None);
        let pipeline = Pipeline::new(endpoint, credential, options)?;
        Ok(Self { operations: Operations { pipeline }, unknown_enum_members: true })
    }

    /// Whether to ask for enum members that are newer than the application, by
    /// `Prefer: include-unknown-enum-members`. It is asked unless this turns it off; without it, the service
    /// sends `unknownFutureValue` in their place.
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/best-practices-concept>
    #[must_use]
    pub fn include_unknown_enum_members(mut self, include: bool) -> Self {
        self.unknown_enum_members = include;
        self
    }

    /// All calls: `/communications/calls`.
    #[must_use]
    pub fn calls(&self) -> Calls {
        Calls { client: self.clone() }
    }

    /// One call: `/communications/calls/{id}`. The id is percent-encoded where it needs to be.
    #[must_use]
    pub fn call(&self, id: impl Into<String>) -> CallHandle {
        CallHandle { client: self.clone(), id: id.into() }
    }

    /// Up to 20 requests in one: `/$batch`.
    pub fn batch(&self) -> Batch {
        Batch::new(self.clone())
    }

    /// What all paths count from.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.pipeline().endpoint()
    }

    /// What requests go through, for operations that this crate does not have:
    /// `client.pipeline().call(...)`.
    #[must_use]
    pub fn pipeline(&self) -> &Pipeline {
        &self.operations.pipeline
    }

    /// One operation, with what every request of this client has.
    fn ask<T>(&self, operation: impl FnOnce(&Operations) -> PendingRequest<T>) -> PendingRequest<T> {
        let prefer = self.unknown_enum_members.then_some("include-unknown-enum-members");
        operation(&self.operations).header("Prefer", &prefer)
    }
}
