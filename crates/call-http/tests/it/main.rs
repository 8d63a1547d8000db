//! Pipelines against a server on loopback.

mod backoff;
mod calls;
mod observing;
mod pages;
mod refusals;
mod replay;
mod retrying;
mod secrets;
mod signing;
mod support;
#[cfg(feature = "azure")]
mod tokens;
mod traces;
mod wire_faults;
