//! Azure Communication Services Call Automation, version 2026-03-12: client, receivers, types.
//!
//! A call's state in five lines:
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
//! `Client` has the operations that concern no call in particular, and gives handles as Microsoft's SDKs have
//! them: `CallConnection` for a call and who takes part in it, `CallMedia` for what is played and heard,
//! `CallRecording` for recordings and what they hold.
//!
//! Each method returns a `PendingRequest`. Awaiting it sends it and gives a `Response`, which derefs to the value:
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
//! // Later, when `CallConnected` has come:
//! let prompt = PlayRequest::new([TextSource::new("Hello.")]);
//! client.call_media("411f0b00-aaaa").play(&prompt).await?;
//! # Ok(())
//! # }
//! # fn main() {}
//! ```
//!
//! * Every attempt is signed anew over the bytes that it sends. The 14 operations that have repeatability
//!   headers get them once for each call, and keep them over its attempts.
//! * What does harm when it is done twice is sent again only when the service surely has not taken it.
//! * The credential goes to the endpoint, and to the hosts that keep recordings, and nowhere else.
//! * Every failure is one `Error`, with the service's code and message in whatever form they came.
//!
//! # Authorization
//!
//! Requests to a resource, `https://NAME.communication.azure.com`, are authorized in one of two ways:
//!
//! * **An access key** (`Credential::access_key`, `Client::from_connection_string`) signs each request with
//!   HMAC-SHA256. `Authorization` is `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=...`. The
//!   signature covers the method, the path with the query, and the three headers that it names; `x-ms-content-sha256`
//!   is the hash of the body. Source: <https://learn.microsoft.com/en-us/azure/communication-services/tutorials/hmac-header-tutorial>.
//! * **A Microsoft Entra ID token** (`Credential::token_credential`, `Credential::bearer`) for the scope `SCOPE` is
//!   sent as `Authorization: Bearer ...`. No signature goes with it.
//!
//! The reference pages of the operations are wrong in these points:
//!
//! * Their "Security" section asks for "an Azure Communication Services user access token". The resource issues such a
//!   token for one of its users, and it authorizes the client SDKs for calling and chat on that user's device. Call
//!   Automation is called by a server: Microsoft's SDKs for it sign with the access key, or send a token of Entra ID.
//!   Source: <https://learn.microsoft.com/en-us/azure/communication-services/concepts/authentication>.
//! * Some sample requests go to `contoso.communications.azure.com`. The hosts of resources end in
//!   `.communication.azure.com`, without the `s`.
//! * They list `endpoint` as a parameter of the path; it is the beginning of the URL, and the client's endpoint here.
//! * They describe `Authorization` as an API key in a header. It is a signature or a bearer token, made for each request.
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
//! `call_http::replay` has two transports for tests: a `Recorder` writes the exchanges with a service to a file,
//! without credentials, and a `Replay` answers from such a file. Here the one line of the file is in the test:
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
//! The types lose nothing: unknown members, explicit nulls and unusual spellings come back when a payload is
//! encoded again.
//!
//! ```
//! use acs_calling::{CallConnectionProperties, CallConnectionState};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let body = br#"{"callConnectionId": "411f0b00-aaaa", "callConnectionState": "connected"}"#;
//! let call: CallConnectionProperties = call_wire::json::decode(body)?;
//! match &call.call_connection_state {
//!     Some(CallConnectionState::Connected) => println!("somebody is talking"),
//!     Some(other) => println!("the call is {other}"),
//!     None => println!("the server did not say"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every member is an `Option`. What a writer must give stands in `new`, such as [`CreateCallRequest::new`], and a
//! method of the member's name sets each other member of a type that is sent. The feature `test-util` adds both to the
//! types that are only received.
//!
//! [`CommunicationIdentifier`] reads and writes the raw ids that name who takes part, [`Tone::parse_sequence`] the
//! tones in a text such as `56#`. [`ResultInformation::reason`] names the sub code of a result.
//!
//! # Receivers
//!
//! What the service sends on its own is received without an HTTP client and without a web framework. A receiver checks
//! who sent a request, and gives typed events and the answer to send:
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
//! * [`events`]: CloudEvents at the callback URI, and what Event Grid delivers, with its handshakes;
//! * [`streaming`]: the media WebSocket, its request and its frames;
//! * `token` (feature `token`): who issues the bearer tokens that come with both, and for whom.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the client; without it there are types and receivers, and no HTTP client in the tree |
//! | `token` | yes | the check of the tokens that come with events, in pure Rust |
//! | `aws-lc` | no | checks their signatures with AWS-LC: about ten times faster, and needs a C compiler |
//! | `http` | yes | requests and answers as types of the crate `http`, for axum, hyper, warp and others |
//! | `azure` | yes | tokens from `azure_core`'s `TokenCredential`, so that `azure_identity` works as it is |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the operating system's own library |
//! | `test-util` | no | constructors and setters of the types that are only received, to build them in tests |
//!
//! Source of the facts: the Call Automation REST API specification, version 2026-03-12;
//! `schemas/acs-calling` in the repository says which.

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
