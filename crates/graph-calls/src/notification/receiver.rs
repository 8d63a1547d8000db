//! The receiver of a callback URI.

use call_webhook::{Guard, Headers, Limits, Refused};

use super::body::Notifications;
use super::error::NotificationError;

/// Receives what the service posts to a call's `callbackUri`: checks the token, then the request, then reads the
/// notifications.
///
/// One receiver serves the whole application; clones share the keys.
///
/// ```
/// use graph_calls::notification::{Receiver, Resource};
/// # #[cfg(feature = "client")]
/// # use graph_calls::token;
///
/// # #[cfg(all(feature = "client", feature = "token"))]
/// # async fn example(headers: &[(String, String)], body: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
/// let receiver = Receiver::new(token::verifier("8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")?);
/// let answer = match receiver.receive(headers, body).await {
///     Ok(notifications) => {
///         for notification in &notifications {
///             match notification {
///                 Ok(notification) => match &notification.resource {
///                     Resource::Call(call) => println!("the call is {:?}", call.state),
///                     other => println!("not handled: {other:?}"),
///                 },
///                 Err(error) => println!("not readable: {error}"),
///             }
///         }
///         notifications.answer()
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
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self(Guard::token(verifier))
    }

    /// A receiver that accepts requests from everybody. Anybody who knows the address can then invent
    /// notifications.
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

    /// Receives a request. The answer to give is [`Notifications::answer`] (or [`moved_to`](Answer::moved_to),
    /// [`joining_answer`] where they apply), or [`Refused::answer`]; give it at once, and process the notifications
    /// afterwards.
    ///
    /// A broken notification does not lose the others: it is an error in [`Notifications::entries`].
    ///
    /// # Errors
    ///
    /// 401 or 503 for the token, 413 and 415 for size and form of the body, 400 for a body that cannot be read; the
    /// [cause](Refused::cause) is then a [`NotificationError`].
    pub async fn receive<H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &[u8],
    ) -> Result<Notifications, Refused> {
        self.0.sender("", headers).await?;
        self.0.body(headers, body)?;
        Notifications::parse_within(body, self.0.limits()).map_err(NotificationError::into_refused)
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
    ) -> Result<Notifications, Refused> {
        self.receive(request.headers(), request.body().as_ref()).await
    }
}
