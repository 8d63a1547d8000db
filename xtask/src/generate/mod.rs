//! The third station: the libraries render Rust from the normal form.
//!
//! typify renders the types and progenitor the client. Both get the normal form with Rust-ready labels in place
//! of wire names ([`prepare`]), because neither copes with every name a schema may have; the wire names travel
//! in the [`Facts`](crate::facts::Facts) and come back when the output is refined.

pub mod client_names;
pub mod json_client;
pub mod json_types;
pub mod labels;
pub mod operations;
pub mod prepare;
pub mod xsd_types;

use std::panic::{self, AssertUnwindSafe};

use crate::fault::{Fault, Result};

/// Runs a library that may panic on input it does not support, and makes a fault of the panic.
pub fn guarded<T>(library: &str, run: impl FnOnce() -> Result<T>) -> Result<T> {
    let hook = panic::take_hook();
    // The fault says it; the default hook would print a trace besides.
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(run));
    panic::set_hook(hook);
    outcome.unwrap_or_else(|cause| {
        let text = cause.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("no message");
        Err(Fault::new(format!("{library} does not support this schema: {text}")).help(
            "look at what it got with `--dump lower`; a lowering pass can rewrite what is not supported",
        ))
    })
}
