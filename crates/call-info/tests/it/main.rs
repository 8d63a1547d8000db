//! The answers of all services as one, and the clients as sources.

#[cfg(feature = "client")]
mod secrets;
#[cfg(feature = "client")]
mod sources;
