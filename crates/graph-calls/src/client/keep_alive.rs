//! Keeping a call alive for as long as it lasts.

use std::time::{Duration, SystemTime};

use call_http::reqwest::StatusCode;
use call_http::{Error, ErrorKind};

use super::calls::CallHandle;

/// How often keepAlive is sent.
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
    /// Every 15 minutes, as the page call-keepalive advises.
    fn default() -> Self {
        Self { every: Duration::from_secs(15 * 60) }
    }
}

impl KeepAlive {
    /// The service ends a call that it has not heard of for this long (page call-keepalive).
    pub const LIMIT: Duration = Duration::from_secs(45 * 60);

    /// After a fault, the next one is sent this much later, unless the service asks for more.
    const AFTER_A_FAULT: Duration = Duration::from_secs(60);

    /// Sets the time between two. 15 minutes unless set.
    #[must_use]
    pub fn every(mut self, time: Duration) -> Self {
        self.every = time;
        self
    }
}

impl CallHandle {
    /// Sends keepAlive now and then again and again, until the call has ended, which gives `Ok`. Drop the
    /// future to stop.
    ///
    /// Faults that may pass (no connection, no token, 401, 408, 429, 5xx) are gone over for as long as the
    /// call may be alive: 45 minutes since the last success. The wait between two goes by
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
    /// [`Configuration`](ErrorKind::Configuration) for a time between two that is zero, or not below
    /// [`KeepAlive::LIMIT`]; else the last error, when it will not pass or has not passed in time.
    pub async fn keep_alive_loop(&self, options: KeepAlive) -> Result<(), Error> {
        if options.every.is_zero() || options.every >= KeepAlive::LIMIT {
            let message = "the time between two keepAlive is not between 0 and 45 minutes";
            return Err(Error::new(ErrorKind::Configuration, message));
        }
        let clock = self.service.pipeline().clock();
        let mut heard = clock.now();
        loop {
            let wait = match self.keep_alive().await {
                Ok(_) => {
                    heard = clock.now();
                    options.every
                }
                Err(error) if error.status() == Some(StatusCode::NOT_FOUND) => return Ok(()),
                Err(error) => wait_after(&error, options.every)
                    .filter(|wait| is_within_limit(heard, clock.now(), *wait))
                    .ok_or(error)?,
            };
            clock.sleep(wait).await;
        }
    }
}

/// When to try again after a fault; `None` for one that will not pass.
fn wait_after(error: &Error, every: Duration) -> Option<Duration> {
    let may_pass = match (error.kind(), error.status().map(|status| status.as_u16())) {
        (ErrorKind::Transport | ErrorKind::Timeout, _) => true,
        // No token could be had, or this one was refused; the next may be better.
        (ErrorKind::Auth, None | Some(401)) => true,
        (ErrorKind::Status, Some(408 | 429 | 500..=599)) => true,
        _ => false,
    };
    may_pass.then(|| error.retry_after().unwrap_or_default().max(KeepAlive::AFTER_A_FAULT.min(every)))
}

/// Whether the call may still be alive after a wait.
fn is_within_limit(heard: SystemTime, now: SystemTime, wait: Duration) -> bool {
    let silent = now.duration_since(heard).unwrap_or_default();
    silent.saturating_add(wait) < KeepAlive::LIMIT
}
