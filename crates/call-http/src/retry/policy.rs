//! The number of retries and the delays between them.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

/// The number of retries of a request and the delays between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl Default for RetryPolicy {
    /// Creates a policy with three retries, delays of 0.8 s that double up to 30 s, with jitter, and requested waits of
    /// up to 60 s.
    fn default() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_millis(800),
            max_delay: Duration::from_secs(30),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl RetryPolicy {
    /// Creates a policy without retries.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets the largest number of retries. The default is 3.
    #[must_use]
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the delay before the first retry if the service requests no wait, or a wait of zero. The default is 0.8 s.
    ///
    /// The delay doubles with each retry. A random time (jitter) of up to the same length is added. Otherwise, clients
    /// that failed at the same time would retry at the same time.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the longest delay, excluding jitter. The default is 30 s.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest requested wait that is accepted. The default is 60 s. If the service requests a longer wait,
    /// the request fails at once, and [`Error::retry_after`](crate::Error::retry_after) returns the wait.
    #[must_use]
    pub fn max_retry_after(mut self, time: Duration) -> Self {
        self.max_retry_after = time;
        self
    }

    pub(crate) fn retries(&self) -> u32 {
        self.max_retries
    }

    pub(crate) fn delays(&self) -> ExponentialBackoff {
        ExponentialBuilder::new()
            .with_min_delay(self.base_delay)
            .with_max_delay(self.max_delay)
            .with_factor(2.0)
            .without_max_times()
            .with_jitter()
            .build()
    }

    /// Returns the wait before the next attempt, or `None` if the service requests a longer wait than the policy
    /// allows.
    ///
    /// A requested wait of zero is replaced by a delay. Otherwise, clients that were throttled at the same time would
    /// retry at the same time.
    pub(crate) fn wait(
        &self,
        requested: Option<Duration>,
        delays: &mut ExponentialBackoff,
    ) -> Option<Duration> {
        match requested {
            Some(wait) if !wait.is_zero() => (wait <= self.max_retry_after).then_some(wait),
            _ => Some(delays.next().unwrap_or(self.max_delay)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_up_to_the_longest_one() {
        let policy = RetryPolicy::default();
        let mut delays = policy.delays();
        let first = policy.wait(None, &mut delays).expect("a delay");
        assert!(first >= Duration::from_millis(800) && first <= Duration::from_millis(1600));
        for _ in 0..100 {
            assert!(policy.wait(None, &mut delays).expect("a delay") <= Duration::from_secs(60));
        }
    }

    #[test]
    fn a_requested_wait_of_zero_is_the_base_delay_with_jitter() {
        let policy = RetryPolicy::default();
        let wait = policy.wait(Some(Duration::ZERO), &mut policy.delays()).expect("a delay");
        assert!(wait >= Duration::from_millis(800) && wait <= Duration::from_millis(1600), "{wait:?}");
    }

    #[test]
    fn a_requested_wait_is_observed_unless_it_is_too_long() {
        let policy = RetryPolicy::default();
        let mut delays = policy.delays();
        let requested = Duration::from_millis(2128);
        assert_eq!(policy.wait(Some(requested), &mut delays), Some(requested));
        assert_eq!(policy.wait(Some(Duration::from_secs(61)), &mut delays), None);
        assert_eq!(policy.wait(Some(Duration::MAX), &mut delays), None);
    }
}
