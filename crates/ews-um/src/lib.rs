//! Exchange Unified Messaging: the UM web service, and the phone-call operations of Exchange Web Services.
//!
//! The state of a call in five lines:
//!
#![cfg_attr(feature = "client", doc = "```no_run")]
#![cfg_attr(not(feature = "client"), doc = "```text")]
//! use ews_um::{Credential, Error, UmClient, um::UmCallState};
//!
//! # async fn example(call_id: &str, password: &str) -> Result<(), Error> {
//! let credential = Credential::basic("rosa@contoso.com", password)?;
//! let client = UmClient::new("https://mail.contoso.com/EWS/UM2007Legacy.asmx", credential)?;
//! let call = client.get_call_info(call_id).await?;
//! match &call.call_state {
//!     Some(UmCallState::Connected) => println!("the call is connected"),
//!     state => println!("the call is {state:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Two services
//!
//! | | UM web service | Exchange Web Services (EWS) |
//! | --- | --- | --- |
//! | Client | `UmClient` | `PhoneCallClient` |
//! | Types | [`um`]: eleven operations | [`phone_call`]: three operations, which replace some of the eleven |
//! | URL, by `Autodiscover` | `Endpoints::um_url` | `Endpoints::ews_url` |
//! | State of a call | `get_call_info` | `get_phone_call_information` |
//! | SOAP headers | none | version, culture and impersonation; version of the server |
//! | Errors | SOAP faults | response codes; SOAP faults for malformed requests |
//! | Servers | Exchange 2007 and later versions with the UM role | Exchange 2010 and later |
//!
//! Both services have an operation `PlayOnPhone`, with the same `SOAPAction` but with different content. Only the URL
//! distinguishes them. Each service therefore has its own client and types, and neither client can send a request of
//! the other service.
//!
//! # The clients
//!
//! * A `Response` dereferences to the value that the operation returns. It also has the rest of the response: the
//!   version of the server, a warning, and the body.
//! * Each client has a method `call`, which sends requests with custom members.
//! * All methods return the same `Error`. It has a kind to match on (`InvalidCallId`, `DialingRules`, `ServerBusy`,
//!   ...), the HTTP status, the code and message of the service, the request ids and the SOAP fault. A fault is
//!   recognized in a response with any status.
//! * `CallWatch`, from `watch_call`, follows a call until it is over; `wait_until_disconnected` only waits for the end.
//! * `Autodiscover` finds the URLs of both services by the email address of a mailbox.
//! * The documentation of each client describes which requests are retried. `ClientOptions` sets timeouts, proxies
//!   and retries, and accepts an existing `reqwest::Client` or a custom transport.
//!
//! `Credential` supports Basic credentials and bearer tokens; with the feature `azure` also any `TokenCredential`, for
//! the scope `https://outlook.office365.com/.default`. **NTLM and Negotiate are not supported.** They authenticate a
//! connection instead of a request, in three steps, and an HTTP client with a connection pool cannot reserve a
//! connection for them. Crates that compute the messages (`sspi`, `ntlmclient`) do not solve this problem, and the best
//! maintained of them adds more than 180 dependencies. If a server supports nothing else (the error of its 401 names
//! the schemes), use a proxy that supports NTLM (`ClientOptions::proxy`) or a `Transport` that does
//! (`ClientOptions::transport`).
//!
//! # The types
//!
//! The types are lossless: a message that is decoded and encoded again keeps unknown elements and attributes. With
//! `default-features = false`, the crate contains only the types, without an HTTP client:
//!
//! ```
//! use ews_um::{soap::Envelope, um::{GetCallInfoResponse, UmCallState}};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let body = br#"<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>
//! #     <GetCallInfoResponse xmlns="http://schemas.microsoft.com/exchange/services/2006/messages"><GetCallInfoResponse>
//! #     <CallState>Connected</CallState><EventCause>None</EventCause></GetCallInfoResponse></GetCallInfoResponse>
//! #     </s:Body></s:Envelope>"#;
//! let envelope: Envelope<GetCallInfoResponse> = call_wire::xml::decode(body)?;
//! let info = envelope.into_content()?.get_call_info_response.unwrap_or_default();
//! assert_eq!(info.call_state, Some(UmCallState::Connected));
//! # Ok(())
//! # }
//! ```
//!
//! In a response of the UM web service, the outer element contains a second element with the same name, and the second
//! one contains the value. The struct has a member with that name. [`soap`] contains the envelope of all messages, its
//! header, and faults. Every member is an `Option` or a `Vec`. The members that a schema requires are arguments of
//! `new`, such as [`um::GetCallInfo::new`]; types that are sent have a setter for each other member. Namespaces with
//! `https` are read as those with `http`, and are written with `http`.
//!
//! Sources: the EWS schemas and reference pages, and \[MS-OXWUMS\]; `schemas/ews-um` in the repository lists them.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the clients and Autodiscover |
//! | `azure` | yes | tokens from a `TokenCredential` of `azure_core` |
//! | `rustls` | yes | TLS with rustls |
//! | `native-tls` | no | TLS with the library of the operating system |
//! | `test-util` | no | constructors and setters of types that are only received, to build them in tests |
//! | `server` | no | the modules `um::server` and `phone_call::server`: the operations and the rules of their requests, for servers and simulators of the services |

#[cfg(feature = "client")]
mod autodiscover;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod error;
#[rustfmt::skip]
mod generated;
#[cfg(feature = "client")]
mod http;
pub mod soap;

pub use call_wire;
pub use generated::{phone_call, um};

#[cfg(feature = "client")]
pub use self::{
    autodiscover::{Autodiscover, Candidate, Endpoints, ServiceUrls},
    client::{
        CallReport, CallWatch, PendingRequest, PhoneCallClient, PhoneCallOperation, PollOptions,
        ResponseMessage, SCOPE, SoapResponse, UmClient, UmOperation, Warning,
    },
    error::{Error, ErrorKind},
};
#[cfg(feature = "client")]
pub use call_http::{self, ClientOptions, Credential, Endpoint, Response};
