//! Tests of the client against a server on loopback, and of the routes for servers.

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "server")]
mod server;
