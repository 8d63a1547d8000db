//! Client, notification receiver and lossless types for the cloud communications calls API of Microsoft Graph,
//! `/communications/calls`.
//!
//! # Client
//!
//! This example prints the state of a call:
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
//! The handles follow the URLs: `client.call(id).participants().list()`. Their methods return a `PendingRequest`. It is
//! sent when it is awaited, and can be changed until then. The module [`client`] documents query options, pages,
//! batches and retries. `Cloud` has the endpoints and scopes of the national clouds. A token is a fixed text, or comes
//! from any credential of `azure_identity` (`Credential::token_credential`) or from your own provider.
//!
//! # Notifications
//!
//! The service posts notifications to the `callback_uri` of a call. A [`Receiver`](notification::Receiver)
//! authenticates the request, and returns typed resources and the answer to send:
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
//! existing call do not check them again. Request the least permission, and a higher one only if the application
//! requires it. Get call requires `Calls.AccessMedia.All` only for calls with application-hosted media; the table names
//! the operations that always require it.
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
//! Sources: the reference page of each operation, to which its method links;
//! <https://learn.microsoft.com/en-us/graph/permissions-reference>.
//!
//! The API exists in the public cloud and in both clouds of the US government, but not in the cloud of China. `Cloud`
//! has the endpoints.
//!
//! # Types
//!
//! The types are lossless: unknown members, explicit nulls and unusual spellings are preserved when a payload is
//! decoded and encoded again.
//!
//! ```
//! use graph_calls::{Call, CallState};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let body = br##"{"@odata.type": "#microsoft.graph.call", "state": "established", "subject": null}"##;
//! let call: Call = call_wire::json::decode(body)?;
//! match &call.state {
//!     Some(CallState::Established) => println!("the call is connected"),
//!     Some(other) => println!("the call is {other}"),
//!     None => println!("the response has no state"),
//! }
//! assert!(call.extra.is_null("subject"));
//! # Ok(())
//! # }
//! ```
//!
//! * Every member is an `Option`: Graph omits members that its schema requires, especially in notifications.
//! * In requests, the required members are the arguments of `new`, such as [`MediaPrompt::new`]. Each other member has
//!   a setter of the same name. [`SetNull`] sets an explicit null. The feature `test-util` adds constructors and
//!   setters to the types that are only received.
//! * A type with derived types is an enum over them: [`MediaConfig`], [`AnyIdentitySet`], [`AnyCommsOperation`].
//!   A payload with an unknown `@odata.type` is preserved as a whole.
//! * [`JoinUrl`] parses the join URL of a meeting, and [`Tone::parse_sequence`] parses tones such as `56#`.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the HTTP client; without it, the crate contains only the types and the receiver |
//! | `token` | yes | verification of the bearer tokens on notifications, in pure Rust |
//! | `aws-lc` | no | verifies their signatures with AWS-LC, which is about ten times faster and requires a C compiler |
//! | `http` | yes | accepts requests and returns answers as types of the crate `http`, for axum, hyper, warp and others |
//! | `azure` | yes | accepts credentials of `azure_identity` (`azure_core`'s `TokenCredential`) |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the operating system's library |
//! | `test-util` | no | constructors and setters for the types that are only received, to build them in tests |
//! | `server` | no | the module `server`: the operations, their routes and the rules of their requests, for servers and simulators of the service |
//!
//! Source: the metadata and the reference pages of Microsoft Graph v1.0. `schemas/graph-calls` in the repository lists
//! them.

#![cfg_attr(
    not(feature = "client"),
    allow(rustdoc::broken_intra_doc_links, reason = "some links lead to the client")
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
