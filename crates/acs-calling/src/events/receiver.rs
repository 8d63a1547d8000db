//! The receiver of a callback URI.

use call_webhook::{Guard, Headers, Limits, Refused};

use super::body::Events;
use super::cloud::CloudEnvelope;
use super::error::EventError;

/// Receives what Call Automation posts to a callback URI: checks the token, then the request, then reads the events.
///
/// One receiver serves the whole application; clones share the keys.
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
///                 Err(error) => println!("not readable: {error}"),
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
    /// A receiver that accepts requests with a token that the verifier accepts.
    ///
    /// Tokens on callbacks live for five minutes. Those on media WebSockets, which live for 24 hours, are refused
    /// here: a token may live for one hour, unless the verifier's rules set another
    /// [`max_lifetime`](crate::token::TokenRules::max_lifetime).
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self(Guard::token(verifier.default_max_lifetime(TOKEN_LIFETIME)))
    }

    /// A receiver that accepts requests from everybody. Anybody who knows the address can then invent events.
    ///
    /// This is right for tests, and where something in front of the application has checked the token already, such
    /// as an API gateway that is the only way in. Otherwise use `new` (feature `token`).
    #[must_use]
    pub fn unverified() -> Self {
        Self(Guard::unverified())
    }

    /// Sets how much of a request is read.
    #[must_use]
    pub fn limits(self, limits: Limits) -> Self {
        Self(self.0.with_limits(limits))
    }

    /// Receives a request. The answer to give is [`Events::answer`], or [`Refused::answer`]; give it at once, and
    /// process the events afterwards.
    ///
    /// A broken event does not lose the others: it is an error in the list.
    ///
    /// # Errors
    ///
    /// 401 or 503 for the token, 413 and 415 for size and form of the body, 400 for a body that is not a list of
    /// events; the [cause](Refused::cause) is then an [`EventError`].
    pub async fn receive<H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &[u8],
    ) -> Result<Events<CloudEnvelope>, Refused> {
        self.0.sender("", headers).await?;
        self.0.body(headers, body)?;
        Events::read(body, self.0.limits()).map_err(EventError::into_refused)
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
    ) -> Result<Events<CloudEnvelope>, Refused> {
        self.receive(request.headers(), request.body().as_ref()).await
    }
}

/// How long a token on a callback may live. They live for five minutes, and those on media WebSockets for 24 hours.
#[cfg(feature = "token")]
const TOKEN_LIFETIME: std::time::Duration = std::time::Duration::from_secs(60 * 60);
