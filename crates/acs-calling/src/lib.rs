//! Client, event receivers and lossless types for Azure Communication Services Call Automation, version 2026-03-12.
//!
//! This example prints the state of a call:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use acs_calling::{Client, ClientOptions};
//!
//! let text = std::env::var("ACS_CONNECTION_STRING")?;
//! let client = Client::from_connection_string(&text, ClientOptions::new())?;
//! let call = client.call_connection("411f0b00-aaaa").get().await?;
//! if let Some(state) = &call.call_connection_state {
//!     println!("the call is {state}");
//! }
//! # Ok(())
//! # }
//! # fn main() {}
//! ```
//!
//! # Client
//!
//! `Client` has the operations that do not require an existing call. Its other methods return handles, the same as in
//! Microsoft's SDKs: `CallConnection` for a call and its participants, `CallMedia` for prompts, recognition and
//! streaming, `CallRecording` for recordings.
//!
//! Each operation returns a `PendingRequest`. Awaiting it sends the request and returns a `Response`, which
//! dereferences to the value:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example(client: acs_calling::Client) -> Result<(), acs_calling::Error> {
//! use std::time::Duration;
//!
//! use acs_calling::{CommunicationIdentifier, CreateCallRequest, PhoneNumberIdentifier, PlayRequest, TextSource};
//!
//! let callee = CommunicationIdentifier::phone_number("+14255550123");
//! let request = CreateCallRequest::new([callee], "https://app.example/events")
//!     .source_caller_id_number(PhoneNumberIdentifier::new("+18005550100"))
//!     .operation_context("42");
//! let call = client.create_call(&request).attempt_timeout(Duration::from_secs(5)).await?;
//! println!("{:?}, request id {:?}", call.call_connection_id, call.request_id());
//!
//! // Later, after the event `CallConnected`:
//! let prompt = PlayRequest::new([TextSource::new("Hello.")]);
//! client.call_media("411f0b00-aaaa").play(&prompt).await?;
//! # Ok(())
//! # }
//! # fn main() {}
//! ```
//!
//! * Each attempt has its own signature. The 14 operations with repeatability headers send the same headers in all
//!   attempts of one request.
//! * A request that is not safe to repeat is retried only if the service is known not to have processed it.
//! * The credential is sent only to the endpoint and to the hosts of recordings.
//! * All operations return the same `Error` type, with the service's error code and message.
//!
//! # Authorization
//!
//! Requests to a resource, `https://NAME.communication.azure.com`, are authorized in one of two ways:
//!
//! * **An access key** (`Credential::access_key`, `Client::from_connection_string`) signs each request with
//!   HMAC-SHA256. `Authorization` is `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=...`. The
//!   signature covers the method, the path with the query, and the three headers that it names; `x-ms-content-sha256`
//!   is the hash of the body. Source:
//!   <https://learn.microsoft.com/en-us/azure/communication-services/tutorials/hmac-header-tutorial>.
//! * **A Microsoft Entra ID token** (`Credential::token_credential`, `Credential::bearer`) for the scope `SCOPE` is
//!   sent as `Authorization: Bearer ...`, without a signature.
//!
//! The reference pages of the operations contain these errors:
//!
//! * Their "Security" section requires "an Azure Communication Services user access token". The resource issues such a
//!   token for one of its users; the client SDKs for calling and chat use it on that user's device. Call Automation is
//!   called by a server instead: Microsoft's SDKs for it sign with the access key, or send a Microsoft Entra ID token.
//!   Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/authentication>.
//! * Some sample requests are sent to `contoso.communications.azure.com`. The hosts of resources end in
//!   `.communication.azure.com`, without the `s`.
//! * They list `endpoint` as a path parameter. It is the start of the URL: the endpoint of the `Client`.
//! * They describe `Authorization` as an API key in a header. It is a signature, which is different for each request,
//!   or a bearer token.
//!
//! # Errors
//!
//! A status other than the documented success is an `Error`: `code`, `message`, `target`, `details` and `inner_errors`
//! are read from the body. The body itself is a [`CommunicationErrorResponse`], which `json` decodes:
//!
//! ```no_run
//! # #[cfg(feature = "client")]
//! # async fn example(client: acs_calling::Client) {
//! use acs_calling::CommunicationErrorResponse;
//!
//! if let Err(error) = client.call_connection("411f0b00-aaaa").get().await {
//!     println!("{error}"); // 404 Not Found: 8522: Call not found. (request id ...)
//!     if let Ok(CommunicationErrorResponse { error: Some(error), .. }) = error.json() {
//!         println!("{:?}, caused by {:?}", error.code, error.innererror);
//!     }
//! }
//! # }
//! # fn main() {}
//! ```
//!
//! # Tests without the service
//!
//! `call_http::replay` has two transports for tests: a `Recorder` writes requests and responses to a file, without
//! credentials, and a `Replay` responds from such a file. In this example, the text of the file is in the test:
//!
//! ```
//! # #[cfg(not(feature = "client"))]
//! # fn main() {}
//! # #[cfg(feature = "client")]
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use std::sync::Arc;
//!
//! use acs_calling::call_http::replay::Replay;
//! use acs_calling::{CallConnectionState, Client, ClientOptions, Credential};
//!
//! let replay = Arc::new(Replay::from_text(
//!     r#"{"request":{"method":"GET","path":"/calling/callConnections/c-1","query":"api-version=2026-03-12"},"response":{"status":200,"body":{"json":{"callConnectionState":"connected"}}}}"#,
//! )?);
//! let options = ClientOptions::new().transport(replay.clone());
//! let client = Client::with_options("https://contoso.example", Credential::none(), options)?;
//!
//! let call = client.call_connection("c-1").get().await?;
//! assert_eq!(call.call_connection_state, Some(CallConnectionState::Connected));
//! assert!(replay.unused().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Types
//!
//! The types are lossless: unknown members, explicit nulls and unusual spellings are preserved when a payload is
//! decoded and encoded again.
//!
//! ```
//! use acs_calling::{CallConnectionProperties, CallConnectionState};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let body = br#"{"callConnectionId": "411f0b00-aaaa", "callConnectionState": "connected"}"#;
//! let call: CallConnectionProperties = call_wire::json::decode(body)?;
//! match &call.call_connection_state {
//!     Some(CallConnectionState::Connected) => println!("the call is connected"),
//!     Some(other) => println!("the call is {other}"),
//!     None => println!("the response has no state"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every member is an `Option`. In requests, the required members are the arguments of `new`, such as
//! [`CreateCallRequest::new`], and each other member has a setter of the same name. The feature `test-util` adds
//! constructors and setters to the types that are only received.
//!
//! [`CommunicationIdentifier`] parses and formats raw ids, which identify participants. [`Tone::parse_sequence`] parses
//! tones such as `56#`. [`ResultInformation::reason`] returns the meaning of a subcode.
//!
//! # Receivers
//!
//! The receivers work with any HTTP server and web framework. A receiver authenticates the sender of a request, and
//! returns typed events and the answer to send:
//!
//! ```
//! use acs_calling::events::{Answer, Receiver};
//!
//! # async fn receive(receiver: Receiver, headers: &[(String, String)], body: &[u8]) -> Answer {
//! // let receiver = Receiver::new(acs_calling::token::verifier("2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11")?);
//! match receiver.receive(headers, body).await {
//!     Ok(events) => {
//!         for event in &events {
//!             match event {
//!                 Ok(event) => println!("{} of {:?}", event.name(), event.data.call_connection_id()),
//!                 Err(error) => eprintln!("{error}"),
//!             }
//!         }
//!         events.answer()
//!     }
//!     Err(refused) => refused.answer(),
//! }
//! # }
//! ```
//!
//! * [`events`]: CloudEvents at the callback URI, and deliveries of Event Grid with its handshakes.
//! * [`streaming`]: the upgrade request and the frames of the media WebSocket.
//! * `token` (feature `token`): verification of the bearer tokens on both.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the HTTP client; without it, the crate contains only the types and the receivers |
//! | `token` | yes | verification of the bearer tokens on events, in pure Rust |
//! | `aws-lc` | no | verifies their signatures with AWS-LC, which is about ten times faster and requires a C compiler |
//! | `http` | yes | accepts requests and returns answers as types of the crate `http`, for axum, hyper, warp and others |
//! | `azure` | yes | accepts credentials of `azure_identity` (`azure_core`'s `TokenCredential`) |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the operating system's library |
//! | `test-util` | no | constructors and setters for the types that are only received, to build them in tests |
//! | `server` | no | the module `server`: the operations, their routes and the rules of their requests, for servers and simulators of the service |
//!
//! Source: the specification of the Call Automation REST API, version 2026-03-12. `schemas/acs-calling` in the
//! repository lists its files.

#[cfg(feature = "client")]
mod client;
pub mod events;
#[rustfmt::skip]
mod generated;
mod identifier;
mod reason;
mod requests;
pub mod streaming;
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
pub use client::{
    API_VERSION, CallConnection, CallMedia, CallRecording, Client, ConnectionString, Downloaded, Progress,
    RecordingDownload, RecordingStream, SCOPE,
};
pub use generated::*;
pub use identifier::{
    CommunicationIdentifier, CommunicationUser, MicrosoftTeamsApp, MicrosoftTeamsUser, PhoneNumber,
    TeamsExtensionUser, UnknownIdentifier,
};
pub use reason::ReasonCode;
