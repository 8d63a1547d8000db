//! Exchange Unified Messaging: the UM web service, and the phone-call operations of Exchange Web Services.
//!
//! A call's state in five lines:
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
//!     Some(UmCallState::Connected) => println!("somebody is talking"),
//!     state => println!("the call is {state:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Two services
//!
//! | | UM web service | Phone calls of Exchange Web Services |
//! | --- | --- | --- |
//! | Client | `UmClient` | `PhoneCallClient` |
//! | Types | [`um`]: eleven operations | [`phone_call`]: three, which took the place of some of the eleven |
//! | URL, by `Autodiscover` | `Endpoints::um_url` | `Endpoints::ews_url` |
//! | A call's state | `get_call_info` | `get_phone_call_information` |
//! | SOAP headers | none | version, culture, impersonation; the server's version |
//! | Refusals | SOAP faults | response codes, and faults for malformed requests |
//! | Servers | Exchange 2007 and later, while they had the UM role | Exchange 2010 and later |
//!
//! Each client has the name of the module whose operations it calls. There are two, because both services have a
//! `PlayOnPhone`, under one name and one `SOAPAction` with different content: only the URL tells them apart, and
//! the types see to it that none goes to the other's.
//!
//! # The client
//!
//! * `Response` derefs to what an operation gave, and has the rest of the answer: the server's version, a warning, the
//!   bytes. `call` on either client takes a request with members of your own.
//! * `Error` is one for all: a kind to match on (`InvalidCallId`, `DialingRules`, `ServerBusy`, ...), the status, the
//!   service's own code and text, the request ids, the fault. A fault is found in any body, whatever the status.
//! * `CallWatch`, from `watch_call`, follows a call until it is over; `wait_until_disconnected` only waits.
//! * `Autodiscover` finds the URLs of both services by a mailbox's address.
//! * What is sent again after a fault, and when, is told at each client. Timeouts, proxies, retries, a ready
//!   `reqwest::Client` or a transport of your own are set by `ClientOptions`.
//!
//! Basic credentials and bearer tokens are in `Credential`; with the feature `azure` also every `TokenCredential`,
//! for the scope `https://outlook.office365.com/.default`. **NTLM and Negotiate are not there.** They authenticate a
//! connection in three steps, not a request, and the connections of an HTTP client with a pool are not ours to
//! hold; crates that compute the messages (`sspi`, `ntlmclient`) do not bring that, and the well-kept one of them
//! brings more than 180 others. Where a server offers nothing else, which a 401 tells, put a proxy in between that
//! speaks NTLM (`ClientOptions::proxy`), or hand in a `Transport` that does (`ClientOptions::transport`).
//!
//! # The types
//!
//! They lose nothing: what a message says beyond them comes back when it is written again. With
//! `default-features = false` they are all there is, without an HTTP client:
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
//! Responses of the UM web service repeat their own name, so the value is the member of the same name in the
//! response. [`soap`] has the envelope around all messages, its headers, and its faults. Every member is an
//! `Option` or a `Vec`; what a schema requires stands in `new`, such as [`um::GetCallInfo::new`], and a method of
//! the member's name sets each other member of a type that is sent. Namespaces that a
//! document spells with `https` are read as the `http` ones that they stand for, and `http` is written.
//!
//! Source of the facts: the EWS schemas and reference pages, and \[MS-OXWUMS\]; `schemas/ews-um` in the repository
//! says which.
//!
//! # Features
//!
//! | Feature | On by default | What it does |
//! | --- | --- | --- |
//! | `client` | yes | the clients and Autodiscover |
//! | `azure` | yes | tokens through `azure_core`'s `TokenCredential` |
//! | `rustls` | yes | TLS by rustls |
//! | `native-tls` | no | TLS by the operating system's own library |
//! | `test-util` | no | constructors and setters of the types that are only received, to build them in tests |

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
