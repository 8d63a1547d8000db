//! Time limits, with the option that sets each of them.

use std::time::Duration;

use tokio::time::Instant;

use crate::error::{Error, ErrorKind};
use crate::time::readable;

/// A time limit that has started.
#[derive(Clone, Copy)]
pub(crate) struct TimeLimit {
    /// The instant at which the time limit ends.
    pub(crate) end: Instant,
    time: Duration,
    option: &'static str,
}

impl TimeLimit {
    /// Creates the time limit of an attempt that starts now.
    pub(crate) fn attempt(time: Duration) -> Self {
        Self::new(Instant::now(), time, "attempt_timeout")
    }

    /// Creates the time limit of all attempts of a request.
    pub(crate) fn total(started: Instant, time: Duration) -> Self {
        Self::new(started, time, "total_timeout")
    }

    fn new(started: Instant, time: Duration, option: &'static str) -> Self {
        // A time that `Instant` cannot represent is limited to a day. No request takes longer.
        let end = started.checked_add(time).unwrap_or_else(|| started + Duration::from_secs(24 * 60 * 60));
        Self { end, time, option }
    }

    /// Returns the time limit that ends first.
    pub(crate) fn or_earlier(self, other: Self) -> Self {
        if other.end < self.end { other } else { self }
    }

    /// Returns `true` if the time limit ends before the end of a wait.
    pub(crate) fn ends_within(&self, wait: Duration) -> bool {
        Instant::now().checked_add(wait).is_none_or(|end| end >= self.end)
    }

    /// Returns the message of an error: the missing part, the time limit, and the option that sets it.
    pub(crate) fn message(&self, missing: &str) -> String {
        format!("no {missing} within {} (`{}`)", readable(self.time), self.option)
    }

    /// Returns the error for the end of the time limit.
    pub(crate) fn error(&self, missing: &str) -> Error {
        Error::new(ErrorKind::Timeout, self.message(missing))
    }
}
