//! Checks of requests and tokens.

#[cfg(feature = "token")]
mod claims;
#[cfg(all(feature = "fetch", feature = "token"))]
mod fetching;
#[cfg(feature = "token")]
mod key_sets;
mod requests;
#[cfg(all(feature = "fetch", feature = "token"))]
mod secrets;
#[cfg(feature = "token")]
mod support;
#[cfg(feature = "token")]
mod tokens;
