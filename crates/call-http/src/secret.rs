//! Text that must not be seen: wiped when dropped, never printed.

use std::fmt;

use zeroize::Zeroizing;

/// What every secret shows in place of itself.
pub(crate) const REDACTED: &str = "[redacted]";

/// A password, key or token.
///
/// [`Debug`](fmt::Debug) prints `[redacted]`, there is no `Display`, and the memory is wiped on drop.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that must send it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

/// Replaces what was secret in a request wherever an answer repeats it.
#[derive(Clone, Default)]
pub(crate) struct Scrubber(Vec<Secret>);

impl Scrubber {
    /// Shorter secrets are left alone: replacing every `a` hides nothing and ruins the text.
    const SHORTEST: usize = 4;

    /// Watches for one more secret.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() >= Self::SHORTEST {
            self.0.push(Secret::new(secret));
        }
    }

    /// The text without the secrets.
    pub(crate) fn scrub(&self, text: String) -> String {
        self.0.iter().fold(text, |text, secret| {
            if text.contains(secret.expose()) { text.replace(secret.expose(), REDACTED) } else { text }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[redacted]");
    }

    #[test]
    fn scrubs_every_occurrence_but_no_letters() {
        let mut scrubber = Scrubber::default();
        scrubber.add("hunter2");
        scrubber.add("a");
        assert_eq!(scrubber.scrub("a hunter2 and hunter2".to_owned()), "a [redacted] and [redacted]");
    }
}
