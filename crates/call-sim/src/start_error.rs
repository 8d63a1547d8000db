//! The error of a simulator that cannot be started.

use std::error::Error;
use std::fmt;
use std::net::SocketAddr;

/// The error of a simulator that cannot be started.
#[derive(Debug)]
pub struct StartError {
    message: String,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl StartError {
    /// The address cannot be bound.
    pub(crate) fn address(address: SocketAddr, source: std::io::Error) -> Self {
        let message = format!("cannot listen on {address} (use another port, or port 0 for a free one)");
        Self { message, source: Some(Box::new(source)) }
    }

    /// The address is not on loopback.
    pub(crate) fn not_loopback(address: SocketAddr) -> Self {
        let message = format!(
            "{address} is not a loopback address (expected 127.0.0.1 or ::1: the simulator shows its credentials to every client)"
        );
        Self { message, source: None }
    }

    /// A key cannot be generated.
    pub(crate) fn key() -> Self {
        Self {
            message: "cannot generate a signing key: the system has no random numbers".to_owned(),
            source: None,
        }
    }

    /// The HTTP client for callbacks cannot be created.
    pub(crate) fn client(source: impl Error + Send + Sync + 'static) -> Self {
        let message = "cannot create the HTTP client that sends callbacks".to_owned();
        Self { message, source: Some(Box::new(source)) }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn Error + 'static))
    }
}
