//! Dial strings.

use crate::phone::Magic;

/// The longest dial string.
const LONGEST: usize = 64;

/// The reason why a dial string cannot be dialed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Undialable {
    /// It is not a telephone number.
    Form,
    /// It looks like a SIP address, but is not a valid one.
    Sip,
    /// The dialing rules do not allow it.
    Rules,
}

/// Checks a dial string: a number in the sense of RFC 3966, or a SIP address.
pub(super) fn check(text: &str) -> Result<(), Undialable> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return Err(Undialable::Form);
    }
    if text.contains('@') || text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sip:")) {
        return if is_sip_address(text) { Ok(()) } else { Err(Undialable::Sip) };
    }
    let number = text.split_once(";ext=").map_or(text, |(number, extension)| {
        if extension.bytes().all(|digit| digit.is_ascii_digit()) { number } else { "" }
    });
    let is_allowed = |c: char| c.is_ascii_digit() || "+-.() *#".contains(c);
    if !number.chars().all(is_allowed) || !number.contains(|c: char| c.is_ascii_digit()) {
        return Err(Undialable::Form);
    }
    match Magic::of(number) {
        Some(Magic::Forbidden) => Err(Undialable::Rules),
        _ => Ok(()),
    }
}

fn is_sip_address(text: &str) -> bool {
    let address = text.get(4..).filter(|_| text[..4].eq_ignore_ascii_case("sip:")).unwrap_or(text);
    let parts = address.split_once('@');
    let is_word = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c))
    };
    parts.is_some_and(|(user, host)| is_word(user) && is_word(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dial_string_is_a_number_or_a_sip_address() {
        for text in
            ["12345", "+1 (425) 555-0143", "*67#5", "5550143;ext=12", "sip:rosa@contoso.example", "r@c"]
        {
            assert_eq!(check(text), Ok(()), "{text}");
        }
        let long = "1".repeat(LONGEST + 1);
        for text in ["", " ", "rosa", "1a", "12;ext=x", "+", "\u{661}", &long] {
            assert_eq!(check(text), Err(Undialable::Form), "{text}");
        }
        for text in ["sip:", "sip:rosa", "@contoso.example", "a@b@c", "sip:a b@c"] {
            assert_eq!(check(text), Err(Undialable::Sip), "{text}");
        }
        assert_eq!(check("+14255550403"), Err(Undialable::Rules));
    }
}
