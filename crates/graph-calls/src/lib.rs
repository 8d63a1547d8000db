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

#[cfg(feature = "client")]
pub mod client;
#[rustfmt::skip]
mod generated;
mod names;
pub mod notification;
mod nulls;

#[cfg(feature = "client")]
pub use call_http::{self, ClientOptions, Credential, Error, ErrorKind, Reply};
pub use call_wire;
#[cfg(feature = "client")]
pub use client::{Client, Cloud, CollectionOptions, Pending, QueryOptions, quoted};
pub use generated::*;
pub use names::UnknownMember;
pub use nulls::SetNull;
