//! Conversion between DTMF tones and keys, such as `56#`.

use call_wire::{InvalidTone, Keypad};

use crate::generated::Tone;

/// The keys and their tones.
static KEYS: [(char, Tone); 16] = [
    ('0', Tone::Zero),
    ('1', Tone::One),
    ('2', Tone::Two),
    ('3', Tone::Three),
    ('4', Tone::Four),
    ('5', Tone::Five),
    ('6', Tone::Six),
    ('7', Tone::Seven),
    ('8', Tone::Eight),
    ('9', Tone::Nine),
    ('A', Tone::A),
    ('B', Tone::B),
    ('C', Tone::C),
    ('D', Tone::D),
    ('#', Tone::Pound),
    ('*', Tone::Asterisk),
];

const KEYPAD: Keypad<Tone> = Keypad::new(&KEYS, "0-9, A-D, `#` or `*`");

/// Conversion from and to the keys of a telephone.
///
/// `str::parse` and `From<&str>` do not read keys. They read the JSON names, such as `five`, and keep other text as an
/// unknown tone:
///
/// ```
/// use acs_calling::Tone;
///
/// assert_eq!(Tone::from_char('5'), Some(Tone::Five));
/// assert_eq!("five".parse(), Ok(Tone::Five));
/// assert!(matches!("5".parse(), Ok(Tone::Other(_))));
/// ```
impl Tone {
    /// Returns the tone of a key: `0` to `9`, `A` to `D` in either case, `#` or `*`.
    #[must_use]
    pub fn from_char(key: char) -> Option<Self> {
        KEYPAD.tone(key)
    }

    /// Returns the key of the tone: a digit, `A` to `D`, `#` or `*`. Returns `None` for an unknown tone.
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
    /// use acs_calling::{CommunicationIdentifier, DtmfOptions, InvalidTone, SendDtmfTonesRequest, Tone};
    ///
    /// # fn main() -> Result<(), InvalidTone> {
    /// let callee = CommunicationIdentifier::phone_number("+14255550123");
    /// let request = SendDtmfTonesRequest::new(Tone::parse_sequence("56#")?, callee);
    /// assert_eq!(request.tones, Some(vec![Tone::Five, Tone::Six, Tone::Pound]));
    ///
    /// // The stop tones of `Recognize`:
    /// let options = DtmfOptions::new().stop_tones(Tone::parse_sequence("#*")?);
    /// assert_eq!(options.stop_tones, Some(vec![Tone::Pound, Tone::Asterisk]));
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
    /// use acs_calling::{DtmfResult, Tone, call_wire::json};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// // As in the event `RecognizeCompleted`:
    /// let result: DtmfResult = json::decode(br#"{"tones": ["five", "six", "pound"]}"#)?;
    /// assert_eq!(Tone::format_sequence(result.tones.iter().flatten()), "56#");
    /// # Ok(())
    /// # }
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
        let tones = Tone::parse_sequence("0123456789*#ABCD").expect("tones");
        assert_eq!(tones[9..12], [Tone::Nine, Tone::Asterisk, Tone::Pound]);
        assert_eq!(Tone::format_sequence(&tones), "0123456789*#ABCD");
        assert_eq!(Tone::parse_sequence("abcd"), Tone::parse_sequence("ABCD"));
        assert_eq!(Tone::parse_sequence(""), Ok(Vec::new()));
    }

    #[test]
    fn an_invalid_character_is_an_error_that_lists_the_keys() {
        let error = Tone::parse_sequence("56x").expect_err("not a key");
        let message = "'x' at position 3 is not a valid tone (expected 0-9, A-D, `#` or `*`)";
        assert_eq!(error.to_string(), message);
    }
}
