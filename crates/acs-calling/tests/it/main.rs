//! Tests of the types, the receivers, and the client against a server on loopback.

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod errors;
mod event_grid;
mod event_members;
mod events;
mod identifier;
mod memory;
#[cfg(feature = "token")]
mod receivers;
#[cfg(all(feature = "client", feature = "http", feature = "token"))]
mod receivers_http;
#[cfg(feature = "client")]
mod recording_hosts;
#[cfg(feature = "client")]
mod recordings;
#[cfg(feature = "client")]
mod secrets;
#[cfg(all(feature = "client", feature = "server"))]
mod server;
mod streaming;
#[cfg(feature = "client")]
mod support;
#[cfg(feature = "test-util")]
mod test_util;
#[cfg(feature = "token")]
mod token;
