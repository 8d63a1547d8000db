//! Points in time and lengths of time, as the schemas write them (RFC 3339 and ISO 8601).

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration as StdDuration, SystemTime};

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp, civil};

/// A point in time. On the wire: RFC 3339, such as `2026-11-20T12:00:00.5Z`.
///
/// An object that was decoded remembers the digits and the offset that came (`+00:00`, seven digits ...) and
/// writes them again as long as the value stays the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(Timestamp);

/// A length of time. On the wire: ISO 8601, such as `PT0.015S` or `PT20M`; days count 24 hours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(SignedDuration);

/// A text that is no date-time or no duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimeError(String);

impl DateTime {
    /// Seconds since 1970-01-01T00:00:00Z; negative before.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

impl Duration {
    /// Seconds with their fraction.
    #[must_use]
    pub fn as_secs_f64(self) -> f64 {
        self.0.as_secs_f64()
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the flags: jiff writes another form for `{:#}`.
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for DateTime {
    type Err = ParseTimeError;

    /// Reads RFC 3339. A text without an offset counts as UTC.
    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        if let Ok(timestamp) = text.parse::<Timestamp>() {
            return Ok(Self(timestamp));
        }
        let local = text.parse::<civil::DateTime>().map_err(|e| ParseTimeError(e.to_string()))?;
        let zoned = local.to_zoned(jiff::tz::TimeZone::UTC).map_err(|e| ParseTimeError(e.to_string()))?;
        Ok(Self(zoned.timestamp()))
    }
}

impl FromStr for Duration {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        // Only the ISO form: jiff would read its own friendly form (`1h 20m`) too.
        let iso = text.trim_start_matches(['-', '+']).starts_with(['P', 'p']);
        if !iso {
            return Err(ParseTimeError(format!("`{text}` does not begin with P")));
        }
        let span = text.parse::<Span>().map_err(|e| ParseTimeError(e.to_string()))?;
        let length = span.to_duration(SpanRelativeTo::days_are_24_hours());
        length.map(Self).map_err(|e| ParseTimeError(e.to_string()))
    }
}

impl From<SystemTime> for DateTime {
    /// A time outside of the years -9999 to 9999 becomes the nearest one inside.
    fn from(time: SystemTime) -> Self {
        Self(Timestamp::try_from(time).unwrap_or(if time < SystemTime::UNIX_EPOCH {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        }))
    }
}

impl From<DateTime> for SystemTime {
    fn from(time: DateTime) -> Self {
        time.0.into()
    }
}

impl From<StdDuration> for Duration {
    /// A length beyond 2^63 seconds becomes that.
    fn from(length: StdDuration) -> Self {
        Self(SignedDuration::try_from(length).unwrap_or(SignedDuration::MAX))
    }
}

impl TryFrom<Duration> for StdDuration {
    type Error = ParseTimeError;

    /// Fails for a negative length, which the standard library does not have.
    fn try_from(length: Duration) -> Result<Self, ParseTimeError> {
        Self::try_from(length.0).map_err(|e| ParseTimeError(e.to_string()))
    }
}

impl fmt::Display for ParseTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for ParseTimeError {}
