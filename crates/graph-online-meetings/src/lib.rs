//! Client and lossless types for the online meetings API of Microsoft Graph, `/users/{id}/onlineMeetings`.
//!
//! The API creates, finds, changes and deletes online meetings of Microsoft Teams, and returns their attendance reports,
//! recordings and transcripts. `graph-calls` joins the meetings, and `graph-call-records` describes how they were.
//!
//! # Client
//!
//! This example prints the attendance of a meeting:
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! use graph_online_meetings::{Client, Cloud, Credential};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("GRAPH_TOKEN")?;
//! let client = Client::new(Cloud::Public, Credential::bearer(token)?)?;
//! let user = client.user("ada@fabrikam.com");
//! let found = user.online_meetings().by_join_url("https://teams.microsoft.com/l/meetup-join/19%3ameeting_x").await?;
//! let meeting = found.value.iter().flatten().next().and_then(|meeting| meeting.id.as_deref());
//! let meeting = user.online_meeting(meeting.ok_or("there is no such meeting")?);
//! for report in meeting.attendance_reports().list().await?.value.iter().flatten() {
//!     let records = meeting.attendance_report(report.id.as_deref().unwrap_or_default()).attendance_records();
//!     for record in records.await?.value.iter().flatten() {
//!         println!("{:?} {:?} s", record.email_address, record.total_attendance_in_seconds);
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! The module [`client`] documents the handles, query options and pages. `Cloud`, `QueryOptions`, `CollectionOptions` and
//! `SetNull` are those of the crate `graph-calls`.
//!
//! # Permissions
//!
//! The documentation of each method has its permission. With the token of a user, the meetings are those of that user. An
//! application needs an application permission, and an application access policy for the user, which an administrator
//! grants.
//!
//! # Types
//!
//! The types are lossless: unknown members, explicit nulls and unusual spellings are preserved when a payload is
//! decoded and encoded again. Every member is an `Option`. In requests, each member has a setter of the same name:
//!
//! ```
//! use graph_online_meetings::{LobbyBypassScope, LobbyBypassSettings, OnlineMeeting, call_wire::json};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let lobby = LobbyBypassSettings::new().scope(LobbyBypassScope::Organization);
//! let change = OnlineMeeting::default().subject("Review").lobby_bypass_settings(lobby);
//! assert_eq!(
//!     json::encode(&change)?,
//!     r#"{"lobbyBypassSettings":{"scope":"organization"},"subject":"Review"}"#
//! );
//! # Ok(())
//! # }
//! ```
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the HTTP client; without it, the crate contains only the types |
//! | `azure` | yes | accepts credentials of `azure_identity` (`azure_core`'s `TokenCredential`) |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the operating system's library |
//! | `test-util` | no | constructors and setters for the types that are only received, to build them in tests |
//! | `server` | no | the module `server`: the operations, their routes and the rules of their requests, for servers and simulators of the service |
//!
//! Source: the metadata and the reference pages of Microsoft Graph v1.0. `schemas/graph-online-meetings` in the
//! repository lists them.

#![cfg_attr(
    not(feature = "client"),
    allow(rustdoc::broken_intra_doc_links, reason = "some links lead to the client")
)]

#[cfg(feature = "client")]
pub mod client;
#[rustfmt::skip]
mod generated;

#[cfg(feature = "client")]
pub use call_http::{
    self, ClientOptions, Credential, Endpoint, Error, ErrorKind, Pages, PendingRequest, RawResponse, Response,
};
pub use call_wire;
#[cfg(feature = "client")]
pub use client::Client;
pub use generated::*;
#[cfg(feature = "client")]
pub use graph_calls::{Cloud, CollectionOptions, QueryOptions, SCOPE, SetNull, quoted};
