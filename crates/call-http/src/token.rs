//! Bearer tokens: where they come from, and how long one is used.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use crate::error::{BoxError, Error, ErrorKind, root_cause};
use crate::error_body::one_line;
use crate::secret::{Scrubber, Secret};
use crate::transport::BoxFuture;

/// A bearer token and its end.
#[derive(Clone, Debug)]
pub struct Token {
    /// The token.
    pub secret: Secret,
    /// When it expires.
    pub expires_on: SystemTime,
}

/// Gets bearer tokens. With the feature `azure`, every `TokenCredential` of `azure_core` can be one: see
/// [`Credential::token_credential`](crate::Credential::token_credential).
pub trait TokenProvider: Send + Sync + fmt::Debug {
    /// Gets a token. It is kept until shortly before it expires, so this need not cache.
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>>;
}

/// A provider and its last token.
#[derive(Debug)]
pub(crate) struct Tokens {
    provider: Arc<dyn TokenProvider>,
    last: Mutex<Option<Token>>,
    /// Held by whoever fetches.
    turn: tokio::sync::Mutex<()>,
}

impl Tokens {
    /// A token this near to its end might not live until the service reads it.
    const MARGIN: Duration = Duration::from_secs(120);

    pub(crate) fn new(provider: Arc<dyn TokenProvider>) -> Self {
        Self { provider, last: Mutex::new(None), turn: tokio::sync::Mutex::new(()) }
    }

    /// The last token if it is good, else a new one. Of many callers one fetches and the rest wait for it.
    pub(crate) async fn get(&self, now: SystemTime) -> Result<Secret, Error> {
        if let Some(good) = self.good(now) {
            return Ok(good);
        }
        let _turn = self.turn.lock().await;
        if let Some(good) = self.good(now) {
            return Ok(good);
        }
        let token = self.provider.token().await.map_err(|error| {
            let message = one_line(&format!("no token could be had: {}", root_cause(error.as_ref())));
            Error::new(ErrorKind::Auth, message).with_source(error)
        })?;
        Ok(self.last().insert(token).secret.clone())
    }

    /// Gives up a token that the service refused, so that the next request gets a new one. It stays a secret.
    pub(crate) fn refused(&self, refused: &str) {
        if let Some(token) = self.last().as_mut().filter(|token| token.secret.expose() == refused) {
            token.expires_on = SystemTime::UNIX_EPOCH;
        }
    }

    /// Tells the scrubber of the last token.
    pub(crate) fn watch_for(&self, scrubber: &mut Scrubber) {
        if let Some(token) = self.last().as_ref() {
            scrubber.add(token.secret.expose());
        }
    }

    /// The last token, if it lives long enough.
    fn good(&self, now: SystemTime) -> Option<Secret> {
        let lives =
            |token: &&Token| token.expires_on.duration_since(now).is_ok_and(|left| left > Self::MARGIN);
        self.last().as_ref().filter(lives).map(|token| token.secret.clone())
    }

    /// Locked for a moment only, never over a wait.
    fn last(&self) -> MutexGuard<'_, Option<Token>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `azure_core`'s trait behind ours.
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
