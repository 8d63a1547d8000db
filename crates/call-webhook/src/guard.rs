//! What is checked before a body is read.

use crate::secret::Secret;
#[cfg(feature = "token")]
use crate::token::Verifier;
use crate::{Headers, Limits, Refused, encoding, media};

/// The part that all receivers share: who may send, and how large and of which form a body may be.
///
/// Receivers call [`sender`](Self::sender) first, then [`body`](Self::body), and only then read.
#[derive(Clone, Debug)]
pub struct Guard {
    sender: Sender,
    limits: Limits,
}

/// How a sender is verified.
#[derive(Clone, Debug)]
enum Sender {
    #[cfg(feature = "token")]
    Token(Verifier),
    Secret(Secret),
    Unverified,
}

impl Guard {
    /// Verifies senders by the bearer token in the header `Authorization`.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn token(verifier: Verifier) -> Self {
        Self::new(Sender::Token(verifier))
    }

    /// Verifies senders by a secret in the URL.
    #[must_use]
    pub fn secret(secret: Secret) -> Self {
        Self::new(Sender::Secret(secret))
    }

    /// Accepts every sender.
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

    /// The limits.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Verifies the sender of a request. The target is its path and query; only a check by secret needs it.
    ///
    /// # Errors
    ///
    /// 401 for a token that is missing or not accepted, 503 if the keys could not be fetched, 403 for a wrong
    /// secret.
    #[cfg_attr(not(feature = "token"), allow(unused_variables, reason = "tokens stand in headers"))]
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

    /// Checks the URL's secret alone, for requests that carry no token and reveal nothing: handshakes.
    ///
    /// # Errors
    ///
    /// 403 for a wrong secret.
    pub fn target(&self, target: &str) -> Result<(), Refused> {
        match &self.sender {
            Sender::Secret(secret) if !secret.is_in(target) => {
                Err(Refused::new(403, "the URL of the request does not contain the secret"))
            }
            _ => Ok(()),
        }
    }

    /// Checks size, encoding and media type of a body. An empty body has neither encoding nor media type.
    ///
    /// # Errors
    ///
    /// 413 for a body that is too large or has too many objects, 415 for one that is compressed by its
    /// `Content-Encoding`, or not JSON in UTF-8 by its `Content-Type`.
    pub fn body<H: Headers + ?Sized>(&self, headers: &H, body: &[u8]) -> Result<(), Refused> {
        let (came, most) = (body.len(), self.limits.body);
        if came > most {
            let reason = format!("the body has {came} bytes (expected at most {most})");
            return Err(Refused::new(413, reason));
        }
        if body.is_empty() {
            return Ok(());
        }
        encoding::check(headers)?;
        media::check(headers.single("content-type")?)?;
        let (came, most) = (body.iter().filter(|byte| **byte == b'{').count(), self.limits.objects);
        if came > most {
            let reason = format!("the body has {came} objects (expected at most {most})");
            return Err(Refused::new(413, reason));
        }
        Ok(())
    }
}
