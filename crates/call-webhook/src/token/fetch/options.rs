//! The options for fetching keys.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use call_http::ClientOptions;

/// The options for fetching and caching keys.
#[derive(Clone)]
pub struct FetchOptions {
    pub(super) client: ClientOptions,
    pub(super) intervals: Intervals,
    pub(super) clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        // The sender of a request waits while the keys are fetched.
        let client = ClientOptions::new()
            .attempt_timeout(Duration::from_secs(5))
            .total_timeout(Duration::from_secs(10));
        let intervals = Intervals {
            lifetime: Duration::from_secs(24 * 60 * 60),
            min_interval: Duration::from_secs(5 * 60),
            retry_delay: Duration::from_secs(10),
        };
        Self { client, intervals, clock: Arc::new(SystemTime::now) }
    }
}

impl FetchOptions {
    /// Creates the default options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the options of the HTTP client. The default has a time limit of 5 s for an attempt and 10 s for all
    /// attempts.
    ///
    /// If the keys are on a different host than their configuration, it must be one of [`ClientOptions::trust`].
    #[must_use]
    pub fn client(mut self, options: ClientOptions) -> Self {
        self.client = options;
        self
    }

    /// Sets the age at which keys are fetched again. The default is 24 h.
    #[must_use]
    pub fn lifetime(mut self, time: Duration) -> Self {
        self.intervals.lifetime = time;
        self
    }

    /// Sets the shortest time between two fetches because of an unknown `kid`. The default is 5 min.
    ///
    /// The limit protects the service that publishes the keys, since any sender can put an unknown `kid` into a token.
    /// Services publish a new key some time before they use it.
    #[must_use]
    pub fn min_interval(mut self, time: Duration) -> Self {
        self.intervals.min_interval = time;
        self
    }

    /// Sets the shortest time between a failed fetch and the next one. The default is 10 s.
    #[must_use]
    pub fn retry_delay(mut self, time: Duration) -> Self {
        self.intervals.retry_delay = time;
        self
    }

    /// Sets the clock that determines the age of keys. The default is the system clock.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }
}

impl fmt::Debug for FetchOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchOptions")
            .field("client", &self.client)
            .field("intervals", &self.intervals)
            .finish_non_exhaustive()
    }
}

/// The intervals between fetches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Intervals {
    /// The age at which keys are fetched again.
    pub(super) lifetime: Duration,
    /// The shortest time between two fetches because of an unknown `kid`.
    pub(super) min_interval: Duration,
    /// The shortest time between a failed fetch and the next one.
    pub(super) retry_delay: Duration,
}
