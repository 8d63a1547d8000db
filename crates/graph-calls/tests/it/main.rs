//! Tests of the types, the receiver, and the client against a server on loopback.

#[cfg(feature = "client")]
mod batch;
#[cfg(feature = "client")]
mod client;
#[cfg(all(feature = "client", feature = "http", feature = "token"))]
mod example_webhook;
#[cfg(feature = "client")]
mod keep_alive;
mod memory;
mod notifications;
#[cfg(feature = "token")]
mod receivers;
#[cfg(feature = "client")]
mod secrets;
#[cfg(all(feature = "client", feature = "server"))]
mod server;
#[cfg(feature = "test-util")]
mod test_util;
#[cfg(feature = "token")]
mod token;
