//! The errors of checking tokens.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The kind of a [`TokenError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TokenErrorKind {
    /// The header `Authorization` is missing or empty.
    Missing,
    /// The header does not contain a bearer token, or the token is not a signed JWT.
    Malformed,
    /// The token is not signed, or not with RS256.
    Algorithm,
    /// The service has no key with the `kid` of the token.
    UnknownKey,
    /// The signature is invalid.
    Signature,
    /// The token has another issuer.
    Issuer,
    /// The token has another audience.
    Audience,
    /// The token has expired.
    Expired,
    /// The token is not valid yet.
    NotYetValid,
    /// The lifetime of the token is longer than the rules allow.
    Lifetime,
    /// A claim is missing or invalid, or its value is not an expected value.
    Claim,
    /// All issuers or all audiences in the rules are blank, so no token can be accepted.
    Rules,
    /// The keys could not be fetched, so the token could not be checked.
    Keys,
    /// There is no clock, so the token could not be checked: see [`TokenRules::clock`](crate::TokenRules::clock).
    Clock,
}

/// The error for a token that is refused or cannot be checked.
///
/// The message contains the actual and the expected value. It may contain claims and the `alg` and `kid` of the header,
/// but never the token.
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

    /// Returns the kind of the error.
    #[must_use]
    pub fn kind(&self) -> TokenErrorKind {
        self.kind
    }

    /// Returns `true` if the token is invalid, or `false` if it could not be checked, and the sender should retry.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        !matches!(self.kind, TokenErrorKind::Rules | TokenErrorKind::Keys | TokenErrorKind::Clock)
    }

    /// Returns the HTTP status of the response: 401 (with `WWW-Authenticate: Bearer`) for an invalid token, 503 for a
    /// token that could not be checked.
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

/// The error of a [`KeySource`](crate::KeySource) that cannot provide the keys.
#[derive(Clone, Debug)]
pub struct KeysError {
    message: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl KeysError {
    /// Creates an error. The message should be clear without the source.
    #[must_use]
    pub fn new(message: impl Into<String>, source: Option<Box<dyn Error + Send + Sync>>) -> Self {
        Self { message: message.into(), source: source.map(Arc::from) }
    }
}

impl fmt::Display for KeysError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for KeysError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
