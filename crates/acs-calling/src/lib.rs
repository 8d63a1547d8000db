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
//! # Receivers
//!
//! What the service sends on its own is read without an HTTP client and without a web framework:
//!
//! * [`events`]: CloudEvents at the callback URI, and what Event Grid delivers, with its handshakes;
//! * [`streaming`]: the frames of the media WebSocket;
//! * `token` (feature `token`): the check of the bearer tokens that come with both.
//!
//! Source of the facts: the Call Automation REST API specification, version 2026-03-12;
//! `schemas/acs-calling` in the repository says which.

pub mod events;
#[rustfmt::skip]
mod generated;
pub mod streaming;
#[cfg(feature = "token")]
pub mod token;

pub use call_wire;
pub use generated::*;
