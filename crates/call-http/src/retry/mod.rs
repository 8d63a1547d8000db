//! Retries: whether and when to retry, the waits between attempts, and the wait that a service asks for.

mod backoff;
mod not_retried;
mod policy;
mod retry_after;

pub use backoff::Retries;
pub(crate) use not_retried::NotRetried;
pub(crate) use policy::{AttemptResult, should_retry};
pub use policy::{RetryClass, RetryPolicy};
pub(crate) use retry_after::requested_wait;
pub use retry_after::retry_after;
