//! Tests of the types, the receiver, and the client against a server on loopback.

#[cfg(feature = "client")]
mod client;
mod notifications;
#[cfg(feature = "server")]
mod server;
mod streams;
#[cfg(feature = "test-util")]
mod test_util;
