//! The kinds of errors.

use std::fmt;

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The configuration is invalid, for instance an endpoint, a key, a header, or https in a build without TLS.
    /// Nothing was sent.
    Configuration,
    /// No token could be acquired, or the service responded with 401 or 403.
    Auth,
    /// The URL leads to a host that must not receive the credential. Nothing was sent.
    UntrustedHost,
    /// The connection could not be established, or it broke.
    Transport,
    /// No complete response arrived within the time limit.
    Timeout,
    /// The service responded with an error status other than 401 and 403.
    Status,
    /// The service responded with a redirect. Redirects are not followed; see
    /// [`Error::location`](crate::Error::location).
    Redirect,
    /// The body of a successful response is larger than [`ClientOptions::max_body`](crate::ClientOptions::max_body).
    TooLarge,
    /// The body of a successful response does not have the expected format, such as an HTML page instead of JSON.
    Decode,
    /// The response could not be written to the caller's output.
    Output,
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Configuration => "invalid configuration",
            Self::Auth => "not authorized",
            Self::UntrustedHost => "untrusted host",
            Self::Transport => "transport failure",
            Self::Timeout => "timeout",
            Self::Status => "error status",
            Self::Redirect => "redirect",
            Self::TooLarge => "response too large",
            Self::Decode => "invalid response",
            Self::Output => "output failed",
        })
    }
}
