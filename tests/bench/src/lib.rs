//! Benchmarks, which `cargo xtask bench` runs.
//!
//! They measure the functions that users call: `json::decode` and `json::encode`, the `parse` functions of the
//! receivers, and the implementations of serde's traits. The comparisons are `serde_json::Value`, a derive that loses
//! unknown members, and a lower bound: skipping a JSON document, or copying the events of an XML parser.
//!
//! The program `requests` compares the CPU time of whole requests over loopback with that of plain reqwest.

mod bulk;
mod group;
mod payloads;
pub mod requests;
mod rivals;
mod soap;

pub use group::Group;

/// Returns all groups.
#[must_use]
pub fn groups() -> Vec<Group> {
    [payloads::groups(), bulk::groups(), soap::groups()].into_iter().flatten().collect()
}
