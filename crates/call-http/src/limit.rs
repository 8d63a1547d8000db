//! Time limits that know which option sets them.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::time::readable;

/// A time limit that has started.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    /// When the time is over.
    pub(crate) end: Instant,
    time: Duration,
    option: &'static str,
}

impl Limit {
    /// The limit of one attempt that starts now.
    pub(crate) fn attempt(time: Duration) -> Self {
        Self::new(Instant::now(), time, "attempt_timeout")
    }

    /// The limit of all attempts.
    pub(crate) fn total(started: Instant, time: Duration) -> Self {
        Self::new(started, time, "total_timeout")
    }

    fn new(started: Instant, time: Duration, option: &'static str) -> Self {
        // A time that a clock cannot hold is a day at least, and no request waits for that.
        let end = started.checked_add(time).unwrap_or_else(|| started + Duration::from_secs(24 * 60 * 60));
        Self { end, time, option }
    }

    /// The limit that ends first.
    pub(crate) fn or_earlier(self, other: Self) -> Self {
        if other.end < self.end { other } else { self }
    }

    /// Whether the limit would be over after a wait.
    pub(crate) fn ends_within(&self, wait: Duration) -> bool {
        Instant::now().checked_add(wait).is_none_or(|end| end >= self.end)
    }

    /// The message of an error: what is missing, the limit and the option that sets it.
    pub(crate) fn message(&self, missing: &str) -> String {
        format!("no {missing} within {} (`{}`)", readable(self.time), self.option)
    }

    /// The error when the time is over.
    pub(crate) fn error(&self, missing: &str) -> Error {
        Error::new(ErrorKind::Timeout, self.message(missing))
    }
}
