//! DTMF tones as the keys of a telephone.

use std::fmt;

/// The DTMF tones of a service and their keys.
pub struct Keypad<T: 'static> {
    tones: &'static [(char, T)],
    expected: &'static str,
}

impl<T: Clone + PartialEq + fmt::Display> Keypad<T> {
    /// Creates a keypad. `expected` describes the valid keys in error messages.
    pub const fn new(tones: &'static [(char, T)], expected: &'static str) -> Self {
        Self { tones, expected }
    }

    /// Returns the tone of a key, or `None` if the keypad does not have the key. The case of letters is ignored.
    #[must_use]
    pub fn tone(&self, key: char) -> Option<T> {
        let key = key.to_ascii_uppercase();
        self.tones.iter().find(|(known, _)| *known == key).map(|(_, tone)| tone.clone())
    }

    /// Returns the key of a tone, or `None` if the tone has no key.
    #[must_use]
    pub fn key(&self, tone: &T) -> Option<char> {
        self.tones.iter().find(|(_, known)| known == tone).map(|(key, _)| *key)
    }

    /// Parses a sequence of keys, such as `56#`. An empty string is an empty sequence.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidTone`] for the first character that is not a key.
    pub fn parse(&self, text: &str) -> Result<Vec<T>, InvalidTone> {
        let tone = |(index, character)| {
            let Self { expected, .. } = *self;
            self.tone(character).ok_or(InvalidTone { position: index + 1, character, expected })
        };
        text.chars().enumerate().map(tone).collect()
    }

    /// Formats tones as a sequence of keys. A tone without a key is formatted as its name in angle brackets.
    pub fn format<'t>(&self, tones: impl IntoIterator<Item = &'t T>) -> String {
        let text = |tone: &T| self.key(tone).map_or_else(|| format!("<{tone}>"), String::from);
        tones.into_iter().map(text).collect()
    }
}

/// The error for a character that is not the key of a tone.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidTone {
    /// The position of the character in the text, in characters, counted from 1.
    pub position: usize,
    /// The character.
    pub character: char,
    /// A description of the valid keys.
    pub expected: &'static str,
}

impl fmt::Display for InvalidTone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, character, expected } = self;
        write!(f, "{character:?} at position {position} is not a valid tone (expected {expected})")
    }
}

impl std::error::Error for InvalidTone {}

#[cfg(test)]
mod tests {
    use super::*;

    static TONES: [(char, &str); 3] = [('5', "five"), ('A', "a"), ('#', "pound")];
    const KEYPAD: Keypad<&str> = Keypad::new(&TONES, "5, A or `#`");

    #[test]
    fn a_sequence_is_read_and_written_by_its_keys() {
        assert_eq!(KEYPAD.parse("5a#"), Ok(vec!["five", "a", "pound"]));
        assert_eq!(KEYPAD.parse(""), Ok(Vec::new()));
        assert_eq!(KEYPAD.format(&["five", "plus", "a"]), "5<plus>A");
    }

    #[test]
    fn an_invalid_character_is_named_with_its_position() {
        for (text, position, character) in [("55x", 3, 'x'), (" 5", 1, ' '), ("\u{e9}\u{661}", 1, '\u{e9}')] {
            let error = KEYPAD.parse(text).expect_err(text);
            assert_eq!((error.position, error.character), (position, character), "{text}");
        }
        let error = KEYPAD.parse("5!").expect_err("not a key");
        assert_eq!(error.to_string(), "'!' at position 2 is not a valid tone (expected 5, A or `#`)");
    }
}
