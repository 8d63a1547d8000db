//! The types, and the clients with a server on loopback.

#[cfg(feature = "client")]
mod autodiscover;
#[cfg(feature = "client")]
mod errors;
#[cfg(feature = "client")]
mod requests;
#[cfg(feature = "client")]
mod retries;
#[cfg(feature = "client")]
mod secrets;
#[cfg(feature = "server")]
mod server;
#[cfg(feature = "client")]
mod support;
#[cfg(feature = "test-util")]
mod test_util;
#[cfg(feature = "client")]
mod watch;
