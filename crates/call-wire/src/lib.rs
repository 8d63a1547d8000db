//! What the generated protocol types stand on.
//!
//! The types of `ews-um`, `graph-calls` and `acs-calling` lose nothing: decode a payload, encode it again,
//! and the value is equal. Unknown members, explicit nulls and unusual spellings all come back; only the
//! order of members may change. This crate holds what they share, and does no I/O:
//!
//! * [`json`]: objects, unions, and decoding with a path in every error;
//! * [`xml`]: the same for XML;
//! * [`OpenEnum`]: enums that keep a value of tomorrow's server as it came;
//! * [`without_secret_parameters`]: texts as `Debug` shows them, without the secrets of URLs;
//! * [`DateTime`], [`Duration`], [`Integer`] and [`Flags`]: the scalar types of the schemas.

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
}
