//! The transport: sends one attempt of a request.

use std::error::Error as StdError;
use std::{fmt, io};

use futures_util::future::BoxFuture;
use reqwest::Url;

use crate::error::{BoxError, ErrorKind, chain, root_cause};
use crate::retry::Failure;

/// Sends one attempt of a request.
///
/// [`reqwest::Client`] implements it. Implement it to count, record, delay or replace requests, and set it with
/// [`ClientOptions::transport`](crate::ClientOptions::transport). A middleware wraps another transport. To create a
/// response, convert an `http::Response` into a `reqwest::Response`.
///
/// After an error, the client assumes that the service may have processed the request, unless the error or one of its
/// sources is a [`reqwest::Error`] or [`std::io::Error`] for a connection that could not be established.
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
///
/// use call_http::{BoxError, BoxFuture, Transport};
///
/// #[derive(Debug)]
/// struct Counting {
///     inner: reqwest::Client,
///     sent: AtomicUsize,
/// }
///
/// impl Transport for Counting {
///     fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
///         self.sent.fetch_add(1, Ordering::Relaxed);
///         Transport::send(&self.inner, request)
///     }
/// }
/// ```
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends a request unchanged. It already contains the credential. The future resolves when the headers of the
    /// response have arrived.
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>>;
}

impl Transport for reqwest::Client {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        Box::pin(async move {
            let url = request.url().clone();
            let response = self.execute(request).await.map_err(|error| transport_error(error, &url))?;
            // The caller's client may follow redirects. It would then return the response of another URL.
            if *response.url() == url { Ok(response) } else { Err(Redirected.into()) }
        })
    }
}

/// Converts an error of reqwest. Its URL is removed, since the query may contain a secret.
fn transport_error(error: reqwest::Error, url: &Url) -> BoxError {
    // hyper's message if a client without TLS connects to https.
    let is_http_only = root_cause(&error).to_string().ends_with("scheme is not http");
    if url.scheme() == "https" && is_http_only { NoTls.into() } else { error.without_url().into() }
}

/// The error of a client without TLS.
#[derive(Debug)]
pub(crate) struct NoTls;

impl fmt::Display for NoTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("https is not supported by this build (enable the feature `rustls` or `native-tls`)")
    }
}

impl StdError for NoTls {}

/// The error of a client that followed a redirect.
#[derive(Debug)]
struct Redirected;

impl fmt::Display for Redirected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the HTTP client followed a redirect; build it with `redirect::Policy::none()`")
    }
}

impl StdError for Redirected {}

/// An error of the recorder or the replay. It is not retried.
#[derive(Debug)]
pub(crate) struct Final(String);

impl Final {
    pub(crate) fn new(message: String) -> Self {
        Self(message)
    }
}

impl fmt::Display for Final {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Final {}

/// Returns the kind of a transport error, and its effect on the next attempt.
pub(crate) fn classify(error: &BoxError) -> (ErrorKind, Failure) {
    if error.is::<Redirected>() {
        return (ErrorKind::Redirect, Failure::Permanent);
    }
    if error.is::<NoTls>() || error.is::<Final>() {
        return (ErrorKind::Configuration, Failure::Permanent);
    }
    let mut found = (ErrorKind::Transport, Failure::MaybeProcessed);
    for error in chain(error.as_ref()) {
        if let Some(error) = error.downcast_ref::<reqwest::Error>() {
            if error.is_builder() {
                return (ErrorKind::Configuration, Failure::Permanent);
            }
            if error.is_redirect() {
                return (ErrorKind::Redirect, Failure::Permanent);
            }
            if error.is_timeout() {
                found.0 = ErrorKind::Timeout;
            }
            if error.is_connect() {
                found.1 = Failure::Unprocessed;
            }
        }
        // `source` skips an `io::Error` that is wrapped in another one.
        let mut next = error.downcast_ref::<io::Error>();
        while let Some(error) = next {
            match error.kind() {
                io::ErrorKind::ConnectionRefused => found.1 = Failure::Unprocessed,
                // The error of TLS for a certificate that is not trusted. The next attempt would fail in the same way.
                io::ErrorKind::InvalidData if found.1 == Failure::Unprocessed => found.1 = Failure::Permanent,
                io::ErrorKind::TimedOut => found.0 = ErrorKind::Timeout,
                _ => {}
            }
            next = error.get_ref().and_then(|inner| inner.downcast_ref());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_may_have_been_processed_unless_the_connection_was_refused() {
        let cases: [(BoxError, _); 7] = [
            ("odd".into(), (ErrorKind::Transport, Failure::MaybeProcessed)),
            (
                io::Error::from(io::ErrorKind::ConnectionRefused).into(),
                (ErrorKind::Transport, Failure::Unprocessed),
            ),
            (
                io::Error::from(io::ErrorKind::ConnectionReset).into(),
                (ErrorKind::Transport, Failure::MaybeProcessed),
            ),
            (io::Error::from(io::ErrorKind::TimedOut).into(), (ErrorKind::Timeout, Failure::MaybeProcessed)),
            (NoTls.into(), (ErrorKind::Configuration, Failure::Permanent)),
            (Redirected.into(), (ErrorKind::Redirect, Failure::Permanent)),
            (Final::new("odd".to_owned()).into(), (ErrorKind::Configuration, Failure::Permanent)),
        ];
        for (error, expected) in cases {
            assert_eq!(classify(&error), expected, "{error}");
        }
    }
}
