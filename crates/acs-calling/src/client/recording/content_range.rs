//! The header `Content-Range`, which says what part of a recording an answer has.
//!
//! Source: RFC 9110, section 14.4.

/// `bytes 0-9/100`: from the first byte up to, and without, `end`, of `size` bytes if that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ContentRange {
    pub(super) first: u64,
    pub(super) end: u64,
    pub(super) size: Option<u64>,
}

impl ContentRange {
    /// `None` for what is no range of bytes, or one that cannot be.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (range, size) = bytes(text)?;
        let (first, last) = range.split_once('-')?;
        let (first, end) = (number(first)?, number(last)?.checked_add(1)?);
        let size = if size == "*" { None } else { Some(number(size)?) };
        let sound = first < end && size.is_none_or(|size| end <= size);
        sound.then_some(Self { first, end, size })
    }
}

/// The size in `bytes */100`, which comes with 416.
pub(super) fn size_of_unsatisfied(text: &str) -> Option<u64> {
    let (range, size) = bytes(text)?;
    number(size).filter(|_| range == "*")
}

fn bytes(text: &str) -> Option<(&str, &str)> {
    let (unit, rest) = text.trim().split_once(' ')?;
    let parts = rest.trim_start().split_once('/')?;
    unit.eq_ignore_ascii_case("bytes").then_some(parts)
}

/// `parse` alone would take a sign.
fn number(text: &str) -> Option<u64> {
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let range = |first, end, size| Some(ContentRange { first, end, size });
        for (text, read) in [
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
            assert_eq!(ContentRange::read(text), read, "{text}");
        }
        assert_eq!(size_of_unsatisfied("bytes */100"), Some(100));
        assert_eq!(size_of_unsatisfied("bytes 0-9/100"), None);
        assert_eq!(size_of_unsatisfied("bytes */*"), None);
    }
}
