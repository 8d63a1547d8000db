//! Following a call until it is over. Neither service notifies, so the only way is to ask again and again.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use call_http::{BoxFuture, Clock};
use call_wire::OpenEnum;

use crate::error::{Error, ErrorKind};
use crate::phone_call::{PhoneCallInformation, PhoneCallState};
use crate::um::{UmCallInfo, UmCallState};

/// How often to ask for a call's state, and for how long.
///
/// No source names an interval, so these are choices: a second after a change, twice that each time nothing
/// has changed, fifteen seconds at most, and no end unless one is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PollOptions {
    min_interval: Duration,
    max_interval: Duration,
    time_limit: Option<Duration>,
}

impl Default for PollOptions {
    fn default() -> Self {
        Self { min_interval: Duration::from_secs(1), max_interval: Duration::from_secs(15), time_limit: None }
    }
}

impl PollOptions {
    /// Nobody is asked more often.
    const LEAST: Duration = Duration::from_millis(100);

    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the interval after a change. 1 s unless set, and a tenth of that at least.
    #[must_use]
    pub fn min_interval(mut self, time: Duration) -> Self {
        self.min_interval = time;
        self
    }

    /// Sets where the doubling ends. 15 s unless set.
    #[must_use]
    pub fn max_interval(mut self, time: Duration) -> Self {
        self.max_interval = time;
        self
    }

    /// Sets for how long to watch, requests and waits together. Without a limit unless set.
    #[must_use]
    pub fn time_limit(mut self, time: Duration) -> Self {
        self.time_limit = Some(time);
        self
    }

    fn next_interval(&self, before: Option<Duration>) -> Duration {
        let least = self.min_interval.max(Self::LEAST);
        let grown = before.map_or(least, |before| before.saturating_mul(2));
        grown.min(self.max_interval.max(least))
    }
}

mod sealed {
    /// Whether a call still is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum Phase {
        /// Before a call, and after it.
        Idle,
        /// From dialing on.
        Up,
        /// Disconnected.
        Over,
    }

    pub trait Report {
        fn phase(&self) -> Phase;
        fn state(&self) -> &str;
    }
}

use sealed::{Phase, Report};

/// What a service tells of a call: [`UmCallInfo`] or [`PhoneCallInformation`].
pub trait CallReport: Report + Clone + PartialEq + fmt::Debug {}

impl CallReport for UmCallInfo {}

impl Report for UmCallInfo {
    fn phase(&self) -> Phase {
        match self.call_state {
            Some(UmCallState::Disconnected) => Phase::Over,
            Some(UmCallState::Idle) => Phase::Idle,
            _ => Phase::Up,
        }
    }

    fn state(&self) -> &str {
        self.call_state.as_ref().map_or("in no state", OpenEnum::as_str)
    }
}

impl CallReport for PhoneCallInformation {}

impl Report for PhoneCallInformation {
    fn phase(&self) -> Phase {
        match self.phone_call_state {
            Some(PhoneCallState::Disconnected) => Phase::Over,
            Some(PhoneCallState::Idle) => Phase::Idle,
            _ => Phase::Up,
        }
    }

    fn state(&self) -> &str {
        self.phone_call_state.as_ref().map_or("in no state", OpenEnum::as_str)
    }
}

type Asked<I> = BoxFuture<'static, Result<I, Error>>;
type Ask<I> = Box<dyn Fn() -> Asked<I> + Send + Sync>;

/// A call as it goes on, from [`UmClient::watch_call`](crate::UmClient::watch_call) or
/// [`PhoneCallClient::watch_call`](crate::PhoneCallClient::watch_call).
///
/// The call is over when its state is `Disconnected`, when it is `Idle` after another state, or when the service
/// no longer knows a call that it has told of: an identifier means nothing once the call is over.
///
/// Source: [MS-OXWUMS 3.1.1.1, 3.1.4.3.4.1](https://learn.microsoft.com/en-us/openspecs/exchange_server_protocols/ms-oxwums/)
pub struct CallWatch<I> {
    ask: Ask<I>,
    clock: Arc<dyn Clock>,
    options: PollOptions,
    last: Option<I>,
    /// The wait that comes before the next request; none before the first.
    pause: Option<Duration>,
    /// When that wait began.
    paused: Option<Instant>,
    /// The request that is under way, and when it began.
    asking: Option<(Instant, Asked<I>)>,
    /// The interval that grows while nothing changes.
    interval: Option<Duration>,
    /// Answers in a row that only asked for time.
    busy: u32,
    /// Requests and waits so far.
    passed: Duration,
    is_over: bool,
}

impl<I: CallReport> CallWatch<I> {
    /// So many answers in a row that only ask for time are an error: somebody should know.
    const PATIENCE: u32 = 5;

