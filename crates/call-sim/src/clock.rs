//! Real and virtual time.

use std::time::{Duration, Instant, SystemTime};

use jiff::Timestamp;
use serde::Serializer;

/// How the time of a simulator passes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// Time passes as in reality. [`Sim::advance`](crate::Sim::advance) also skips time.
    #[default]
    Real,
    /// Time passes only by [`Sim::advance`](crate::Sim::advance).
    Virtual,
}

/// The clock of a simulator. Calls, prompts and the retries of callbacks use it. Credentials are checked and issued
/// with the clock of the operating system instead, which the application uses too.
#[derive(Debug)]
pub(crate) struct Clock {
    time: Time,
    started: Timestamp,
    running: Instant,
    skipped: Duration,
}

/// Serializes a timestamp as text.
pub(crate) fn as_text<S: Serializer>(time: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}

impl Clock {
    /// Creates a clock that starts at a time; `None` is now.
    pub(crate) fn new(time: Time, start: Option<Timestamp>) -> Self {
        Self {
            time,
            started: start.unwrap_or_else(Timestamp::now),
            running: Instant::now(),
            skipped: Duration::ZERO,
        }
    }

    /// Returns how time passes.
    pub(crate) fn time(&self) -> Time {
        self.time
    }

    /// Returns the time since the start of the simulator.
    pub(crate) fn elapsed(&self) -> Duration {
        match self.time {
            Time::Real => self.running.elapsed().saturating_add(self.skipped),
            Time::Virtual => self.skipped,
        }
    }

    /// Returns the time of day.
    pub(crate) fn now(&self) -> Timestamp {
        // The sum exceeds the range of timestamps only after thousands of years.
        self.started.checked_add(self.elapsed()).unwrap_or(Timestamp::MAX)
    }

    /// Skips time, up to a time since the start. A time in the past changes nothing.
    pub(crate) fn skip_to(&mut self, elapsed: Duration) {
        self.skipped = self.skipped.saturating_add(elapsed.saturating_sub(self.elapsed()));
    }

    /// Returns the time of the operating system, for credentials.
    pub(crate) fn system() -> SystemTime {
        SystemTime::now()
    }
}
