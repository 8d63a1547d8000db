//! Date-times (RFC 3339) and durations (ISO 8601).

use std::error::Error;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration as StdDuration, SystemTime};

use jiff::{SignedDuration, Span, SpanRelativeTo, Timestamp, civil};

/// A point in time, in UTC. On the wire: [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339), such as
/// `2026-11-20T12:00:00.5Z`.
///
/// A decoded object keeps the original text of a member, such as an offset of `+00:00` or seven fractional digits, and
/// writes it unless the value has changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime(Timestamp);

/// A span of time. On the wire: ISO 8601, such as `PT0.015S` or `PT20M`. A day has 24 hours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(SignedDuration);

/// The error for an invalid date-time or duration, and for a duration that is out of range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimeError(String);

impl DateTime {
    /// Returns the seconds since 1970-01-01T00:00:00Z; negative for earlier times.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0.as_second()
    }
}

impl Duration {
    /// Returns the duration in seconds, with their fraction.
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
        // Without the flags of the formatter: jiff has a different format for `{:#}`.
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

    /// Parses an RFC 3339 date-time. A date-time without an offset is in UTC.
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
        // Only ISO 8601: jiff also parses its own format (`1h 20m`).
        let iso = text.trim_start_matches(['-', '+']).starts_with(['P', 'p']);
        if !iso {
            return Err(ParseTimeError(format!(
                "`{text}` is not a valid duration (expected ISO 8601, such as `PT20M`)"
            )));
        }
        let span = text.parse::<Span>().map_err(|e| ParseTimeError(e.to_string()))?;
        let duration = span.to_duration(SpanRelativeTo::days_are_24_hours());
        duration.map(Self).map_err(|e| ParseTimeError(e.to_string()))
    }
}

impl From<SystemTime> for DateTime {
    /// A time outside of the years -9999 to 9999 becomes the nearest supported time.
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
    /// A duration of more than 2^63 seconds becomes the longest supported duration.
    fn from(duration: StdDuration) -> Self {
        Self(SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX))
    }
}

impl TryFrom<Duration> for StdDuration {
    type Error = ParseTimeError;

    /// Converts a duration that is not negative.
    fn try_from(duration: Duration) -> Result<Self, ParseTimeError> {
        Self::try_from(duration.0).map_err(|e| ParseTimeError(e.to_string()))
    }
}

impl fmt::Display for ParseTimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for ParseTimeError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_time_has_the_seconds_since_1970() {
        for (text, seconds) in [
            ("1970-01-01T00:00:01Z", 1),
            ("1969-12-31T23:59:58Z", -2),
            ("2026-11-20T12:00:00.9+02:00", 1_795_168_800),
            ("2026-11-20T10:00:00", 1_795_168_800),
        ] {
            assert_eq!(text.parse().map(DateTime::unix_seconds), Ok(seconds), "{text}");
        }
        let time: DateTime = "2026-11-20T12:00:00Z".parse().expect("a date-time");
        assert_eq!(DateTime::from(SystemTime::from(time)), time);
    }

    #[test]
    fn only_iso_8601_durations_are_parsed() {
        for (text, seconds) in [("PT20M", 1200.0), ("PT0.015S", 0.015), ("P1DT1H", 90_000.0), ("-PT1S", -1.0)]
        {
            assert_eq!(text.parse().map(Duration::as_secs_f64), Ok(seconds), "{text}");
        }
        let error = "1h 20m".parse::<Duration>().expect_err("not ISO 8601");
        assert_eq!(
            error.to_string(),
            "`1h 20m` is not a valid duration (expected ISO 8601, such as `PT20M`)"
        );
    }

    #[test]
    fn a_negative_duration_is_not_converted_to_the_standard_library() {
        let convert = |text: &str| StdDuration::try_from(text.parse::<Duration>().expect("a duration"));
        assert_eq!(convert("PT1.5S"), Ok(StdDuration::from_millis(1500)));
        assert!(convert("-PT1S").is_err());
        assert_eq!(Duration::from(StdDuration::from_secs(60)).to_string(), "PT1M");
        assert_eq!(Duration::from(StdDuration::MAX), Duration(SignedDuration::MAX));
    }

    #[test]
    fn a_system_time_out_of_range_becomes_the_nearest_date_time() {
        let far = StdDuration::from_secs(1 << 40);
        assert_eq!(DateTime::from(SystemTime::UNIX_EPOCH + far), DateTime(Timestamp::MAX));
        assert_eq!(DateTime::from(SystemTime::UNIX_EPOCH - far), DateTime(Timestamp::MIN));
    }
}
