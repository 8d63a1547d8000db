//! Follows a call until it is over. Neither service sends notifications, so the state is polled.

mod options;
mod report;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use call_http::{BoxFuture, Clock};

pub use self::options::PollOptions;
pub use self::report::CallReport;
use self::report::{Phase, Report};
use crate::error::{Error, ErrorKind};

type Pending<I> = BoxFuture<'static, Result<I, Error>>;

/// A watch that follows a call, from [`UmClient::watch_call`](crate::UmClient::watch_call) or
/// [`PhoneCallClient::watch_call`](crate::PhoneCallClient::watch_call).
///
/// The call is over when its state is `Disconnected`, when its state is `Idle` after another state, or when the service
/// no longer knows a call that it has reported: an identifier is valid only until the call is over.
///
/// Source: [MS-OXWUMS 3.1.1.1, 3.1.4.3.4.1](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
pub struct CallWatch<I> {
    send: Box<dyn Fn() -> Pending<I> + Send + Sync>,
    clock: Arc<dyn Clock>,
    options: PollOptions,
    last: Option<I>,
    /// The wait before the next request. `None` before the first request.
    wait: Option<Duration>,
    /// When that wait began.
    waiting_since: Option<Instant>,
    /// The pending request, and when it was sent.
    pending: Option<(Instant, Pending<I>)>,
    /// The last interval since a change.
    interval: Option<Duration>,
    /// The number of consecutive throttling responses.
    throttled: u32,
    /// The time of all requests and waits so far.
    elapsed: Duration,
    is_over: bool,
}

impl<I: CallReport> CallWatch<I> {
    /// After this many consecutive throttling responses, [`next`](Self::next) returns the error.
    const MAX_THROTTLED: u32 = 5;

    pub(super) fn new(
        clock: &Arc<dyn Clock>,
        options: PollOptions,
        send: impl Fn() -> Pending<I> + Send + Sync + 'static,
    ) -> Self {
        Self {
            send: Box::new(send),
            clock: Arc::clone(clock),
            options,
            last: None,
            wait: None,
            waiting_since: None,
            pending: None,
            interval: None,
            throttled: 0,
            elapsed: Duration::ZERO,
            is_over: false,
        }
    }

    /// Returns the most recent report from the service.
    #[must_use]
    pub fn last(&self) -> Option<&I> {
        self.last.as_ref()
    }

    /// Waits until the service reports a change, and returns the report. Returns `None` once the call is over. The
    /// first request is sent at once.
    ///
    /// This method is cancel-safe: if the future is dropped, as in a `select!`, the next call of this method resumes
    /// the pending wait or request.
    ///
    /// If the service is busy (`ErrorServerBusy`, `Retry-After`), the next request is sent after the time that the
    /// service requests. After five such responses in a row, the error is returned.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCallId`] if the service has never known the call, and [`ErrorKind::TimeLimit`] if the call
    /// is not over within the time limit. Both end the watch. After any other error of a request, `next` can be
    /// called again and sends another request.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        while !self.is_over {
            if let Err(error) = self.sleep().await {
                self.is_over = true;
                return Some(Err(error));
            }
            match self.poll_state().await {
                Ok(report) => {
                    self.throttled = 0;
                    if let Some(change) = self.record(report) {
                        return Some(Ok(change));
                    }
                }
                Err(error) if error.kind() == ErrorKind::InvalidCallId => {
                    self.is_over = true;
                    return self.last.is_none().then_some(Err(error));
                }
                Err(error) => {
                    self.throttled += 1;
                    let back_off = self.back_off(&error);
                    self.wait_at_least(back_off.unwrap_or_default());
                    if back_off.is_none() || self.throttled >= Self::MAX_THROTTLED {
                        self.throttled = 0;
                        return Some(Err(error));
                    }
                }
            }
        }
        None
    }

    /// Waits until the call is over, and returns the last report.
    ///
    /// # Errors
    ///
    /// The same as [`next`](Self::next). The first error ends the watch.
    pub async fn until_disconnected(mut self) -> Result<I, Error> {
        while let Some(change) = self.next().await {
            change?;
        }
        // Without an error, a watch ends only after a report.
        let no_report = || Error::local(ErrorKind::InvalidCallId, "the watch had already ended");
        self.last.ok_or_else(no_report)
    }

    /// Sends the next request, or resumes the pending one, and returns its report.
    async fn poll_state(&mut self) -> Result<I, Error> {
        let send = &self.send;
        let (sent, pending) = self.pending.get_or_insert_with(|| (Instant::now(), send()));
        let result = pending.await;
        self.elapsed = self.elapsed.saturating_add(sent.elapsed());
        self.pending = None;
        result
    }

    /// Sleeps until the next request is due.
    ///
    /// # Errors
    ///
    /// `TimeLimit` if the time limit is reached.
    async fn sleep(&mut self) -> Result<(), Error> {
        let Some(wait) = self.wait else { return Ok(()) };
        let remaining = match self.options.time_limit {
            Some(limit) => limit.saturating_sub(self.elapsed),
            None => Duration::MAX,
        };
        if remaining.is_zero() {
            let state = self.last.as_ref().map_or("in an unknown state", Report::state);
            let message =
                format!("the time limit was reached: after {:?}, the call is {state}", self.elapsed);
            return Err(Error::local(ErrorKind::TimeLimit, message));
        }
        let wait = wait.min(remaining);
        // A future that was dropped may have slept for a part of it.
        let slept = self.waiting_since.map_or(Duration::ZERO, |since| since.elapsed());
        self.waiting_since.get_or_insert_with(Instant::now);
        self.clock.sleep(wait.saturating_sub(slept)).await;
        self.elapsed = self.elapsed.saturating_add(wait);
        (self.wait, self.waiting_since) = (None, None);
        Ok(())
    }

    /// Records a report, and returns it if it differs from the last one.
    fn record(&mut self, report: I) -> Option<I> {
        let is_change = self.last.as_ref() != Some(&report);
        let was_active = self.last.as_ref().is_some_and(|last| last.phase() != Phase::Idle);
        self.is_over = match report.phase() {
            Phase::Over => true,
            Phase::Idle => was_active,
            Phase::Active => false,
        };
        if is_change {
            self.interval = None;
        }
        self.wait_at_least(Duration::ZERO);
        is_change.then(|| self.last.insert(report).clone())
    }

    /// Sets the wait before the next request: the next interval, or `min` if that is longer.
    fn wait_at_least(&mut self, min: Duration) {
        let interval = self.options.next_interval(self.interval);
        self.interval = Some(interval);
        self.wait = Some(interval.max(min));
    }

    /// Returns the wait that a throttling response requests; `None` for any other error.
    fn back_off(&self, error: &Error) -> Option<Duration> {
        let is_busy = error.kind() == ErrorKind::ServerBusy;
        error.retry_after().or(is_busy.then_some(self.options.max_interval))
    }
}

impl<I: fmt::Debug> fmt::Debug for CallWatch<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallWatch")
            .field("last", &self.last)
            .field("elapsed", &self.elapsed)
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
