//! Microsoft Graph's cloud communications calls API: `/communications/calls`, its actions and notifications.
//!
//! The types lose nothing: unknown members, explicit nulls and unusual spellings come back when a payload is
//! encoded again. A call's state in five lines:
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
//! * What a writer must give stands in `new`, such as [`MediaPrompt::new`].
//! * A type with derived types is an enum over them: [`MediaConfig`], [`AnyIdentitySet`], [`AnyCommsOperation`].
//!   An `@odata.type` that this version does not know keeps the whole payload.
//!
//! Source of the facts: the Microsoft Graph v1.0 metadata and reference pages; `schemas/graph-calls` in the
//! repository says which.

#[rustfmt::skip]
#[allow(dead_code, reason = "the operations wait for their public face")]
mod generated;

pub mod notification;

pub use call_wire;
pub use generated::*;
