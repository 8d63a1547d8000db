//! Injected faults: of responses to the application's requests, and of callbacks to the application.

mod apply;
mod body;
mod early;
mod faults;
mod rule;
mod text;

pub(crate) use apply::{Sending, respond};
pub(crate) use body::damage;
pub(crate) use faults::Faults;
pub use rule::{CallbackFault, Fault, FaultRule, RequestFault, RetryAfter};
