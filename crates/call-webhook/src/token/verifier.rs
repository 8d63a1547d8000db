//! The check itself.

use std::sync::Arc;

use tracing::debug;

use super::error::{TokenError, TokenErrorKind, shown};
use super::jws::{Jws, bearer};
use super::{Claims, KeySet, KeySource, TokenRules};

/// Checks bearer tokens. Cheap to clone; clones share the keys.
///
/// A refusal is an event `token refused` of `tracing`, with its kind only.
#[derive(Clone, Debug)]
pub struct Verifier {
    rules: Arc<TokenRules>,
    keys: Arc<dyn KeySource>,
}

impl Verifier {
    /// A check by these rules with these keys.
    #[must_use]
    pub fn new(rules: TokenRules, keys: impl KeySource + 'static) -> Self {
        Self { rules: Arc::new(rules), keys: Arc::new(keys) }
    }

    /// Sets [`TokenRules::max_lifetime`] if the rules do not: for receivers that know how long their tokens live.
    #[must_use]
    pub fn default_max_lifetime(mut self, lifetime: std::time::Duration) -> Self {
        Arc::make_mut(&mut self.rules).default_max_lifetime(lifetime);
        self
    }

    /// Checks the value of an `Authorization` header, `Bearer TOKEN`; `None` for a request without one.
    ///
    /// # Errors
    ///
    /// [`TokenError::status`] says what to answer.
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

    /// Checks a bare token.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    pub async fn check_token(&self, token: &str) -> Result<Claims, TokenError> {
        self.claims(token).await.inspect_err(trace)
    }

    async fn claims(&self, token: &str) -> Result<Claims, TokenError> {
        self.rules.check_self()?;
        let longest = self.rules.max_size;
        if token.len() > longest {
            let message = format!("the token has {} bytes, more than {longest}", token.len());
            return Err(TokenError::new(TokenErrorKind::Malformed, message));
        }
        let token = Jws::parse(token)?;
        let kid = token.kid.as_deref();
        let keys = self.keys.keys(kid).await.map_err(TokenError::keys)?;
        if !keys.has(kid) {
            return Err(unknown_key(kid, &keys));
        }
        if !keys.verify(kid, token.signed, &token.signature) {
            let kid = kid.map_or_else(String::new, |kid| format!(" {}", shown(kid)));
            let message = format!("the signature is not that of the service's key{kid}");
            return Err(TokenError::new(TokenErrorKind::Signature, message));
        }
        let claims = Claims::read(&token.payload)?;
        self.rules.check(&claims)?;
        Ok(claims)
    }
}

fn unknown_key(kid: Option<&str>, keys: &KeySet) -> TokenError {
    let known: Vec<_> = keys.kids().take(8).map(shown).collect();
    let message = match kid {
        Some(kid) => format!("no key {}; the service has {}", shown(kid), known.join(", ")),
        None => format!("the token names no key (`kid`), and the service has {}", keys.len()),
    };
    TokenError::new(TokenErrorKind::UnknownKey, message)
}

fn trace(error: &TokenError) {
    debug!(kind = ?error.kind(), "token refused");
}
