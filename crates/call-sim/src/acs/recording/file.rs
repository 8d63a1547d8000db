//! Files of recordings, whose bytes are computed when they are read.

use std::ops::Range;

/// A file: a header, and a pattern that is repeated up to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct File {
    /// The media type.
    pub(super) content_type: &'static str,
    header: Vec<u8>,
    pattern: Vec<u8>,
    size: u64,
}

impl File {
    /// Creates a file from its header, and a number of bytes of the repeated pattern.
    pub(super) fn new(content_type: &'static str, header: Vec<u8>, pattern: Vec<u8>, body: u64) -> Self {
        let size = header.len() as u64 + if pattern.is_empty() { 0 } else { body };
        Self { content_type, header, pattern, size }
    }

    /// Returns the size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Returns the bytes of a range. A range beyond the end is cut.
    pub(super) fn read(&self, range: Range<u64>) -> Vec<u8> {
        let (start, end) = (range.start, range.end.min(self.size));
        // A file that is too large for the memory cannot be requested as a whole.
        let mut bytes = Vec::with_capacity(usize::try_from(end.saturating_sub(start)).unwrap_or_default());
        let mut at = start;
        while at < end {
            let (source, within) = match at.checked_sub(self.header.len() as u64) {
                None => (&self.header, at),
                Some(beyond) => (&self.pattern, beyond % self.pattern.len() as u64),
            };
            let within = usize::try_from(within).unwrap_or_default();
            let rest = usize::try_from(end - at).unwrap_or(usize::MAX);
            let part = &source[within..source.len().min(within.saturating_add(rest))];
            bytes.extend_from_slice(part);
            at += part.len() as u64;
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_range_is_a_part_of_the_whole_file() {
        let file = File::new("audio/wav", b"HEADER".to_vec(), b"abc".to_vec(), 10);
        let whole = file.read(0..u64::MAX);
        assert_eq!(whole, b"HEADERabcabcabca");
        assert_eq!(file.size(), whole.len() as u64);
        for start in 0..whole.len() {
            for end in start..whole.len() + 1 {
                assert_eq!(file.read(start as u64..end as u64), whole[start..end], "{start}..{end}");
            }
        }
    }
}
