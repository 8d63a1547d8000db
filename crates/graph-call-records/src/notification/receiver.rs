//! The receiver of change notifications.

use call_webhook::{Guard, Headers, Limits, Refused, Secret, not_json};
use call_wire::json::decode;
use percent_encoding::percent_decode_str;

use super::delivery::Delivery;
use crate::generated::{ChangeNotification, ChangeNotificationCollection};

/// Receives the requests of the service to the URL of a subscription: answers the validation of the URL, checks the
/// secret (`clientState`), and reads the notifications.
///
/// One receiver is sufficient for a URL. All subscriptions to this URL must have the same secret.
#[derive(Clone, Debug)]
pub struct Receiver {
    guard: Guard,
    secret: Option<Secret>,
}

impl Receiver {
    /// Creates a receiver that accepts only notifications with this `clientState`.
    #[must_use]
    pub fn new(client_state: Secret) -> Self {
        Self { guard: Guard::unverified(), secret: Some(client_state) }
    }

    /// Creates a receiver that accepts requests from any sender. Anyone who knows the URL can then forge notifications.
    ///
    /// Use it only in tests, or if the sender is checked elsewhere.
    #[must_use]
    pub fn unverified() -> Self {
        Self { guard: Guard::unverified(), secret: None }
    }

    /// Sets the limits for bodies.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.guard = self.guard.with_limits(limits);
        self
    }

    /// Receives a request: the target (path and query, or the whole URL), the headers and the body. Send
    /// [`Delivery::answer`] or [`Refused::answer`].
    ///
    /// # Errors
    ///
    /// [`Refused`] with the status 403 if a notification does not have the secret, 413 for the size and 415 for the
    /// media type of the body, or 400 for a body that cannot be read. A refused request has no accepted notification.
    pub fn receive<H: Headers + ?Sized>(
        &self,
        target: &str,
        headers: &H,
        body: &[u8],
    ) -> Result<Delivery, Refused> {
        if let Some(token) = validation_token(target) {
            return token.map(Delivery::Validation);
        }
        self.guard.body(headers, body)?;
        let collection: ChangeNotificationCollection =
            decode(body).map_err(|error| match not_json(body) {
                Some(message) => Refused::new(400, message),
                None => Refused::because(400, error),
            })?;
        let list = collection.value.unwrap_or_default();
        let limit = self.guard.limits().items();
        if list.len() > limit {
            return Err(Refused::new(413, format!("the body has more than {limit} notifications")));
        }
        match list.iter().position(|notification| !self.is_genuine(notification)) {
            Some(index) => Err(Refused::new(403, format!("/value/{index}: clientState is not the secret"))),
            None => Ok(Delivery::Notifications(list)),
        }
    }

    /// Does the same as [`receive`](Self::receive) for a request of the crate `http`.
    ///
    /// # Errors
    ///
    /// The same as [`receive`](Self::receive).
    #[cfg(feature = "http")]
    pub fn receive_request<B: AsRef<[u8]>>(&self, request: &http::Request<B>) -> Result<Delivery, Refused> {
        self.receive(&request.uri().to_string(), request.headers(), request.body().as_ref())
    }

    fn is_genuine(&self, notification: &ChangeNotification) -> bool {
        let state = notification.client_state.as_deref().unwrap_or_default();
        self.secret.as_ref().is_none_or(|secret| secret.is(state))
    }
}

/// Returns the decoded text that the service wants back, if the request validates the URL.
fn validation_token(target: &str) -> Option<Result<String, Refused>> {
    let (_, query) = target.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let token = query.split('&').find_map(|pair| pair.strip_prefix("validationToken="))?;
    let token = token.replace('+', " ");
    let decoded = percent_decode_str(&token).decode_utf8().map(|text| text.into_owned());
    Some(decoded.map_err(|_| Refused::new(400, "the query parameter validationToken is not UTF-8")))
}
