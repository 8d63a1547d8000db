//! Exchange: the Unified Messaging web service, and the phone-call operations of Exchange Web Services (EWS).
//!
//! Both are SOAP 1.1. The types lose nothing: unknown elements, attributes and unusual spellings come back when
//! a message is encoded again. Namespaces beginning with `https`, which the documentation printed for years, are
//! read as the `http` ones that they stand for, and `http` is written. A call's state in five lines:
//!
//! ```
//! use ews_um::{soap::Envelope, um};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let body = br#"<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>
//! #   <GetCallInfoResponse xmlns="http://schemas.microsoft.com/exchange/services/2006/messages">
//! #     <GetCallInfoResponse><CallState>Connected</CallState><EventCause>None</EventCause></GetCallInfoResponse>
//! #   </GetCallInfoResponse></soap:Body></soap:Envelope>"#;
//! let envelope: Envelope<um::Response> = call_wire::xml::decode(body)?;
//! let um::Response::GetCallInfoResponse(response) = envelope.into_result()? else { panic!("another response") };
//! match response.get_call_info_response.and_then(|info| info.call_state) {
//!     Some(um::UmCallState::Connected) => println!("somebody is talking"),
//!     Some(other) => println!("the call is {other}"),
//!     None => println!("the server did not say"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! * [`um`]: the eleven operations of the Unified Messaging web service;
//! * [`phone_call`]: the three operations that took their place inside EWS. `PlayOnPhone` stands in both, under
//!   one name and namespace with different content; nothing in a message tells which, only where it is sent;
//! * [`soap`]: the envelope around them, and faults.
//!
//! Source of the facts: [MS-OXWUMS], the EWS reference and the EWS schemas; `schemas/ews-um` in the repository
//! says which.
//!
//! [MS-OXWUMS]: https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxwums

#[rustfmt::skip]
mod generated;
pub mod soap;

pub use call_wire;
pub use generated::{phone_call, um};
