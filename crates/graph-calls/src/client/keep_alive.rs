//! The keep-alive loop of a call.

use std::time::{Duration, SystemTime};

use call_http::reqwest::StatusCode;
use call_http::{Error, ErrorKind};

use super::calls::CallHandle;

/// The interval between keepAlive requests.
///
/// ```
/// use std::time::Duration;
///
/// use graph_calls::client::KeepAlive;
///
/// let often = KeepAlive::default().every(Duration::from_secs(5 * 60));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepAlive {
    every: Duration,
}

impl Default for KeepAlive {
    /// Returns the interval that the page call-keepalive recommends: 15 minutes.
    fn default() -> Self {
        Self { every: Duration::from_secs(15 * 60) }
    }
}

impl KeepAlive {
    /// The time after which the service ends a call without a keepAlive request (page call-keepalive).
    pub const LIMIT: Duration = Duration::from_secs(45 * 60);

    /// The wait after a transient error, unless `Retry-After` is longer or the interval is shorter.
    const RETRY_DELAY: Duration = Duration::from_secs(60);

    /// Sets the interval. The default is 15 minutes.
    #[must_use]
    pub fn every(mut self, time: Duration) -> Self {
        self.every = time;
        self
    }
}

impl CallHandle {
    /// Sends a keepAlive immediately, and then one per interval. Returns `Ok` when the call has ended. Drop the future
    /// to stop the loop.
    ///
    /// Transient errors (no connection, no token, 401, 408, 429, 5xx) are retried while the call may still be alive,
    /// which is up to 45 minutes after the last success. The waits use
    /// [`ClientOptions::clock`](call_http::ClientOptions::clock).
    ///
    /// ```no_run
    /// use graph_calls::client::KeepAlive;
    ///
    /// # async fn example(client: graph_calls::Client) {
    /// let call = client.call("57dab8b1-894c-409a-b240-bd8beae78896");
    /// tokio::spawn(async move { call.keep_alive_loop(KeepAlive::default()).await });
    /// # }
    /// ```
    ///
    /// Source: <https://learn.microsoft.com/en-us/graph/api/call-keepalive>
    ///
    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if the interval is zero, or is not less than [`KeepAlive::LIMIT`];
    /// otherwise the last error, if it is not transient or if the limit is reached.
    pub async fn keep_alive_loop(&self, options: KeepAlive) -> Result<(), Error> {
        if options.every.is_zero() || options.every >= KeepAlive::LIMIT {
            let message =
                "the keepAlive interval is not valid (expected more than 0 and less than 45 minutes)";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let clock = self.service.pipeline().clock();
        let mut last_success = clock.now();
        loop {
            let wait = match self.keep_alive().await {
                Ok(_) => {
                    last_success = clock.now();
                    options.every
                }
                Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => return Ok(()),
                Err(error) => wait_after(&error, options.every)
                    .filter(|wait| is_within_limit(last_success, clock.now(), *wait))
                    .ok_or(error)?,
            };
            clock.sleep(wait).await;
        }
    }
}

/// Returns the wait before the next request; `None` if the error is not transient.
fn wait_after(error: &Error, every: Duration) -> Option<Duration> {
    let is_transient = match (error.kind(), error.status().map(|status| status.as_u16())) {
        (ErrorKind::Transport | ErrorKind::Timeout, _) => true,
        // No token is available, or the service refused this one; the next token may be accepted.
        (ErrorKind::Auth, None | Some(401)) => true,
        (ErrorKind::Status, Some(408 | 429 | 500..=599)) => true,
        _ => false,
    };
    is_transient.then(|| error.retry_after().unwrap_or_default().max(KeepAlive::RETRY_DELAY.min(every)))
}

/// Returns whether the call may still be alive after a wait.
fn is_within_limit(last_success: SystemTime, now: SystemTime, wait: Duration) -> bool {
    let elapsed = now.duration_since(last_success).unwrap_or_default();
    elapsed.saturating_add(wait) < KeepAlive::LIMIT
}
