//! Retries: the decision to retry, and the waits between attempts.

mod class;
mod decision;
mod policy;
mod retries;
mod retry_after;

pub use class::RetryClass;
pub(crate) use decision::{AttemptResult, Failure, should_retry};
pub use policy::RetryPolicy;
pub use retries::Retries;
pub(crate) use retry_after::requested_wait;
pub use retry_after::retry_after;
