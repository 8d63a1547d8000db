//! How often and for how long to poll.

use std::time::Duration;

/// How often to poll the state of a call, and for how long.
///
/// No source names an interval. By default, the interval is 1 s after a change, and doubles after each poll without a
/// change, up to 15 s. There is no time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollOptions {
    min_interval: Duration,
    pub(super) max_interval: Duration,
    pub(super) time_limit: Option<Duration>,
}

impl Default for PollOptions {
    fn default() -> Self {
        Self { min_interval: Duration::from_secs(1), max_interval: Duration::from_secs(15), time_limit: None }
    }
}

impl PollOptions {
    /// The lower bound of all intervals.
    const MIN_INTERVAL: Duration = Duration::from_millis(100);

    /// Creates options with the defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the interval after a change. The default is 1 s. Intervals below 0.1 s are raised to 0.1 s.
    #[must_use]
    pub fn min_interval(mut self, time: Duration) -> Self {
        self.min_interval = time;
        self
    }

    /// Sets the longest interval. The default is 15 s. If it is shorter than [`min_interval`](Self::min_interval),
    /// `min_interval` is used.
    #[must_use]
    pub fn max_interval(mut self, time: Duration) -> Self {
        self.max_interval = time;
        self
    }

    /// Sets the time limit for all requests and waits together. By default, there is no limit.
    #[must_use]
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.time_limit = Some(time);
        self
    }

    /// Returns the interval that follows `previous`, or the first one after a change.
    pub(super) fn next_interval(&self, previous: Option<Duration>) -> Duration {
        let min = self.min_interval.max(Self::MIN_INTERVAL);
        let interval = previous.map_or(min, |previous| previous.saturating_mul(2));
        interval.min(self.max_interval.max(min))
    }
}
