//! Scanning of JSON strings, eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Returns the offset of the first byte, from `at` on, that a JSON string must escape: a quote, a backslash or a control
/// character. Returns the length of the text if there is none.
#[inline]
pub(super) fn special(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let found = quotes_and_controls(word) | backslashes(word);
        if found != 0 {
            // The borrow of a subtraction can cause a false match only after a true match. The first match is always
            // true.
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
        at += 1;
    }
    at
}

/// Returns the offset after the string whose opening quote is at `at`, or the length of the text if the string does not
/// end.
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> usize {
    at += 1;
    loop {
        at = special(bytes, at);
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') => return at + 1,
            Some(_) => at += 1,
            None => return bytes.len(),
        }
    }
}

/// Sets the high bit of each byte that is a quote or below 0x20. With the bit 0x02 flipped, a quote is 0x20, and the bytes
/// below 0x20 remain below.
#[inline]
fn quotes_and_controls(word: u64) -> u64 {
    let flipped = word ^ (ONES * 0x02);
    flipped.wrapping_sub(ONES * 0x21) & !flipped & HIGH
}

/// Sets the high bit of each byte that is a backslash.
#[inline]
fn backslashes(word: u64) -> u64 {
    let zeroed = word ^ (ONES * 0x5C);
    zeroed.wrapping_sub(ONES) & !zeroed & HIGH
}

#[cfg(test)]
mod tests {
    use super::special;

    #[test]
    fn a_special_byte_is_found_at_each_offset() {
        for length in 0..40 {
            for place in 0..length {
                for byte in [b'"', b'\\', 0, 0x1f, b'\n'] {
                    let mut text = vec![b' '; length];
                    text[place] = byte;
                    assert_eq!(special(&text, 0), place, "{byte} at {place} of {length}");
                    assert_eq!(special(&text, place + 1), length);
                }
            }
        }
    }

    #[test]
    fn other_bytes_are_not_special() {
        let text: Vec<u8> = (0x20..=0xff).filter(|byte| !matches!(byte, b'"' | b'\\')).collect();
        assert_eq!(special(&text, 0), text.len());
        assert_eq!(special(&text, text.len() + 9), text.len() + 9);
    }
}
