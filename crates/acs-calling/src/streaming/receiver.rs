//! The receiver of the upgrade request.

use call_webhook::{Guard, Headers, Refused};

/// The header of the upgrade request with the id of the call connection.
pub const CALL_CONNECTION_ID_HEADER: &str = "x-ms-call-connection-id";

/// The header of the upgrade request with the correlation id, which identifies the call across services and logs. It is
/// the `correlationId` of events.
pub const CORRELATION_ID_HEADER: &str = "x-ms-call-correlation-id";

/// Receives the upgrade requests of media WebSockets, and verifies their tokens.
///
/// ```
/// use acs_calling::streaming::Receiver;
/// # #[cfg(feature = "client")]
/// # use acs_calling::token;
///
/// # #[cfg(all(feature = "client", feature = "token"))]
/// # async fn example(headers: &[(String, String)]) -> Result<(), Box<dyn std::error::Error>> {
/// let receiver = Receiver::new(token::verifier("2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11")?);
/// match receiver.receive(headers).await {
///     Ok(upgrade) => println!("upgrade: audio of {:?}", upgrade.call_connection_id),
///     Err(refused) => println!("answer {:?}: {refused}", refused.answer()),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Receiver(Guard);

/// An accepted upgrade request. Answer it with the status 101, which completes the upgrade.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upgrade {
    /// The id of the call connection, from [`CALL_CONNECTION_ID_HEADER`].
    pub call_connection_id: Option<String>,
    /// The correlation id, from [`CORRELATION_ID_HEADER`].
    pub correlation_id: Option<String>,
}

impl Receiver {
    /// Creates a receiver that accepts only requests with a valid token.
    ///
    /// These tokens are valid for 24 hours. The tokens on callbacks differ only in their shorter lifetime, so they are
    /// accepted here too until they expire.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self(Guard::token(verifier))
    }

    /// Creates a receiver that accepts requests from any sender. Anyone who knows the URL can then send and receive
    /// media in place of the service.
    ///
    /// Use it only in tests, or behind an API gateway that verifies the token of each request. Otherwise use `new`
    /// (feature `token`).
    #[must_use]
    pub fn unverified() -> Self {
        Self(Guard::unverified())
    }

    /// Receives the headers of an upgrade request.
    ///
    /// # Errors
    ///
    /// [`Refused`] with the status 401 or 503 for the token, or 400 for a header that occurs twice or is not text. Send
    /// [`Refused::answer`] instead of the upgrade.
    pub async fn receive<H: Headers + ?Sized>(&self, headers: &H) -> Result<Upgrade, Refused> {
        self.0.sender("", headers).await?;
        let header = |name| headers.single(name).map(|value| value.map(str::to_owned));
        Ok(Upgrade {
            call_connection_id: header(CALL_CONNECTION_ID_HEADER)?,
            correlation_id: header(CORRELATION_ID_HEADER)?,
        })
    }
}
