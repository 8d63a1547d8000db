//! Checks of tokens, requests and secrets.

#[cfg(feature = "fetch")]
mod fetching;
mod requests;
#[cfg(feature = "fetch")]
mod secrets;
#[cfg(feature = "token")]
mod support;
#[cfg(feature = "token")]
mod tokens;
