//! The receiver of notifications.

use call_webhook::{Guard, Headers, Limits, Refused};

use super::body::Notifications;
use super::error::NotificationError;

/// Receives the requests of the service to the `callbackUri` of a call: verifies the token, checks size and media type,
/// and reads the notifications.
///
/// One receiver is sufficient for an application. Clones share the keys.
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
///                 Err(error) => println!("invalid notification: {error}"),
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
    /// Creates a receiver that accepts only requests with a valid token.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self(Guard::token(verifier))
    }

    /// Creates a receiver that accepts requests from any sender. Anyone who knows the URL can then forge notifications.
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

    /// Receives a request. Send [`Notifications::answer`] (or [`moved_to`](call_webhook::Answer::moved_to) or
    /// [`joining_answer`](super::joining_answer) where they apply), or [`Refused::answer`]. Answer immediately, and
    /// process the notifications afterwards.
    ///
    /// An invalid notification does not affect the others: it is an error in [`Notifications::entries`].
    ///
    /// # Errors
    ///
    /// [`Refused`] with the status 401 or 503 for the token, 413 for the size and 415 for the media type of the body,
    /// or 400 for a body that cannot be read. The [cause](Refused::cause) of a 400 is a [`NotificationError`].
    pub async fn receive<H: Headers + ?Sized>(
        &self,
        headers: &H,
        body: &[u8],
    ) -> Result<Notifications, Refused> {
        self.0.sender("", headers).await?;
        self.0.body(headers, body)?;
        Notifications::parse_within(body, self.0.limits()).map_err(NotificationError::into_refused)
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
    ) -> Result<Notifications, Refused> {
        self.receive(request.headers(), request.body().as_ref()).await
    }
}
