//! Clocks, dates in HTTP headers, and times in messages.

use std::fmt;
use std::time::{Duration, SystemTime};

use futures_util::future::BoxFuture;

/// A source of the current time and of waits. Tests can replace it to avoid real waits.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Returns the current time, for signatures, repeatability headers and dates in `Retry-After`.
    fn now(&self) -> SystemTime;

    /// Waits before the next attempt.
    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()>;
}

/// The system clock. It waits with tokio's timer.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(time))
    }
}

/// The difference between the local clock and a server's clock, according to the `Date` header of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockSkew {
    /// The local clock is ahead of the server's.
    Ahead(Duration),
    /// The local clock is behind the server's.
    Behind(Duration),
}

impl ClockSkew {
    /// Smaller differences come from the network and from the resolution of the header, and services accept them.
    const SMALLEST: Duration = Duration::from_secs(60);

    /// Compares two times. Returns `None` if they differ by less than a minute.
    pub(crate) fn between(local: SystemTime, server: SystemTime) -> Option<Self> {
        let skew = match local.duration_since(server) {
            Ok(ahead) => Self::Ahead(ahead),
            Err(behind) => Self::Behind(behind.duration()),
        };
        let (Self::Ahead(size) | Self::Behind(size)) = skew;
        (size >= Self::SMALLEST).then_some(skew)
    }
}

impl fmt::Display for ClockSkew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, side) = match self {
            Self::Ahead(size) => (size, "ahead of"),
            Self::Behind(size) => (size, "behind"),
        };
        let seconds = size.as_secs();
        if seconds >= 2 * DAY {
            write!(f, "the local clock is {} {side} the server's", readable(*size))
        } else {
            write!(f, "the local clock is {} min {} s {side} the server's", seconds / 60, seconds % 60)
        }
    }
}

/// The seconds in a day.
const DAY: u64 = 24 * 60 * 60;

/// The days in a hundred years of 365 days.
const CENTURY: u64 = 36_500;

/// Formats a time for a message: `300 ms`, `2.128 s`, `15 days`.
pub(crate) fn readable(time: Duration) -> String {
    match time.as_secs() {
        0 if time.is_zero() => "0 s".to_owned(),
        0 if time < Duration::from_millis(1) => "less than 1 ms".to_owned(),
        0 => format!("{} ms", time.as_millis()),
        seconds if seconds < 2 * DAY => {
            let text = format!("{seconds}.{:03}", time.subsec_millis());
            format!("{} s", text.trim_end_matches('0').trim_end_matches('.'))
        }
        seconds if seconds / DAY < CENTURY => format!("{} days", seconds / DAY),
        _ => "more than 100 years".to_owned(),
    }
}

/// The last second that a date in HTTP can express: 9999-12-31T23:59:59Z.
const LAST_SECOND: u64 = 253_402_300_799;

/// Formats a time as `Fri, 20 Nov 2026 12:00:00 GMT`. A time outside the range of HTTP becomes the nearest valid one.
pub(crate) fn http_date(time: SystemTime) -> String {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let seconds = since_epoch.as_secs().min(LAST_SECOND);
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_out_of_range_becomes_the_nearest_date() {
        let epoch = SystemTime::UNIX_EPOCH;
        assert_eq!(http_date(epoch - Duration::from_secs(1)), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(epoch + Duration::from_secs(LAST_SECOND + 9)), "Fri, 31 Dec 9999 23:59:59 GMT");
    }

    #[test]
    fn a_clock_skew_is_reported_from_one_minute() {
        let server = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        assert_eq!(ClockSkew::between(server + Duration::from_secs(59), server), None);
        let skew = ClockSkew::between(server - Duration::from_secs(603), server).expect("a skew");
        assert_eq!(skew.to_string(), "the local clock is 10 min 3 s behind the server's");
        let days = |days: u64| Duration::from_secs(days * DAY);
        let skew = ClockSkew::between(server + days(11), server).expect("a skew");
        assert_eq!(skew.to_string(), "the local clock is 11 days ahead of the server's");
    }
}
