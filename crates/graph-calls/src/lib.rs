//! Microsoft Graph's cloud communications calls API, `/communications/calls`: a client, a receiver of
//! notifications, and types that lose nothing.
//!
//! # What is this call doing?
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! use graph_calls::{Client, Cloud, Credential};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("GRAPH_TOKEN")?;
//! let client = Client::new(Cloud::Public, Credential::bearer(token)?)?;
//! let call = client.call("57dab8b1-894c-409a-b240-bd8beae78896").get().await?;
//! println!("{:?}", call.state);
//! # Ok(())
//! # }
//! ```
//!
//! The handles read like the URLs: `client.call(id).participants().list()`. They return a `PendingRequest`, which is
//! sent when it is awaited and can be changed before. The module [`client`] documents query options, pages, batches
//! and retries. `Cloud` has the endpoints and scopes of the national clouds. Tokens come from any credential of
//! `azure_identity` (`Credential::token_credential`), from a provider of your own, or as text.
//!
//! # What has happened to it?
//!
//! The service posts to the call's `callback_uri`. A [`Receiver`](notification::Receiver) checks who sent a request,
//! and gives typed resources and the answer to send:
//!
//! ```
//! use graph_calls::notification::{Answer, Receiver, Resource};
//!
//! # async fn receive(receiver: Receiver, headers: &[(String, String)], body: &[u8]) -> Answer {
//! // let receiver = Receiver::new(graph_calls::token::verifier("8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")?);
//! match receiver.receive(headers, body).await {
//!     Ok(notifications) => {
//!         for notification in &notifications {
//!             match notification {
//!                 Ok(notification) => match (&notification.resource, &notification.path) {
//!                     (Resource::Call(call), Some(path)) => println!("{} is {:?}", path.call_id, call.state),
//!                     (other, _) => println!("not handled: {other:?}"),
//!                 },
//!                 Err(error) => eprintln!("{error}"),
//!             }
//!         }
//!         notifications.answer()
//!     }
//!     Err(refused) => refused.answer(),
//! }
//! # }
//! ```
//!
//! # Permissions
//!
//! The API accepts application permissions only, which an administrator of the tenant grants; a token that acts for a
//! user (delegated permissions) is refused. Permissions are checked when the call is created, and most operations on an
//! existing call do not check them again. Request the least permission, and a higher one only if the application requires
//! it. Get call requires `Calls.AccessMedia.All` only for calls with application-hosted media; the table names the
//! operations that always require it.
//!
//! | Operation | Least permission |
//! | --- | --- |
//! | `Calls::create`: one user or a phone number | `Calls.Initiate.All` |
//! | `Calls::create`: a group | `Calls.InitiateGroupCall.All` |
//! | `Calls::create`: joining a meeting | `Calls.JoinGroupCall.All`, or `Calls.JoinGroupCallAsGuest.All` as a guest |
//! | `Calls::create`: with application-hosted media | `Calls.AccessMedia.All` as well |
//! | `Calls::log_teleconference_device_quality` | `Calls.AccessMedia.All` |
//! | `CallHandle::get` | that of the call (the page lists `Calls.Initiate.All`); not checked again |
//! | `CallHandle::delete`, `keep_alive`, `redirect`, `transfer` | `Calls.Initiate.All` |
//! | `CallHandle::answer` | none; `Calls.AccessMedia.All` with application-hosted media |
//! | `CallHandle::reject` | none |
//! | `CallHandle::mute`, `unmute`, `play_prompt`, `cancel_media_processing`, `send_dtmf_tones` | `Calls.Initiate.All` |
//! | `CallHandle::record_response`, `subscribe_to_tone` | `Calls.AccessMedia.All` |
//! | `CallHandle::change_screen_sharing_role`, `update_recording_status` | `Calls.AccessMedia.All` |
//! | `CallHandle::add_large_gallery_view` | `Calls.JoinGroupCallAsGuest.All` |
//! | `Participants::list`, `ParticipantHandle::get` | that of the call |
//! | `Participants::invite` | `Calls.InitiateGroupCall.All` |
//! | `ParticipantHandle::mute` | `Calls.JoinGroupCall.All` |
//! | `ParticipantHandle::delete` | `Calls.JoinGroupCall.All`, and a setting of the tenant |
//! | `ParticipantHandle::start_hold_music`, `stop_hold_music` | `Calls.JoinGroupCallAsGuest.All` |
//! | `OperationHandle::get` | that of the call |
//! | `AudioRoutingGroups`, `AudioRoutingGroupHandle` | `Calls.JoinGroupCall.All` or `Calls.InitiateGroupCall.All` |
//! | `ContentSharingSessions`, `ContentSharingSessionHandle` | `Calls.JoinGroupCallAsGuest.All` |
//!
//! Source: the reference page of each operation, to which its method links;
//! <https://learn.microsoft.com/en-us/graph/permissions-reference>.
//!
//! The API exists in the public cloud and in both clouds of the US government, not in the cloud of China. `Cloud` has
//! the endpoints.
//!
//! # What do the types keep?
//!
//! Everything: unknown members, explicit nulls and unusual spellings come back when a payload is encoded again.
//!
//! ```
//! use graph_calls::{Call, CallState};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let body = br##"{"@odata.type": "#microsoft.graph.call", "state": "established", "subject": null}"##;
//! let call: Call = call_wire::json::decode(body)?;
//! match &call.state {
//!     Some(CallState::Established) => println!("somebody is talking"),
//!     Some(other) => println!("the call is {other}"),
//!     None => println!("the server did not say"),
//! }
//! assert!(call.extra.is_null("subject"));
//! # Ok(())
//! # }
//! ```
//!
//! * Every member is an `Option`: Graph leaves out what its schema calls mandatory, above all in notifications.
//! * What a writer must give stands in `new`, such as [`MediaPrompt::new`], and a method of the member's name sets each
//!   other member of a type that is sent. [`SetNull`] sends an explicit null. The feature `test-util` adds constructors
//!   and setters to the types that are only received.
//! * A type with derived types is an enum over them: [`MediaConfig`], [`AnyIdentitySet`], [`AnyCommsOperation`].
//!   An `@odata.type` that this version does not know keeps the whole payload.
//! * [`JoinUrl`] reads a meeting from its join URL, and [`Tone::parse_sequence`] the tones in a text such as `56#`.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the HTTP client; without it the crate is types and receivers |
//! | `token` | yes | the check of the bearer tokens that come with notifications, in pure Rust |
//! | `aws-lc` | no | checks their signatures with AWS-LC: about ten times faster, and needs a C compiler |
//! | `http` | yes | requests and answers as types of the crate `http`, for axum, hyper, warp and others |
//! | `azure` | yes | tokens through `azure_core`'s `TokenCredential` |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the operating system's own library |
//! | `test-util` | no | constructors and setters of the types that are only received, to build them in tests |
//!
//! Source of the facts: the Microsoft Graph v1.0 metadata and reference pages; `schemas/graph-calls` in the
//! repository says which.

#![cfg_attr(
    not(feature = "client"),
    allow(rustdoc::broken_intra_doc_links, reason = "the client's names are not there")
)]

#[cfg(feature = "client")]
pub mod client;
#[rustfmt::skip]
mod generated;
mod join_url;
mod member_names;
pub mod notification;
mod nulls;
#[cfg(feature = "token")]
pub mod token;
mod tones;

#[cfg(feature = "client")]
pub use call_http::{
    self, ClientOptions, Credential, Endpoint, Error, ErrorKind, Pages, PendingRequest, RawResponse, Response,
};
pub use call_webhook;
pub use call_wire::{self, InvalidTone};
#[cfg(feature = "client")]
pub use client::{Client, Cloud, CollectionOptions, QueryOptions, SCOPE, quoted};
pub use generated::*;
pub use join_url::{JoinUrl, JoinUrlError, JoinUrlPart};
pub use member_names::UnknownMember;
pub use nulls::SetNull;
