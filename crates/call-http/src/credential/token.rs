//! Bearer tokens: their sources, and the time for which each is used.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::future::BoxFuture;

use crate::error::{BoxError, Error, ErrorKind, root_cause};
use crate::redact::{Scrubber, Secret};
use crate::text::one_line;

/// A bearer token and its expiry.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token, without the scheme `Bearer`.
    pub secret: Secret,
    /// The time at which the token expires.
    pub expires_on: SystemTime,
}

/// A source of bearer tokens. With the feature `azure`,
/// [`Credential::token_credential`](crate::Credential::token_credential) accepts every `TokenCredential` of
/// `azure_core`.
pub trait TokenProvider: Send + Sync + fmt::Debug {
    /// Acquires a token. The client caches the token until shortly before it expires.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}

/// A provider and its last token.
#[derive(Debug)]
pub(crate) struct Tokens {
    provider: Arc<dyn TokenProvider>,
    last: Mutex<Option<Token>>,
    /// Held while a token is acquired.
    acquiring: tokio::sync::Mutex<()>,
}

impl Tokens {
    /// A token that expires sooner is replaced, since it could expire before the service checks it.
    const MARGIN: Duration = Duration::from_secs(120);

    pub(crate) fn new(provider: Arc<dyn TokenProvider>) -> Self {
        Self { provider, last: Mutex::new(None), acquiring: tokio::sync::Mutex::new(()) }
    }

    /// Returns the last token if it is still valid, otherwise a new one. If several callers need a new token, one of
    /// them acquires it and the others wait.
    pub(crate) async fn get(&self, now: SystemTime) -> Result<Secret, Error> {
        if let Some(valid) = self.valid(now) {
            return Ok(valid);
        }
        let _guard = self.acquiring.lock().await;
        if let Some(valid) = self.valid(now) {
            return Ok(valid);
        }
        let token = self.provider.token().await.map_err(|error| {
            let message = one_line(&format!("no token could be acquired: {}", root_cause(error.as_ref())));
            Error::new(ErrorKind::Auth, message).with_source(error)
        })?;
        Ok(self.last().insert(token).secret.clone())
    }

    /// Marks a token that the service rejected as expired. The next request acquires a new token. The old token is
    /// kept, since it must still be redacted.
    pub(crate) fn reject(&self, rejected: &str) {
        if let Some(token) = self.last().as_mut().filter(|token| token.secret.expose() == rejected) {
            token.expires_on = SystemTime::UNIX_EPOCH;
        }
    }

    /// Adds the last token to the scrubber.
    pub(crate) fn add_secrets(&self, scrubber: &mut Scrubber) {
        if let Some(token) = self.last().as_ref() {
            scrubber.add(token.secret.expose());
        }
    }

    /// Returns the last token if it is valid for longer than the margin.
    fn valid(&self, now: SystemTime) -> Option<Secret> {
        let is_valid =
            |token: &&Token| token.expires_on.duration_since(now).is_ok_and(|left| left > Self::MARGIN);
        self.last().as_ref().filter(is_valid).map(|token| token.secret.clone())
    }

    /// Locks the last token. The lock is never held across an `await`.
    fn last(&self) -> MutexGuard<'_, Option<Token>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adapts a `TokenCredential` of `azure_core`.
#[cfg(feature = "azure")]
#[derive(Debug)]
pub(crate) struct AzureTokens {
    pub(crate) credential: Arc<dyn azure_core::credentials::TokenCredential>,
    pub(crate) scope: String,
}

#[cfg(feature = "azure")]
impl TokenProvider for AzureTokens {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        Box::pin(async move {
            let token = self.credential.get_token(&[self.scope.as_str()], None).await?;
            Ok(Token { secret: token.token.secret().into(), expires_on: token.expires_on.into() })
        })
    }
}
