//! Conversion between DTMF tones and keys, such as `56#`.

use call_wire::{InvalidTone, Keypad};

use crate::generated::Tone;

/// The keys and their tones. Keypads have no key for the hook flash; dial strings of telephony APIs write it as `!`.
static KEYS: [(char, Tone); 17] = [
    ('0', Tone::Tone0),
    ('1', Tone::Tone1),
    ('2', Tone::Tone2),
    ('3', Tone::Tone3),
    ('4', Tone::Tone4),
    ('5', Tone::Tone5),
    ('6', Tone::Tone6),
    ('7', Tone::Tone7),
    ('8', Tone::Tone8),
    ('9', Tone::Tone9),
    ('*', Tone::Star),
    ('#', Tone::Pound),
    ('A', Tone::A),
    ('B', Tone::B),
    ('C', Tone::C),
    ('D', Tone::D),
    ('!', Tone::Flash),
];

const KEYPAD: Keypad<Tone> = Keypad::new(&KEYS, "0-9, A-D, `#`, `*`, or `!` for a hook flash");

/// Conversion from and to the keys of a telephone.
///
/// `str::parse` and `From<&str>` do not read keys. They read the JSON names, such as `tone5`, and keep other text as an
/// unknown tone:
///
/// ```
/// use graph_calls::Tone;
///
/// assert_eq!(Tone::from_char('5'), Some(Tone::Tone5));
/// assert_eq!("tone5".parse(), Ok(Tone::Tone5));
/// assert!(matches!("5".parse(), Ok(Tone::Other(_))));
/// ```
impl Tone {
    /// Returns the tone of a key: `0` to `9`, `A` to `D` in either case, `#`, `*`, or `!` for a hook flash.
    ///
    /// Source of `!`: the dialable addresses of TAPI, the telephony API of Windows.
    #[must_use]
    pub fn from_char(key: char) -> Option<Self> {
        KEYPAD.tone(key)
    }

    /// Returns the key of the tone: a digit, `A` to `D`, `#`, `*`, or `!` for a hook flash. Returns `None` for an
    /// unknown tone.
    #[must_use]
    pub fn as_char(&self) -> Option<char> {
        KEYPAD.key(self)
    }

    /// Parses a sequence of keys, such as `56#`. An empty text is parsed as an empty sequence.
    ///
    /// # Errors
    ///
    /// [`InvalidTone`] for the first character that is not a key, such as a space.
    ///
    /// ```
    /// use graph_calls::{CallSendDtmfTonesParameters, InvalidTone, Tone};
    ///
    /// # fn main() -> Result<(), InvalidTone> {
    /// let parameters = CallSendDtmfTonesParameters::new(Tone::parse_sequence("56#")?);
    /// assert_eq!(parameters.tones, Some(vec![Tone::Tone5, Tone::Tone6, Tone::Pound]));
    /// # Ok(())
    /// # }
    /// ```
    pub fn parse_sequence(text: &str) -> Result<Vec<Self>, InvalidTone> {
        KEYPAD.parse(text)
    }

    /// Formats tones as a sequence of keys, such as `56#`. This is the inverse of
    /// [`parse_sequence`](Self::parse_sequence).
    ///
    /// An unknown tone is written as its name in angle brackets, such as `5<plus>`.
    ///
    /// ```
    /// use graph_calls::Tone;
    ///
    /// assert_eq!(Tone::format_sequence(&[Tone::Tone5, Tone::Tone6, Tone::Pound]), "56#");
    /// ```
    #[must_use]
    pub fn format_sequence<'t>(tones: impl IntoIterator<Item = &'t Self>) -> String {
        KEYPAD.format(tones)
    }
}

#[cfg(test)]
mod tests {
    use call_wire::OpenEnum;

    use super::*;

    #[test]
    fn every_tone_round_trips_through_its_key() {
        for tone in Tone::VALUES {
            let key = tone.as_char().expect("a key");
            assert_eq!(Tone::from_char(key).as_ref(), Some(tone), "{key}");
        }
        assert_eq!(Tone::VALUES.len(), KEYS.len());
    }

    #[test]
    fn a_sequence_is_parsed_and_formatted() {
        let tones = Tone::parse_sequence("0123456789*#ABCD!").expect("tones");
        assert_eq!(tones[9..12], [Tone::Tone9, Tone::Star, Tone::Pound]);
        assert_eq!(tones.last(), Some(&Tone::Flash));
        assert_eq!(Tone::format_sequence(&tones), "0123456789*#ABCD!");
        assert_eq!(Tone::parse_sequence("abcd"), Tone::parse_sequence("ABCD"));
        assert_eq!(Tone::parse_sequence(""), Ok(Vec::new()));
    }

    #[test]
    fn an_invalid_character_is_an_error_that_lists_the_keys() {
        let error = Tone::parse_sequence("56x").expect_err("not a key");
        let message =
            "'x' at position 3 is not a valid tone (expected 0-9, A-D, `#`, `*`, or `!` for a hook flash)";
        assert_eq!(error.to_string(), message);
    }
}
