//! Redacts the secrets of a request in texts from a server.

use super::escaped::find;
use super::secret::{REDACTED, Secret};
use crate::text::one_line;

/// Replaces the secrets of a request in texts that may repeat them.
#[derive(Clone, Default)]
pub(crate) struct Scrubber(Vec<Secret>);

impl Scrubber {
    /// Shorter secrets are not replaced. Replacing every `a` would make a text unreadable and reveal the secret.
    const SHORTEST: usize = 4;

    /// Adds a secret.
    pub(crate) fn add(&mut self, secret: &str) {
        if secret.len() >= Self::SHORTEST {
            self.0.push(Secret::new(secret));
        }
    }

    /// Returns a text for a message: with redacted secrets, on one line, and cut. Secrets are redacted first, since a
    /// cut secret, or a secret with changed whitespace, would not be found.
    pub(crate) fn one_line(&self, text: &str) -> String {
        one_line(&self.scrub(text.to_owned()))
    }

    /// Returns `true` if a text contains one of the secrets, unchanged or escaped.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| find(text, secret.expose()).is_some())
    }

    /// Replaces the secrets in a text, unchanged or escaped.
    pub(crate) fn scrub(&self, text: String) -> String {
        self.0.iter().fold(text, |text, secret| without(text, secret.expose()))
    }
}

/// Replaces each occurrence of a secret by `[redacted]`.
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
    fn a_line_is_scrubbed_before_it_is_cut_or_joined() {
        let mut scrubber = Scrubber::default();
        scrubber.add("correct  horse");
        scrubber.add(&"t".repeat(900));
        let line = scrubber.one_line(&format!("{} {} correct  horse", "x".repeat(500), "t".repeat(900)));
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
            assert_eq!(scrubber.is_in(text), found, "{text}");
        }
    }

    #[test]
    fn every_occurrence_of_a_secret_is_replaced_unless_it_is_very_short() {
        let mut scrubber = Scrubber::default();
        scrubber.add("hunter2");
        scrubber.add("a");
        assert_eq!(scrubber.scrub("a hunter2 and hunter2".to_owned()), "a [redacted] and [redacted]");
    }
}
