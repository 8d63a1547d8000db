//! Client, notification receiver and lossless types for the call records API of Microsoft Graph,
//! `/communications/callRecords`.
//!
//! A call record describes a call or an online meeting of Microsoft Teams that has ended: its type, times and
//! participants, and for each media stream the devices, the network and the measured quality. The service creates the
//! record within 15 to 60 minutes after the end, may update it later, and keeps it for 30 days.
//!
//! # Client
//!
//! This example prints the jitter of each media stream of a call:
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! use graph_call_records::{Client, Cloud, Credential, QueryOptions as _};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("GRAPH_TOKEN")?;
//! let client = Client::new(Cloud::Public, Credential::bearer(token)?)?;
//! let record = client.call_record("e523d2ed-2966-4b6b-925b-754a88034cc5").get();
//! let record = record.expand(["sessions($expand=segments)"]).await?;
//! for stream in record.streams() {
//!     println!("{:?}: {:?}", stream.stream_id, stream.average_jitter);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The id of a record is the `callChainId` of the call, or comes from a notification. The module [`client`] documents
//! the handles, query options and pages. `Cloud`, `QueryOptions` and `CollectionOptions` are those of the crate
//! `graph-calls`. The API exists in the public cloud and in both clouds of the US government, but not in the cloud of
//! China.
//!
//! # Notifications
//!
//! The service announces each record to a subscription. A [`Receiver`](notification::Receiver) answers the validation
//! of its URL, checks the secret of the subscription, and returns the typed notifications.
//!
//! # Permissions
//!
//! The API accepts application permissions only. All operations, and subscriptions too, require
//! `CallRecords.Read.All`.
//!
//! # Types
//!
//! The types are lossless: unknown members, explicit nulls and unusual spellings are preserved when a payload is
//! decoded and encoded again.
//!
//! ```
//! use graph_call_records::{AnyEndpoint, Session};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let body = br##"{"caller": {"@odata.type": "#microsoft.graph.callRecords.participantEndpoint", "name": "PC-7"}}"##;
//! let session: Session = call_wire::json::decode(body)?;
//! match &session.caller {
//!     Some(AnyEndpoint::Participant(endpoint)) => println!("called from {:?}", endpoint.name),
//!     other => println!("called by a service: {other:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! * Every member is an `Option`: the service omits members that its schema requires.
//! * A type with derived types is an enum over them: [`AnyEndpoint`], [`UserAgent`], [`AnyIdentity`],
//!   [`AnyIdentitySet`]. A payload with an unknown `@odata.type` is preserved as a whole.
//! * [`CallRecord::streams`] returns the media streams of all sessions and segments.
//! * `charge` and `connection_charge` of [`PstnCallLogRow`] are decimal numbers, and are kept as JSON text with every
//!   digit.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the HTTP client; without it, the crate contains only the types and the receiver |
//! | `http` | yes | accepts requests and returns answers as types of the crate `http`, for axum, hyper, warp and others |
//! | `azure` | yes | accepts credentials of `azure_identity` (`azure_core`'s `TokenCredential`) |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the operating system's library |
//! | `test-util` | no | constructors and setters for the types that are only received, to build them in tests |
//! | `server` | no | the module `server`: the operations, their routes and the rules of their requests, for servers and simulators of the service |
//!
//! Source: the metadata and the reference pages of Microsoft Graph v1.0. `schemas/graph-call-records` in the repository
//! lists them.

#![cfg_attr(
    not(feature = "client"),
    allow(rustdoc::broken_intra_doc_links, reason = "some links lead to the client")
)]

#[cfg(feature = "client")]
pub mod client;
#[rustfmt::skip]
mod generated;
pub mod notification;
mod streams;

#[cfg(feature = "client")]
pub use call_http::{
    self, ClientOptions, Credential, Endpoint, Error, ErrorKind, Pages, PendingRequest, RawResponse, Response,
};
pub use call_webhook;
pub use call_wire;
#[cfg(feature = "client")]
pub use client::Client;
pub use generated::*;
#[cfg(feature = "client")]
pub use graph_calls::{Cloud, CollectionOptions, QueryOptions, SCOPE, quoted};
