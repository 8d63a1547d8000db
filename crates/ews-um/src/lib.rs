//! Exchange Unified Messaging: the UM web service, and the phone-call operations of Exchange Web Services.
//!
//! The types lose nothing: what a message says beyond them comes back when it is written again. A call's state
//! in five lines:
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
//! match info.call_state {
//!     Some(UmCallState::Connected) => println!("somebody is talking"),
//!     state => println!("the call is {state:?}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! * [`um`]: the eleven operations of the UM web service. Their responses repeat their own name, so the value is
//!   the member of the same name in the response.
//! * [`phone_call`]: the three operations that took the place of some of them in EWS. Both services have a
//!   `PlayOnPhone`, under one name with different content; the endpoint tells them apart.
//! * [`soap`]: the envelope around both, its headers, and its faults.
//!
//! Every member is an `Option` or a `Vec`; what a schema requires stands in `new`, such as
//! [`um::GetCallInfo::new`].
//!
//! Source of the facts: the EWS schemas and reference pages, and \[MS-OXWUMS\]; `schemas/ews-um` in the repository
//! says which.

#[cfg(feature = "client")]
mod autodiscover;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod error;
#[rustfmt::skip]
mod generated;
pub mod soap;

pub use call_wire;
pub use generated::{phone_call, um};

#[cfg(feature = "client")]
pub use self::{
    autodiscover::{Autodiscover, Candidate, Endpoints, ServiceUrls},
    client::{
        CallReport, CallWatch, PhoneCallClient, PhoneCallOperation, PollOptions, Reply, ResponseMessage,
        UmClient, UmOperation, Warning,
    },
    error::{Error, ErrorKind},
};
#[cfg(feature = "client")]
pub use call_http::{self, ClientOptions, Credential};
