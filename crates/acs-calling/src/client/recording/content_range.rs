//! The header `Content-Range`.
//!
//! Source: RFC 9110, section 14.4.

/// A range of bytes, such as `bytes 0-9/100`: from `first` up to, but excluding, `end`. `size` is the size of the whole
/// recording, if known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    pub(super) first: u64,
    pub(super) end: u64,
    pub(super) size: Option<u64>,
}

impl ContentRange {
    /// Parses a header; returns `None` if it is not a valid range of bytes.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (range, size) = bytes(text)?;
        let (first, last) = range.split_once('-')?;
        let (first, end) = (number(first)?, number(last)?.checked_add(1)?);
        let size = if size == "*" { None } else { Some(number(size)?) };
        let is_valid = first < end && size.is_none_or(|size| end <= size);
        is_valid.then_some(Self { first, end, size })
    }
}

/// Returns the size in `bytes */100`, the header of a response with the status 416.
pub(super) fn size_of_unsatisfied(text: &str) -> Option<u64> {
    let (range, size) = bytes(text)?;
    number(size).filter(|_| range == "*")
}

fn bytes(text: &str) -> Option<(&str, &str)> {
    let (unit, rest) = text.trim().split_once(' ')?;
    let parts = rest.trim_start().split_once('/')?;
    unit.eq_ignore_ascii_case("bytes").then_some(parts)
}

/// Parses digits. `str::parse` alone also accepts a sign.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_valid_ranges_of_bytes_are_parsed() {
        let range = |first, end, size| Some(ContentRange { first, end, size });
        for (text, expected) in [
            ("bytes 0-9/100", range(0, 10, Some(100))),
            ("Bytes 5-5/*", range(5, 6, None)),
            (" bytes  90-99/100 ", range(90, 100, Some(100))),
            ("bytes 9-0/100", None),
            ("bytes 90-100/100", None),
            ("bytes +0-9/100", None),
            ("bytes 0-18446744073709551615/*", None),
            ("bytes */100", None),
            ("seconds 0-9/100", None),
            ("bytes 0-9", None),
            ("", None),
        ] {
            assert_eq!(ContentRange::parse(text), expected, "{text}");
        }
        assert_eq!(size_of_unsatisfied("bytes */100"), Some(100));
        assert_eq!(size_of_unsatisfied("bytes 0-9/100"), None);
        assert_eq!(size_of_unsatisfied("bytes */*"), None);
    }
}
