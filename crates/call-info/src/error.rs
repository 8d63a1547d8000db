//! The one error of this crate.

use std::fmt;

use call_http::reqwest::StatusCode;

/// Why a service could not tell about a call: the service's own error.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// Of either service of Exchange.
    Exchange(ews_um::Error),
    /// Of Microsoft Graph.
    Graph(graph_calls::Error),
    /// Of Azure Communication Services.
    AzureCommunication(acs_calling::Error),
}

impl Error {
    /// Whether the service knows no such call: there was none, or it ended some time ago.
    #[must_use]
    pub fn is_unknown_call(&self) -> bool {
        match self {
            Self::Exchange(error) => error.kind() == ews_um::ErrorKind::InvalidCallId,
            Self::Graph(error) | Self::AzureCommunication(error) => {
                error.status() == Some(StatusCode::NOT_FOUND)
            }
        }
    }

    /// The status, when the service answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Exchange(error) => error.status(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.status(),
        }
    }

    /// The service's code, such as `NotFound` or `ErrorInvalidPhoneCallId`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Exchange(error) => error.code(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.code(),
        }
    }

    /// The server's id of the request, which support asks for.
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
        // The service's error is this error; its cause is the next one.
        match self {
            Self::Exchange(error) => error.source(),
            Self::Graph(error) | Self::AzureCommunication(error) => error.source(),
        }
    }
}
