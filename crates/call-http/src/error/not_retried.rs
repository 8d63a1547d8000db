//! Reasons for not retrying a transient error.

use std::fmt;
use std::time::Duration;

use crate::time::readable;

/// The limit that prevented another attempt after a transient error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotRetried {
    /// The policy allows no further retry.
    NoneLeft(u32),
    /// The service requested a longer wait than the policy allows.
    WaitTooLong(Duration),
    /// The wait would end after the time limit for all attempts.
    TotalTimeout(Duration),
    /// After the wait, the service would no longer recognize the repetition.
    NoLongerTracked(Duration),
}

impl fmt::Display for NotRetried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::NoneLeft(retries) => write!(f, "`max_retries` is {retries}"),
            Self::WaitTooLong(wait) => {
                write!(f, "the wait of {} would exceed `max_retry_after`", readable(wait))
            }
            Self::TotalTimeout(wait) => {
                write!(f, "the wait of {} would exceed `total_timeout`", readable(wait))
            }
            Self::NoLongerTracked(wait) => {
                write!(
                    f,
                    "after the wait of {}, the service would not recognize the repetition",
                    readable(wait)
                )
            }
        }
    }
}
