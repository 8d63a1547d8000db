//! The receiver of events at a callback URI.

use call_webhook::{Guard, Headers, Limits, Refused};

use super::body::Events;
use super::cloud::CloudEnvelope;
use super::error::EventError;

/// Receives the requests of Call Automation to a callback URI: verifies the token, checks size and media type, and
/// reads the events.
///
/// One receiver is sufficient for an application. Clones share the keys.
///
/// ```
/// use acs_calling::events::Receiver;
/// # #[cfg(feature = "client")]
/// # use acs_calling::token;
///
/// # #[cfg(all(feature = "client", feature = "token"))]
/// # async fn example(headers: &[(String, String)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let receiver = Receiver::new(token::verifier("2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11")?);
/// let answer = match receiver.receive(headers, body).await {
///     Ok(events) => {
///         let answer = events.answer();
///         for event in events {
///             match event {
///                 Ok(event) => println!("{} of {:?}", event.name(), event.data.call_connection_id()),
///                 Err(error) => println!("invalid event: {error}"),
///             }
///         }
///         answer
///     }
///     Err(refused) => {
///         println!("refused: {refused}");
///         refused.answer()
///     }
/// };
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Receiver(Guard);

impl Receiver {
    /// Creates a receiver that accepts only requests with a valid token.
    ///
    /// Tokens on callbacks are valid for five minutes. The receiver refuses tokens with a lifetime of more than one
    /// hour, such as those on media WebSockets (24 hours). The verifier's rules can set another
    /// [`max_lifetime`](crate::token::TokenRules::max_lifetime).
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self(Guard::token(verifier.default_max_lifetime(TOKEN_LIFETIME)))
    }

    /// Creates a receiver that accepts requests from any sender. Anyone who knows the URL can then forge events.
    ///
    /// Use it only in tests, or behind an API gateway that verifies the token of each request. Otherwise use `new`
    /// (feature `token`).
    #[must_use]
    pub fn unverified() -> Self {
        Self(Guard::unverified())
    }

    /// Sets the limits for bodies.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self(self.0.with_limits(limits))
    }

    /// Receives a request. Send [`Events::answer`] or [`Refused::answer`] immediately, and process the events
    /// afterwards.
    ///
    /// An invalid event does not affect the others: it is an error in the list.
    ///
    /// # Errors
    ///
    /// [`Refused`] with the status 401 or 503 for the token, 413 for the size and 415 for the media type of the body,
    /// or 400 for a body that is not a list of events. The [cause](Refused::cause) of a 400 is an [`EventError`].
    pub async fn receive<H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &[u8],
    ) -> Result<Events<CloudEnvelope>, Refused> {
        self.0.sender("", headers).await?;
        self.0.body(headers, body)?;
        Events::read(body, self.0.limits()).map_err(EventError::into_refused)
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
    ) -> Result<Events<CloudEnvelope>, Refused> {
        self.receive(request.headers(), request.body().as_ref()).await
    }
}

/// The maximum lifetime of a token on a callback. Such a token is valid for five minutes, and one on a media WebSocket
/// for 24 hours.
#[cfg(feature = "token")]
const TOKEN_LIFETIME: std::time::Duration = std::time::Duration::from_secs(60 * 60);
