//! Secrets, and their redaction in texts.

mod escaped;
mod scrubber;
mod secret;

pub(crate) use scrubber::Scrubber;
pub(crate) use secret::REDACTED;
pub use secret::Secret;
