//! The client, with handles that follow the URLs of the API.
//!
//! ```no_run
//! use graph_online_meetings::{Client, Cloud, Credential};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("GRAPH_TOKEN")?;
//! let client = Client::new(Cloud::Public, Credential::bearer(token)?)?;
//! let meetings = client.user("8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0").online_meetings();
//! let found = meetings.by_join_url("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x").await?;
//! println!("{:?}", found.value);
//! # Ok(())
//! # }
//! ```
//!
//! Every method returns a [`PendingRequest`](call_http::PendingRequest), which is sent when it is awaited. Query
//! options ([`QueryOptions`](graph_calls::QueryOptions)), headers and timeouts can be set before that. `.pages()`
//! returns the pages of a list.
//!
//! `GET` and `DELETE` are retried on transient errors. All other requests are retried only if the service is known not
//! to have processed them.

mod artifacts;
mod attendance;
mod meetings;
mod service;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential, Endpoint, Error, Pipeline, RequestIdHeader};

pub use artifacts::{RecordingHandle, Recordings, TranscriptHandle, Transcripts};
pub use attendance::{AttendanceReportHandle, AttendanceReports};
pub use meetings::{OnlineMeetingHandle, OnlineMeetings};

use crate::generated::client::Operations;
use service::Service;

/// The default `User-Agent`.
const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

/// A client of `/users/{id}/onlineMeetings` for one application. Clones are cheap and share connections and tokens.
///
/// Source: <https://learn.microsoft.com/en-us/graph/api/resources/onlinemeeting>
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

    /// Returns a handle to one user, by id or user principal name: `/users/{id}`. With the token of a user, it must be
    /// that user.
    #[must_use]
    pub fn user(&self, id: impl Into<String>) -> UserHandle {
        UserHandle { service: self.service.clone(), id: id.into() }
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

/// One user, who organizes meetings: `/users/{id}`.
#[derive(Clone, Debug)]
pub struct UserHandle {
    service: Service,
    id: String,
}

impl UserHandle {
    /// Returns a handle to the meetings of the user: `/users/{id}/onlineMeetings`.
    #[must_use]
    pub fn online_meetings(&self) -> OnlineMeetings {
        OnlineMeetings { service: self.service.clone(), user_id: self.id.clone() }
    }

    /// Returns a handle to one meeting of the user: `/users/{id}/onlineMeetings/{id}`.
    #[must_use]
    pub fn online_meeting(&self, id: impl Into<String>) -> OnlineMeetingHandle {
        OnlineMeetingHandle { service: self.service.clone(), user_id: self.id.clone(), id: id.into() }
    }
}
