//! The clients of all services as sources, with a server on loopback.

#[cfg(feature = "client")]
mod secrets;
#[cfg(feature = "client")]
mod sources;
