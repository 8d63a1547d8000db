//! The error type of this crate.

use std::fmt;

use call_http::reqwest::StatusCode;

/// The error of a request for the state of a call. It contains the error of the service's client.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The error of a client of Exchange.
    Exchange(ews_um::Error),
    /// The error of a client of Microsoft Graph.
    Graph(graph_calls::Error),
    /// The error of the client of Azure Communication Services.
    AzureCommunication(acs_calling::Error),
}

impl Error {
    /// Returns `true` if the service does not know the call. The call never existed, or it ended some time ago.
    #[must_use]
    pub fn is_unknown_call(&self) -> bool {
        match self {
            Self::Exchange(error) => error.kind() == ews_um::ErrorKind::InvalidCallId,
            Self::Graph(error) | Self::AzureCommunication(error) => {
                error.status() == Some(StatusCode::NOT_FOUND)
            }
        }
    }

    /// Returns the HTTP status, if there was a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Exchange(error) => error.status(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.status(),
        }
    }

    /// Returns the error code of the service, such as `NotFound` or `ErrorInvalidPhoneCallId`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Exchange(error) => error.code(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.code(),
        }
    }

    /// Returns the server's id of the request, which Microsoft's support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Exchange(error) => error.request_id(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.request_id(),
        }
    }
}

impl From<ews_um::Error> for Error {
    fn from(error: ews_um::Error) -> Self {
        Self::Exchange(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exchange(error) => error.fmt(f),
            Self::Graph(error) | Self::AzureCommunication(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        // `Display` prints the error of the client, so the source is the cause of that error.
        match self {
            Self::Exchange(error) => error.source(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.source(),
        }
    }
}