    pub(super) fn new(
        clock: &Arc<dyn Clock>,
        options: PollOptions,
        ask: impl Fn() -> Asked<I> + Send + Sync + 'static,
    ) -> Self {
        Self {
            ask: Box::new(ask),
            clock: Arc::clone(clock),
            options,
            last: None,
            pause: None,
            paused: None,
            asking: None,
            interval: None,
            busy: 0,
            passed: Duration::ZERO,
            is_over: false,
        }
    }

    /// The last that the service told of the call.
    #[must_use]
    pub fn last(&self) -> Option<&I> {
        self.last.as_ref()
    }

    /// Waits until the service tells something new of the call, and gives it; `None` once the call is over. The
    /// first request goes out at once. A call of this that is dropped may be repeated, as in a `select!`: the wait or
    /// request that it was in goes on where it was.
    ///
    /// While the service asks for time (`ErrorServerBusy`, `Retry-After`), the next request waits for that.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidCallId`] when the service does not know the call from the start, and
    /// [`ErrorKind::TimeLimit`] when the call is up for longer than the options allow; both end the watch. After
    /// any other error of a request the next call of this asks again.
    pub async fn next(&mut self) -> Option<Result<I, Error>> {
        while !self.is_over {
            if let Err(late) = self.wait().await {
                self.is_over = true;
                return Some(Err(late));
            }
            match self.answer().await {
                Ok(info) => {
                    self.busy = 0;
                    if let Some(news) = self.note(info) {
                        return Some(Ok(news));
                    }
                }
                Err(error) if error.kind() == ErrorKind::InvalidCallId => {
                    self.is_over = true;
                    return self.last.is_none().then_some(Err(error));
                }
                Err(error) => {
                    self.busy += 1;
                    let wait = self.wait_asked_by(&error);
                    self.pause_for(wait.unwrap_or_default());
                    if wait.is_none() || self.busy >= Self::PATIENCE {
                        self.busy = 0;
                        return Some(Err(error));
                    }
                }
            }
        }
        None
    }

    /// Waits until the call is over, and gives the last that the service told of it.
    ///
    /// # Errors
    ///
    /// As [`next`](Self::next); the first one ends it.
    pub async fn until_disconnected(mut self) -> Result<I, Error> {
        while let Some(news) = self.next().await {
            news?;
        }
        // The watch ends without an error only after it has seen the call.
        let missing = || Error::own(ErrorKind::InvalidCallId, "the watch had ended before");
        self.last.ok_or_else(missing)
    }

    /// The answer to the next request, or to the one that is under way.
    async fn answer(&mut self) -> Result<I, Error> {
        let ask = &self.ask;
        let (begun, asked) = self.asking.get_or_insert_with(|| (Instant::now(), ask()));
        let answer = asked.await;
        self.passed = self.passed.saturating_add(begun.elapsed());
        self.asking = None;
        answer
    }

    /// Sleeps as long as the next request must wait; fails once the time is up.
    async fn wait(&mut self) -> Result<(), Error> {
        let Some(pause) = self.pause else { return Ok(()) };
        let left = match self.options.time_limit {
            Some(limit) => limit.saturating_sub(self.passed),
            None => Duration::MAX,
        };
        if left.is_zero() {
            let state = self.last.as_ref().map_or("not told of", Report::state);
            let message = format!("after {:?} the call is {state}", self.passed);
            return Err(Error::own(ErrorKind::TimeLimit, message));
        }
        let pause = pause.min(left);
        // A call that was dropped has slept for a part of it.
        let slept = self.paused.map_or(Duration::ZERO, |begun| begun.elapsed());
        self.paused.get_or_insert_with(Instant::now);
        self.clock.sleep(pause.saturating_sub(slept)).await;
        self.passed = self.passed.saturating_add(pause);
        (self.pause, self.paused) = (None, None);
        Ok(())
    }

    /// Keeps what the service told, and gives it if it is new.
    fn note(&mut self, info: I) -> Option<I> {
        let is_new = self.last.as_ref() != Some(&info);
        let was_up = self.last.as_ref().is_some_and(|last| last.phase() != Phase::Idle);
        self.is_over = match info.phase() {
            Phase::Over => true,
            Phase::Idle => was_up,
            Phase::Up => false,
        };
        if is_new {
            self.interval = None;
        }
        self.pause_for(Duration::ZERO);
        is_new.then(|| self.last.insert(info).clone())
    }

    /// Sets the wait before the next request: the interval, or more.
    fn pause_for(&mut self, asked: Duration) {
        let interval = self.options.next_interval(self.interval);
        self.interval = Some(interval);
        self.pause = Some(interval.max(asked));
    }

    /// How long the service wants to be left alone, if that is all that it says.
    fn wait_asked_by(&self, error: &Error) -> Option<Duration> {
        let busy = error.kind() == ErrorKind::ServerBusy;
        error.retry_after().or(busy.then_some(self.options.max_interval))
    }
}

impl<I: fmt::Debug> fmt::Debug for CallWatch<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallWatch")
            .field("last", &self.last)
            .field("passed", &self.passed)
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}
