//! JSON and XML of small types: round trips, errors, memory.

mod common;
mod differential;
mod json;
mod json_memory;
mod round_trips;
#[cfg(feature = "server")]
mod server;
mod xml_memory;
