//! The checks before a body is decoded.

use crate::headers::Headers;
use crate::limits::Limits;
use crate::refused::Refused;
use crate::secret::Secret;
#[cfg(feature = "token")]
use crate::token::Verifier;
use crate::{encoding, media};

/// The checks that all receivers share: the sender, and the size, encoding and media type of the body.
///
/// Receivers call [`sender`](Self::sender) first, then [`body`](Self::body), and then decode the body.
#[derive(Clone, Debug)]
pub struct Guard {
    sender: Sender,
    limits: Limits,
}

/// The verification of senders.
#[derive(Clone, Debug)]
enum Sender {
    #[cfg(feature = "token")]
    Token(Verifier),
    Secret(Secret),
    Unverified,
}

impl Guard {
    /// Creates a guard that verifies senders by the bearer token in the header `Authorization`.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn token(verifier: Verifier) -> Self {
        Self::new(Sender::Token(verifier))
    }

    /// Creates a guard that verifies senders by a secret in the URL.
    #[must_use]
    pub fn secret(secret: Secret) -> Self {
        Self::new(Sender::Secret(secret))
    }

    /// Creates a guard that accepts every sender.
    #[must_use]
    pub fn unverified() -> Self {
        Self::new(Sender::Unverified)
    }

    fn new(sender: Sender) -> Self {
        Self { sender, limits: Limits::default() }
    }

    /// Sets the limits.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Returns the limits.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Verifies the sender of a request. `target` is the path and query of the request. It is used only if the guard
    /// has a secret.
    ///
    /// # Errors
    ///
    /// 401 for a missing or invalid token, 503 if the token could not be checked, 403 for a missing or invalid secret.
    #[cfg_attr(not(feature = "token"), allow(unused_variables, reason = "tokens are in headers"))]
    pub async fn sender<H: Headers + ?Sized>(&self, target: &str, headers: &H) -> Result<(), Refused> {
        match &self.sender {
            #[cfg(feature = "token")]
            Sender::Token(verifier) => {
                let checked = verifier.check(headers.single("authorization")?).await;
                checked.map(drop).map_err(|error| Refused::because(error.status(), error))
            }
            _ => self.target(target),
        }
    }

    /// Checks only the secret in the URL. For handshakes: their requests have no token, and their responses contain no
    /// data.
    ///
    /// # Errors
    ///
    /// 403 for a missing or invalid secret.
    pub fn target(&self, target: &str) -> Result<(), Refused> {
        match &self.sender {
            Sender::Secret(secret) if !secret.is_in(target) => {
                Err(Refused::new(403, "the URL of the request does not contain the secret"))
            }
            _ => Ok(()),
        }
    }

    /// Checks the size, encoding and media type of a body. The encoding and media type of an empty body are not
    /// checked.
    ///
    /// # Errors
    ///
    /// 413 for a body that is too large or has too many objects; 415 if the `Content-Encoding` is not supported (the
    /// body is compressed), or the `Content-Type` is not JSON in UTF-8.
    pub fn body<H: Headers + ?Sized>(&self, headers: &H, body: &[u8]) -> Result<(), Refused> {
        let (size, limit) = (body.len(), self.limits.body);
        if size > limit {
            let reason = format!("the body has {size} bytes (expected at most {limit})");
            return Err(Refused::new(413, reason));
        }
        if body.is_empty() {
            return Ok(());
        }
        encoding::check(headers)?;
        media::check(headers.single("content-type")?)?;
        let (objects, limit) = (body.iter().filter(|byte| **byte == b'{').count(), self.limits.objects);
        if objects > limit {
            let reason = format!("the body has {objects} objects (expected at most {limit})");
            return Err(Refused::new(413, reason));
        }
        Ok(())
    }
}
