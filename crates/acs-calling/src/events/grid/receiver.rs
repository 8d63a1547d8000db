//! The receiver of an Event Grid subscription.

use call_webhook::{Answer, Guard, Headers, Limits, Refused, Secret};

use super::delivery::Delivery;
use super::handshake::{self, EVENT_GRID_ORIGIN};
use crate::events::body::Events;
use crate::events::error::EventError;

/// Receives what Event Grid delivers to a subscription, in either of its schemas, handshakes included.
///
/// The handshakes do not authenticate the sender, and deliveries carry no token of Call Automation. Event Grid offers two
/// other ways to know the sender, and a receiver has one of them:
///
/// * [`with_secret`](Self::with_secret): a secret in the URL of the subscription;
/// * `new` (feature `token`): a token of Microsoft Entra ID, which a subscription sends if it is configured so.
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
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/webhook-event-delivery>, <https://learn.microsoft.com/en-us/azure/event-grid/secure-webhook-delivery>
#[derive(Clone, Debug)]
pub struct GridReceiver {
    guard: Guard,
    origins: Vec<String>,
}

impl GridReceiver {
    /// A receiver that accepts deliveries with a token of Microsoft Entra ID. The verifier's audience is the
    /// application that the subscription names, and its issuer is the tenant's; restrict it further by
    /// [`expect_claim`](crate::token::TokenRules::expect_claim) where other applications may get such tokens.
    ///
    /// The `OPTIONS` request of the handshake needs no token: the answer reveals nothing.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self::guarded(Guard::token(verifier))
    }

    /// A receiver that accepts deliveries whose URL contains a secret, as a segment of the path or a value in the
    /// query.
    #[must_use]
    pub fn with_secret(secret: Secret) -> Self {
        Self::guarded(Guard::secret(secret))
    }

    /// A receiver that accepts deliveries from everybody. Anybody who knows the address can then invent calls.
    ///
    /// This is right for tests, and where something in front of the application has checked the sender already.
    #[must_use]
    pub fn unverified() -> Self {
        Self::guarded(Guard::unverified())
    }

    fn guarded(guard: Guard) -> Self {
        Self { guard, origins: vec![EVENT_GRID_ORIGIN.to_owned()] }
    }

    /// Accepts another origin in the `OPTIONS` handshake besides [`EVENT_GRID_ORIGIN`], such as that of another
    /// cloud.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origins.push(origin.into());
        self
    }

    /// Sets how much of a request is read.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.guard = self.guard.with_limits(limits);
        self
    }

    /// Receives a request: its method (`OPTIONS` or `POST`), its target (path and query, or the whole URL), its
    /// headers and its body. The answer to give is [`Delivery::answer`], or [`Refused::answer`].
    ///
    /// # Errors
    ///
    /// 403 for a wrong secret or origin, 401 or 503 for the token, 405 for another method, 413 and 415 for size and
    /// form of the body, 400 for one that cannot be read; the [cause](Refused::cause) is then an
    /// [`EventError`](crate::events::EventError).
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

    /// As [`receive`](Self::receive), for a request of the crate `http`.
    ///
    /// # Errors
    ///
    /// As [`receive`](Self::receive).
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
