//! Finds a text in another one: unchanged, percent-encoded, or escaped as in a JSON string.

use std::ops::Range;

/// Returns the first occurrence of a text in another one. Each character may be unchanged or escaped: `%2F`, `+` for a
/// space, `\/`, `\n`, `\u002f`. After `\u`, only ASCII characters are recognized, since keys and tokens have no others.
pub(crate) fn find(text: &str, wanted: &str) -> Option<Range<usize>> {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    (0..text.len()).find_map(|start| {
        let rest = &text[start..];
        // The unchanged text has priority, since it may contain a backslash or a percent sign.
        let length = if rest.starts_with(wanted) { Some(wanted.len()) } else { escaped_length(rest, wanted) };
        length.map(|length| start..start + length)
    })
}

/// Returns the length of the escaped form of a text at the start of another one.
fn escaped_length(text: &[u8], wanted: &[u8]) -> Option<usize> {
    wanted.iter().try_fold(0, |length, byte| Some(length + byte_length(&text[length..], *byte)?))
}

/// Returns the length of the escaped form of a byte at the start of a text.
fn byte_length(text: &[u8], byte: u8) -> Option<usize> {
    let is_code = |high: &u8, low: &u8| hex(*high).zip(hex(*low)) == Some((byte >> 4, byte & 0xf));
    match text {
        [b'%', high, low, ..] if is_code(high, low) => Some(3),
        [b'\\', b'u', b'0', b'0', high, low, ..] if byte.is_ascii() && is_code(high, low) => Some(6),
        [b'\\', escape, ..] if json_escape(byte) == Some(*escape) => Some(2),
        [b'+', ..] if byte == b' ' => Some(1),
        [same, ..] if *same == byte => Some(1),
        _ => None,
    }
}

/// Returns the value of a hexadecimal digit.
fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// Returns the character after the backslash in the short escape of a character in JSON (RFC 8259, section 7).
fn json_escape(byte: u8) -> Option<u8> {
    Some(match byte {
        b'"' | b'\\' | b'/' => byte,
        0x8 => b'b',
        0xc => b'f',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_unchanged_and_escaped() {
        for (text, wanted, found) in [
            ("a b+/=", "b+/=", Some(2..6)),
            ("a b%2B%2f%3D!", "b+/=", Some(2..12)),
            (r"a b+\/=!", "b+/=", Some(2..7)),
            (r"a b\u002b\u002F=!", "b+/=", Some(2..16)),
            (r"a %62+\/%3d", "b+/=", Some(2..11)),
            ("x=correct+horse", "correct horse", Some(2..15)),
            ("x=correct%20horse", "correct horse", Some(2..17)),
            (r#"a\tb\"c\\d"#, "a\tb\"c\\d", Some(0..10)),
            (r"100%41 \/ \\", r"%41 \/ \\", Some(3..12)),
            ("caf%C3%A9 é", "é", Some(3..9)),
            ("é caf%c3", "é", Some(0..2)),
            ("", "b+/=", None),
            ("b+/%3", "b+/=", None),
            (r"b+/\u003", "b+/=", None),
            (r"b+\", "b+/=", None),
            (r"x\u0041", "b", None),
            (r"x\u00e9", "é", None),
            ("b%2C/=", "b+/=", None),
        ] {
            assert_eq!(find(text, wanted), found, "{text}");
        }
    }
}
