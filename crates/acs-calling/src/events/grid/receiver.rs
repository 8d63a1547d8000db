//! The receiver of deliveries of Event Grid.

use call_webhook::{Answer, Guard, Headers, Limits, Refused, Secret};

use super::delivery::Delivery;
use super::handshake::{self, EVENT_GRID_ORIGIN};
use crate::events::body::Events;
use crate::events::error::EventError;

/// Receives the requests of Event Grid to a subscription, in both of its schemas, including handshakes.
///
/// The handshakes do not authenticate the sender, and deliveries do not have the tokens of Call Automation. A receiver
/// authenticates Event Grid in one of two ways:
///
/// * [`with_secret`](Self::with_secret): a secret in the URL of the subscription.
/// * `new` (feature `token`): a Microsoft Entra ID token, which the subscription must be configured to send.
///
/// ```
/// use acs_calling::events::{Delivery, GridReceiver, Secret};
///
/// # async fn example(method: &str, target: &str, headers: &[(String, String)], body: &[u8]) {
/// // The subscription's URL is https://bot.example/event-grid?code=8Zb2Y3mUwq0-Kfh6xN4c
/// let secret = Secret::new("8Zb2Y3mUwq0-Kfh6xN4c").expect("long enough");
/// let receiver = GridReceiver::with_secret(secret);
/// let answer = match receiver.receive(method, target, headers, body).await {
///     Ok(delivery) => {
///         let answer = delivery.answer();
///         if let Delivery::Events(events) = delivery {
///             println!("{} events", events.len());
///         }
///         answer
///     }
///     Err(refused) => refused.answer(),
/// };
/// # }
/// ```
///
/// Sources: <https://learn.microsoft.com/en-us/azure/event-grid/webhook-event-delivery>,
/// <https://learn.microsoft.com/en-us/azure/event-grid/secure-webhook-delivery>
#[derive(Clone, Debug)]
pub struct GridReceiver {
    guard: Guard,
    origins: Vec<String>,
}

impl GridReceiver {
    /// Creates a receiver that accepts deliveries with a Microsoft Entra ID token. The audience of the verifier is the
    /// application in the settings of the subscription, and the issuer is that of the tenant. If other applications may
    /// request such tokens, restrict the rules with [`expect_claim`](crate::token::TokenRules::expect_claim).
    ///
    /// The `OPTIONS` request of the handshake does not require a token, because the answer contains no secret.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self::guarded(Guard::token(verifier))
    }

    /// Creates a receiver that accepts deliveries with a secret in their URL, as a segment of the path or a value in
    /// the query.
    #[must_use]
    pub fn with_secret(secret: Secret) -> Self {
        Self::guarded(Guard::secret(secret))
    }

    /// Creates a receiver that accepts deliveries from any sender. Anyone who knows the URL can then forge events.
    ///
    /// Use it only in tests, or behind an API gateway that authenticates the sender of each request.
    #[must_use]
    pub fn unverified() -> Self {
        Self::guarded(Guard::unverified())
    }

    fn guarded(guard: Guard) -> Self {
        Self { guard, origins: vec![EVENT_GRID_ORIGIN.to_owned()] }
    }

    /// Adds an origin that the `OPTIONS` handshake accepts besides [`EVENT_GRID_ORIGIN`], such as that of another
    /// cloud.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }

    /// Sets the limits for bodies.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.guard = self.guard.with_limits(limits);
        self
    }

    /// Receives a request: the method (`OPTIONS` or `POST`), the target (path and query, or the whole URL), the headers
    /// and the body. Send [`Delivery::answer`] or [`Refused::answer`].
    ///
    /// # Errors
    ///
    /// [`Refused`] with the status 403 for the secret or the origin, 401 or 503 for the token, 405 for the method, 413
    /// for the size and 415 for the media type of the body, or 400 for a body that cannot be read. The
    /// [cause](Refused::cause) of a 400 is an [`EventError`].
    pub async fn receive<H: Headers + ?Sized>(
        &self,
        method: &str,
        target: &str,
        headers: &H,
        body: &[u8],
    ) -> Result<Delivery, Refused> {
        match method {
            "OPTIONS" => {
                self.guard.target(target)?;
                self.handshake(headers).map(Delivery::Handshake)
            }
            "POST" => {
                self.guard.sender(target, headers).await?;
                self.guard.body(headers, body)?;
                self.read(headers, body)
            }
            _ => Err(Refused::new(405, "the method is not supported (expected POST or OPTIONS)")
                .header("allow", "OPTIONS, POST")),
        }
    }

    /// Does the same as [`receive`](Self::receive) for a request of the crate `http`.
    ///
    /// # Errors
    ///
    /// The same as [`receive`](Self::receive).
    #[cfg(feature = "http")]
    pub async fn receive_request<B: AsRef<[u8]>>(
        &self,
        request: &http::Request<B>,
    ) -> Result<Delivery, Refused> {
        let (method, target) = (request.method().as_str(), request.uri().to_string());
        self.receive(method, &target, request.headers(), request.body().as_ref()).await
    }

    fn handshake<H: Headers + ?Sized>(&self, headers: &H) -> Result<Answer, Refused> {
        let origin = headers.single("webhook-request-origin")?;
        let known = |origin: &str| self.origins.iter().any(|known| known.eq_ignore_ascii_case(origin));
        handshake::allow(origin, known, None)
    }

    fn read<H: Headers + ?Sized>(&self, headers: &H, body: &[u8]) -> Result<Delivery, Refused> {
        let limits = self.guard.limits();
        let media = headers.single("content-type")?.unwrap_or_default().trim_start().to_ascii_lowercase();
        if media.starts_with("application/cloudevents") {
            return Events::read(body, limits).map(Delivery::CloudEvents).map_err(EventError::into_refused);
        }
        Delivery::read_within(headers.single("aeg-event-type")?, body, limits)
            .map_err(EventError::into_refused)
    }
}
