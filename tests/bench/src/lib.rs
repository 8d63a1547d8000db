//! What is measured, and against what: `cargo xtask bench`.
//!
//! What is measured are the functions that users call: `json::decode` and `encode`, the receivers' `parse`, and
//! serde's traits as the bridge that they are. They run against `serde_json::Value`, against a plain lossy
//! derive, and against the floor: passing over a document, or copying bare XML events.
//!
//! The program `requests` measures the CPU time of whole requests over loopback, against bare reqwest.

mod bulk;
mod group;
mod payloads;
pub mod requests;
mod rivals;
mod soap;

pub use group::Group;

/// All that is measured.
#[must_use]
pub fn groups() -> Vec<Group> {
    [payloads::groups(), bulk::groups(), soap::groups()].into_iter().flatten().collect()
}
