//! The client, with handles that follow the URLs of the API.
//!
//! ```no_run
//! use graph_call_records::{Client, Cloud, Credential, QueryOptions as _};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("GRAPH_TOKEN")?;
//! let client = Client::new(Cloud::Public, Credential::bearer(token)?)?;
//! let record = client.call_record("e523d2ed-2966-4b6b-925b-754a88034cc5").get();
//! let record = record.expand(["sessions($expand=segments)"]).await?;
//! println!("{:?} from {:?} to {:?}", record.type_, record.start_date_time, record.end_date_time);
//! # Ok(())
//! # }
//! ```
//!
//! Every method returns a [`PendingRequest`](call_http::PendingRequest), which is sent when it is awaited. Query
//! options ([`QueryOptions`](graph_calls::QueryOptions)), headers and timeouts can be set before that. `.pages()`
//! returns the pages of a list. All requests are `GET`, and are retried on transient errors, including throttling
//! (429).

mod participants;
mod records;
mod service;
mod sessions;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Endpoint, Error, Pipeline, RequestIdHeader};

pub use participants::Participants;
pub use records::{CallRecordHandle, CallRecords};
pub use sessions::Sessions;

use crate::generated::client::Operations;
use service::Service;

/// The default `User-Agent`.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// A client of `/communications/callRecords` for one application. Clones are cheap and share connections and tokens.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/callrecords-api-overview>
#[derive(Clone, Debug)]
pub struct Client {
    service: Service,
}

impl Client {
    /// Creates a client for an endpoint: a [`Cloud`](graph_calls::Cloud), or a URL with the version in its path, such
    /// as `http://127.0.0.1:8080/v1.0` for a proxy or a test.
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

    /// Returns a handle to all records: `/communications/callRecords`.
    #[must_use]
    pub fn call_records(&self) -> CallRecords {
        CallRecords { service: self.service.clone() }
    }

    /// Returns a handle to one record: `/communications/callRecords/{id}`. The id is percent-encoded if necessary.
    #[must_use]
    pub fn call_record(&self, id: impl Into<String>) -> CallRecordHandle {
        CallRecordHandle { service: self.service.clone(), id: id.into() }
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
        &self.service.operations.pipeline
    }
}
