//! Azure Communication Services Call Automation, version 2026-03-12.
//!
//! The types lose nothing: unknown members, explicit nulls and unusual spellings come back when a payload is
//! encoded again. A call's state in five lines:
//!
//! ```
//! use acs_calling::{CallConnectionProperties, CallConnectionStateModel};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let body = br#"{"callConnectionId": "411f0b00-aaaa", "callConnectionState": "connected"}"#;
//! let call: CallConnectionProperties = call_wire::json::decode(body)?;
//! match &call.call_connection_state {
//!     Some(CallConnectionStateModel::Connected) => println!("somebody is talking"),
//!     Some(other) => println!("the call is {other}"),
//!     None => println!("the server did not say"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Every member is an `Option`; what a writer must give stands in `new`, such as [`CreateCallRequest::new`].
//!
//! Source of the facts: the Call Automation REST API specification, version 2026-03-12;
//! `schemas/acs-calling` in the repository says which.

#[rustfmt::skip]
#[allow(dead_code, reason = "the operations wait for their public face")]
mod generated;

pub use call_wire;
pub use generated::*;
