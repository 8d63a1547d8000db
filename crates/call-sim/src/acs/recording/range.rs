//! Ranges of bytes in requests.
//!
//! Source: RFC 9110, section 14.

use std::ops::Range;

/// The part of a file that a `Range` header requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Requested {
    /// The whole file, because the header is missing or does not contain exactly one range of bytes.
    Whole,
    /// A part.
    Part(Range<u64>),
    /// Bytes beyond the end.
    Unsatisfiable,
}

/// Reads the `Range` header of a request for a file of a size.
pub(super) fn requested(header: Option<&str>, size: u64) -> Requested {
    let Some((first, last)) = header.and_then(bytes) else { return Requested::Whole };
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.is_empty() => first..size,
        (None, Some(suffix)) if first.is_empty() => size.saturating_sub(suffix)..size,
        _ => return Requested::Whole,
    };
    if range.is_empty() { Requested::Unsatisfiable } else { Requested::Part(range) }
}

/// Returns the parts of `bytes=FIRST-LAST`.
fn bytes(header: &str) -> Option<(&str, &str)> {
    let (unit, range) = header.split_once('=')?;
    let (first, last) = range.trim().split_once('-')?;
    unit.trim().eq_ignore_ascii_case("bytes").then_some((first.trim(), last.trim()))
}

/// Parses digits. `str::parse` alone also accepts a sign.
fn number(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_in_the_standard() {
        for (header, expected) in [
            (None, Requested::Whole),
            (Some("bytes=0-9"), Requested::Part(0..10)),
            (Some("bytes=0-0"), Requested::Part(0..1)),
            (Some("Bytes = 90-"), Requested::Part(90..100)),
            (Some("bytes=90-1000"), Requested::Part(90..100)),
            (Some("bytes=-10"), Requested::Part(90..100)),
            (Some("bytes=-1000"), Requested::Part(0..100)),
            (Some("bytes=100-"), Requested::Unsatisfiable),
            (Some("bytes=100-200"), Requested::Unsatisfiable),
            (Some("bytes=-0"), Requested::Unsatisfiable),
            (Some("bytes=9-0"), Requested::Whole),
            (Some("bytes=+1-9"), Requested::Whole),
            (Some("bytes=0-1,5-6"), Requested::Whole),
            (Some("bytes=-"), Requested::Whole),
            (Some("lines=0-9"), Requested::Whole),
        ] {
            assert_eq!(requested(header, 100), expected, "{header:?}");
        }
    }
}
