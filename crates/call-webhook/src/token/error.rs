//! Why a token is not accepted.

use std::error::Error;
use std::fmt;

use super::KeysError;

/// What is wrong with a token, or with the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenErrorKind {
    /// There is no `Authorization` header, or it is empty.
    Missing,
    /// The header is not a bearer token, or the token is not a signed JWT.
    Malformed,
    /// The token is signed by another algorithm than RS256, or not at all.
    Algorithm,
    /// The service has no key of that `kid`.
    UnknownKey,
    /// The signature is not that of the key.
    Signature,
    /// The token has another issuer.
    Issuer,
    /// The token has another audience.
    Audience,
    /// The token has expired.
    Expired,
    /// The token is not valid yet.
    NotYetValid,
    /// The token lives longer than the rules allow.
    Lifetime,
    /// A claim is missing, malformed, or not what it must be.
    Claim,
    /// The rules have no issuer or no audience, so no token can be accepted.
    Rules,
    /// The keys could not be fetched, so the token could not be checked.
    Keys,
    /// There is no clock, so the token could not be checked: see [`TokenRules::clock`](crate::TokenRules::clock).
    Clock,
}

/// Why a token is not accepted.
///
/// Its text says what came and what was expected. It may hold claims and the header's `alg` and `kid`, never the
/// token.
#[derive(Clone, Debug)]
pub struct TokenError {
    kind: TokenErrorKind,
    message: String,
    source: Option<KeysError>,
}

impl TokenError {
    pub(super) fn new(kind: TokenErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), source: None }
    }

    pub(super) fn keys(error: KeysError) -> Self {
        Self { source: Some(error.clone()), ..Self::new(TokenErrorKind::Keys, error.to_string()) }
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> TokenErrorKind {
        self.kind
    }

    /// Whether the token itself is at fault. Otherwise it could not be checked, and the sender should retry.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        !matches!(self.kind, TokenErrorKind::Rules | TokenErrorKind::Keys | TokenErrorKind::Clock)
    }

    /// The HTTP status to answer with: 401 (with `WWW-Authenticate: Bearer`) for a token that is refused, 503
    /// when it could not be checked.
    #[must_use]
    pub fn status(&self) -> u16 {
        if self.is_refusal() { 401 } else { 503 }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_ref().and_then(|error| error.source())
    }
}

/// A text from outside, fit to be printed: escaped, and not without end.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 120;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}
