//! Parses the wait that a server requests: `Retry-After` and the headers in milliseconds.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, RETRY_AFTER};

/// Returns the wait that a response requests: `retry-after-ms` or `x-ms-retry-after-ms` in milliseconds, otherwise
/// [`Retry-After`](retry_after). Invalid headers are ignored.
///
/// Source: the retry policies of Microsoft's SDKs, which read the three headers in this order
/// (<https://github.com/Azure/azure-sdk-for-rust/tree/main/sdk/core/azure_core>).
pub(crate) fn requested_wait(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok();
    ["retry-after-ms", "x-ms-retry-after-ms"]
        .into_iter()
        .find_map(|name| milliseconds(text(name)?))
        .or_else(|| retry_after(text(RETRY_AFTER.as_str())?, now))
}

/// Parses whole milliseconds. A number that is too large becomes [`Duration::MAX`].
fn milliseconds(value: &str) -> Option<Duration> {
    let value = value.trim();
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| value.parse().map_or(Duration::MAX, Duration::from_millis))
}

/// Parses the value of a `Retry-After` header: whole seconds, seconds with a fraction, or a date.
///
/// A fraction is rounded up to the nanosecond. A number that is too large becomes [`Duration::MAX`]. A date is compared
/// with `now`. A date in the past means zero. Returns `None` for any other value.
///
/// Sources: RFC 9110, section 10.2.3 (seconds and date);
/// <https://learn.microsoft.com/en-us/graph/throttling> (a fraction: `2.128`).
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// let wait = call_http::retry_after("2.128", SystemTime::now());
/// assert_eq!(wait, Some(Duration::from_millis(2128)));
/// ```
#[must_use]
pub fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if value.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return seconds(value);
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// Parses decimal seconds exactly. `f64` would round some of them down.
fn seconds(value: &str) -> Option<Duration> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let whole = if whole.is_empty() { Ok(0) } else { whole.parse::<u64>() };
    // The text has only digits, so the only possible error is overflow.
    let Ok(whole) = whole else { return Some(Duration::MAX) };
    let (first, rest) = fraction.split_at(fraction.len().min(9));
    let nanos = format!("{first:0<9}").parse::<u64>().ok()?;
    let round_up = u64::from(rest.bytes().any(|digit| digit != b'0'));
    Some(Duration::from_secs(whole).saturating_add(Duration::from_nanos(nanos + round_up)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn numbers_are_never_rounded_down() {
        for (text, wait) in [
            ("0", Duration::ZERO),
            ("120", Duration::from_secs(120)),
            (" 7 ", Duration::from_secs(7)),
            ("2.128", Duration::from_millis(2128)),
            (".5", Duration::from_millis(500)),
            ("3.", Duration::from_secs(3)),
            ("0.0000000001", Duration::from_nanos(1)),
            ("1.9999999999", Duration::from_secs(2)),
            ("1.0000000000", Duration::from_secs(1)),
            ("99999999999999999999999", Duration::MAX),
            ("18446744073709551615.9999999999", Duration::MAX),
        ] {
            assert_eq!(retry_after(text, at(0)), Some(wait), "{text}");
        }
    }

    #[test]
    fn milliseconds_have_priority_over_seconds_if_they_are_valid() {
        for (headers, wait) in [
            (vec![("retry-after-ms", "250"), ("x-ms-retry-after-ms", "300"), ("retry-after", "2")], 250),
            (vec![("x-ms-retry-after-ms", " 300 "), ("retry-after", "2")], 300),
            (vec![("retry-after-ms", "soon"), ("x-ms-retry-after-ms", "300")], 300),
            (vec![("retry-after-ms", "-1"), ("x-ms-retry-after-ms", ""), ("retry-after", "2")], 2000),
            (vec![("retry-after", "2")], 2000),
        ] {
            let map = headers.iter().map(|(name, value)| {
                let name: HeaderName = name.parse().expect("a name");
                (name, HeaderValue::from_str(value).expect("a value"))
            });
            assert_eq!(
                requested_wait(&map.collect(), at(0)),
                Some(Duration::from_millis(wait)),
                "{headers:?}"
            );
        }
        assert_eq!(milliseconds("99999999999999999999999"), Some(Duration::MAX));
        assert_eq!(requested_wait(&HeaderMap::new(), at(0)), None);
    }

    #[test]
    fn dates_of_all_three_forms_are_parsed() {
        let now = httpdate::parse_http_date("Sun, 06 Nov 1994 08:49:27 GMT").expect("a date");
        for text in
            ["Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"]
        {
            assert_eq!(retry_after(text, now), Some(Duration::from_secs(10)), "{text}");
        }
        assert_eq!(retry_after("Sun, 06 Nov 1994 08:49:17 GMT", now), Some(Duration::ZERO));
    }

    #[test]
    fn an_invalid_value_is_ignored() {
        for text in ["", ".", "-1", "1e3", "1.5.2", "1,5", "soon", "12 s", "NaN", "\u{663}"] {
            assert_eq!(retry_after(text, at(0)), None, "{text}");
        }
    }
}
