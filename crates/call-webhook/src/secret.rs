//! Secrets in the URLs of webhooks.

use std::error::Error;
use std::fmt;
use std::hint::black_box;

/// A secret that the requests to a webhook contain. In a URL, it is a segment of the path or a value in the query, as in
/// `https://bot.example/events/SECRET` and `https://bot.example/events?code=SECRET`. Other services send it in the body.
///
/// [`Debug`](fmt::Debug) does not show the secret. Make sure that access logs do not contain it either. Many servers
/// can omit the query from their logs.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The smallest number of characters in a secret.
    pub const SHORTEST: usize = 16;

    /// Creates a secret from text.
    ///
    /// # Errors
    ///
    /// The text has fewer than [`SHORTEST`](Self::SHORTEST) characters, or contains a character that URLs may
    /// percent-encode: any character except letters, digits, `-`, `.`, `_` and `~`.
    pub fn new(text: impl Into<String>) -> Result<Self, WeakSecret> {
        let text = text.into();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if text.len() < Self::SHORTEST || !text.bytes().all(plain) {
            return Err(WeakSecret(()));
        }
        Ok(Self(text))
    }

    /// Returns `true` if the target of a request (path and query, or the whole URL) contains the secret.
    pub(crate) fn is_in(&self, target: &str) -> bool {
        target.split(['/', '?', '&', '=', '#']).any(|part| self.is(part))
    }

    /// Returns `true` if a text is the secret. The comparison takes the same time for all texts of the same length, to
    /// reveal nothing about the secret.
    #[must_use]
    pub fn is(&self, other: &str) -> bool {
        let pairs = self.0.bytes().zip(other.bytes());
        let different = pairs.fold(0, |different, (one, other)| black_box(different | (one ^ other)));
        self.0.len() == other.len() && different == 0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

/// The error for an invalid secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeakSecret(());

impl fmt::Display for WeakSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shortest = Secret::SHORTEST;
        write!(
            f,
            "invalid secret (expected at least {shortest} characters: letters, digits, `-`, `.`, `_`, `~`)"
        )
    }
}

impl Error for WeakSecret {}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn a_secret_is_found_as_a_whole_segment_or_value() {
        let secret = Secret::new("0123456789abcdef").expect("is long enough");
        for target in [
            "/events/0123456789abcdef",
            "/0123456789abcdef/events?x=y",
            "/events?code=0123456789abcdef",
            "/events?a=b&code=0123456789abcdef&c=d",
            "https://bot.example/events?code=0123456789abcdef#x",
        ] {
            assert!(secret.is_in(target), "{target}");
        }
        for target in [
            "",
            "/events",
            "/events?code=",
            "/events?code=0123456789abcde",
            "/events?code=0123456789abcdeF",
            "/events?code=0123456789abcdef0",
            "/events?code=x0123456789abcdef",
        ] {
            assert!(!secret.is_in(target), "{target}");
        }
        assert!(!format!("{secret:?}").contains("0123"));
    }

    #[test]
    fn a_secret_that_is_short_or_needs_percent_encoding_is_refused() {
        for text in
            ["", "short", "0123456789abcde", "0123456789abcdef/", "0123456789 abcdef", "0123456789abcdef%"]
        {
            let error = Secret::new(text).expect_err(text);
            assert!(error.to_string().contains("at least 16 characters"), "{error}");
        }
    }
}
