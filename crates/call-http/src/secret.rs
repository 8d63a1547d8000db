//! Text that must not be seen: wiped when dropped, never printed.

use std::fmt;

use zeroize::Zeroizing;

use crate::error_body::one_line;
use crate::escaped::find;

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

    /// The text fit to be printed: without the secrets, on one line, and cut to a readable length. In this
    /// order, since a secret that was cut or joined is none that could be found.
    pub(crate) fn line(&self, text: &str) -> String {
        one_line(&self.scrub(text.to_owned()))
    }

    /// Whether a text contains one of the secrets, as it is or escaped.
    pub(crate) fn finds(&self, text: &str) -> bool {
        self.0.iter().any(|secret| find(text, secret.expose()).is_some())
    }

    /// The text without the secrets, as they are or escaped.
    pub(crate) fn scrub(&self, text: String) -> String {
        self.0.iter().fold(text, |text, secret| without(text, secret.expose()))
    }
}

/// The text with `[redacted]` in place of each occurrence of a secret.
fn without(text: String, secret: &str) -> String {
    let Some(first) = find(&text, secret) else { return text };
    let (mut redacted, mut rest, mut next) = (String::with_capacity(text.len()), text.as_str(), Some(first));
    while let Some(found) = next {
        redacted.push_str(&rest[..found.start]);
        redacted.push_str(REDACTED);
        rest = &rest[found.end..];
        next = find(rest, secret);
    }
    redacted + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "[redacted]");
    }

    #[test]
    fn a_line_is_scrubbed_before_it_is_cut_or_joined() {
        let mut scrubber = Scrubber::default();
        scrubber.add("correct  horse");
        scrubber.add(&"t".repeat(900));
        let line = scrubber.line(&format!("{} {} correct  horse", "x".repeat(500), "t".repeat(900)));
        assert_eq!(line, format!("{} [redacted] [redacted]", "x".repeat(500)));
    }

    #[test]
    fn a_secret_is_found_in_a_url() {
        let mut scrubber = Scrubber::default();
        scrubber.add("hunter=2");
        for (text, found) in [
            ("https://a.example/hunter=2/x", true),
            ("https://a.example/hunter%3D2", true),
            ("https://a.example/%68unter%3d2?%ff", true),
            ("https://a.example/?x=hunter\\u003d2", true),
            ("https://a.example/hunter3", false),
        ] {
            assert_eq!(scrubber.finds(text), found, "{text}");
        }
    }

    #[test]
    fn scrubs_every_occurrence_but_no_letters() {
        let mut scrubber = Scrubber::default();
        scrubber.add("hunter2");
        scrubber.add("a");
        assert_eq!(scrubber.scrub("a hunter2 and hunter2".to_owned()), "a [redacted] and [redacted]");
    }
}
