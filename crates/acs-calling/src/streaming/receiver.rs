//! The receiver of the request that opens the media WebSocket.

use call_webhook::{Guard, Headers, Refused};

/// The header of the upgrade request that names the call connection.
pub const CALL_CONNECTION_ID_HEADER: &str = "x-ms-call-connection-id";

/// The header of the upgrade request that names the call across services and logs: the `correlationId` of
/// events.
pub const CORRELATION_ID_HEADER: &str = "x-ms-call-correlation-id";

/// Checks the request by which the service opens a media WebSocket, before it is upgraded.
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

/// What the request of a media WebSocket says. The answer to give is the upgrade, 101.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Upgrade {
    /// The call connection, from [`CALL_CONNECTION_ID_HEADER`].
    pub call_connection_id: Option<String>,
    /// The call across services and logs, from [`CORRELATION_ID_HEADER`].
    pub correlation_id: Option<String>,
}

impl Receiver {
    /// A receiver that accepts requests with a token that the verifier accepts.
    ///
    /// These tokens live for 24 hours. A token on a callback differs from them only in its shorter lifetime, so it
    /// is accepted here as long as it lives.
    #[cfg(feature = "token")]
    #[must_use]
    pub fn new(verifier: crate::token::Verifier) -> Self {
        Self(Guard::token(verifier))
    }

    /// A receiver that accepts requests from everybody. Anybody who knows the address can then listen and speak in
    /// place of the service.
    ///
    /// This is right for tests, and where something in front of the application has checked the token already.
    #[must_use]
    pub fn unverified() -> Self {
        Self(Guard::unverified())
    }

    /// Receives the headers of a request.
    ///
    /// # Errors
    ///
    /// 401 or 503 for the token, 400 for a header that occurs twice or is not text. Give
    /// [`Refused::answer`] in place of the upgrade.
    pub async fn receive<H: Headers + ?Sized>(&self, headers: &H) -> Result<Upgrade, Refused> {
        self.0.sender("", headers).await?;
        let own = |name| headers.single(name).map(|value| value.map(str::to_owned));
        Ok(Upgrade {
            call_connection_id: own(CALL_CONNECTION_ID_HEADER)?,
            correlation_id: own(CORRELATION_ID_HEADER)?,
        })
    }
}
