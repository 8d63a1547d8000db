//! The check of bearer tokens.

use std::sync::Arc;

use tracing::debug;

use super::claims::Claims;
use super::error::{TokenError, TokenErrorKind};
use super::jws::{Jws, bearer};
use super::key_set::KeySet;
use super::rules::TokenRules;
use super::source::KeySource;
use crate::text::quoted;

/// Checks bearer tokens. Cloning is cheap; clones share the keys.
///
/// Each token that is not accepted is reported as a `tracing` event `token refused` with the kind of the error.
#[derive(Clone, Debug)]
pub struct Verifier {
    rules: Arc<TokenRules>,
    keys: Arc<dyn KeySource>,
}

impl Verifier {
    /// Creates a verifier with these rules and keys.
    #[must_use]
    pub fn new(rules: TokenRules, keys: impl KeySource + 'static) -> Self {
        Self { rules: Arc::new(rules), keys: Arc::new(keys) }
    }

    /// Sets [`TokenRules::max_lifetime`] if the rules do not set it. For receivers of a service whose tokens have a
    /// known lifetime.
    #[must_use]
    pub fn default_max_lifetime(mut self, lifetime: std::time::Duration) -> Self {
        Arc::make_mut(&mut self.rules).default_max_lifetime(lifetime);
        self
    }

    /// Checks the value of an `Authorization` header, such as `Bearer TOKEN`. Pass `None` for a request without this
    /// header.
    ///
    /// # Errors
    ///
    /// The token is missing or invalid, or could not be checked. [`TokenError::status`] returns the status of the
    /// response.
    pub async fn check<'h>(
        &self,
        authorization: impl Into<Option<&'h str>> + Send,
    ) -> Result<Claims, TokenError> {
        let claims = match bearer(authorization.into()) {
            Ok(token) => self.claims(token).await,
            Err(error) => Err(error),
        };
        claims.inspect_err(trace)
    }

    /// Checks a token without the scheme `Bearer`.
    ///
    /// # Errors
    ///
    /// The errors of [`check`](Self::check).
    pub async fn check_token(&self, token: &str) -> Result<Claims, TokenError> {
        self.claims(token).await.inspect_err(trace)
    }

    async fn claims(&self, token: &str) -> Result<Claims, TokenError> {
        self.rules.check_self()?;
        let longest = self.rules.max_size;
        if token.len() > longest {
            let message = format!("the token has {} bytes (expected at most {longest})", token.len());
            return Err(TokenError::new(TokenErrorKind::Malformed, message));
        }
        let token = Jws::parse(token)?;
        let kid = token.kid.as_deref();
        let keys = self.keys.keys(kid).await.map_err(TokenError::keys)?;
        if !keys.has(kid) {
            return Err(unknown_key(kid, &keys));
        }
        if !keys.verify(kid, token.signed, &token.signature) {
            let kid = kid.map_or_else(String::new, |kid| format!(" {}", quoted(kid)));
            let message = format!("the signature was not made with the service's key{kid}");
            return Err(TokenError::new(TokenErrorKind::Signature, message));
        }
        let claims = Claims::read(&token.payload)?;
        self.rules.check(&claims)?;
        Ok(claims)
    }
}

fn unknown_key(kid: Option<&str>, keys: &KeySet) -> TokenError {
    let known: Vec<_> = keys.kids().take(8).map(quoted).collect();
    let message = match kid {
        Some(kid) => format!("the service has no key {} (it has {})", quoted(kid), known.join(", ")),
        None => format!("the token has no `kid`, and the service has {} keys", keys.len()),
    };
    TokenError::new(TokenErrorKind::UnknownKey, message)
}

fn trace(error: &TokenError) {
    debug!(kind = ?error.kind(), "token refused");
}
