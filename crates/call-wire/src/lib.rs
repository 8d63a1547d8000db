//! Lossless JSON and XML for generated protocol types.
//!
//! The types of `ews-um`, `graph-calls` and `acs-calling` are lossless: a payload that is decoded and encoded again is
//! equal to the original. Unknown members, explicit nulls and unusual spellings are preserved; only the order of
//! members may change. This crate contains the code that these types share. It is independent of the services and does
//! no I/O:
//!
//! * [`json`]: objects, unions, and decoding errors with a path;
//! * [`xml`]: the same for XML;
//! * [`OpenEnum`]: enums that preserve values added by newer servers;
//! * [`DateTime`], [`Duration`], [`Integer`] and [`Flags`]: the scalar types of the schemas;
//! * [`without_secret_parameters`]: redacts the secrets of URLs in text;
//! * `server` (feature `server`): routes and rules of requests, for servers and simulators of the services.
//!
//! A generated type is a struct or an enum with a macro call, such as
//! [`json_object!`](crate::json_object) or [`xml_object!`](crate::xml_object):
//!
//! ```
//! #[derive(Clone, Default, PartialEq)]
//! pub struct Call {
//!     pub state: Option<String>,
//!     pub extra: call_wire::json::Extra,
//! }
//! call_wire::json_object!(Call "call" { state: "state" });
//!
//! let payload = r#"{"state":"established","addedNextYear":[1,2.50]}"#;
//! let call: Call = call_wire::json::decode(payload.as_bytes())?;
//! assert_eq!(call.state.as_deref(), Some("established"));
//! assert_eq!(call_wire::json::encode(&call)?, payload);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod date_time;
mod debug;
mod flags;
mod from_fn;
mod integer;
mod issues;
pub mod json;
mod keypad;
mod open_enum;
mod redact;
#[cfg(feature = "server")]
pub mod server;
pub mod xml;

pub use date_time::{DateTime, Duration, ParseTimeError};
pub use flags::Flags;
pub use integer::{Integer, IntegerRangeError, ParseIntegerError};
pub use issues::Issues;
pub use keypad::{InvalidTone, Keypad};
pub use open_enum::{OpenEnum, Unrecognized};
pub use redact::without_secret_parameters;
pub use uuid::Uuid;

/// Used by the macros; not part of the public interface.
#[doc(hidden)]
pub mod __private {
    pub use serde;

    pub use crate::debug::DebugMember;
    pub use crate::json::bridge::{deserialize, serialize};
    pub use crate::xml::hooks::{has_no_type, put_name, put_type, take_type};
}
