//! The types, the receivers, and the client against a server on loopback.

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod client_secrets;
mod event_members;
mod events;
mod events_grid;
mod identifier;
mod memory;
#[cfg(feature = "token")]
mod receivers;
#[cfg(feature = "client")]
mod recording_hosts;
#[cfg(feature = "client")]
mod recordings;
#[cfg(feature = "client")]
mod service_faults;
mod streaming;
#[cfg(feature = "client")]
mod support;
#[cfg(feature = "test-util")]
mod test_util;
#[cfg(feature = "token")]
mod token;
#[cfg(all(feature = "client", feature = "http", feature = "token"))]
mod token_receivers;
