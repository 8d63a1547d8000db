//! The one point where requests leave.

use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::{fmt, io};

use reqwest::Url;

use crate::error::{BoxError, ErrorKind, chain, root_cause};

/// A future behind a pointer, so that traits which return one can be objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends one attempt of a request.
///
/// [`reqwest::Client`] is one. Implement it to count, record, delay or answer requests, and hand it to
/// [`ClientOptions::transport`](crate::ClientOptions::transport); a middleware holds the transport it wraps.
/// An answer made by hand is an `http::Response` put into `reqwest::Response` by `From`.
///
/// A failure is taken for *perhaps taken by the service*, unless it is a [`reqwest::Error`] or
/// [`std::io::Error`] (itself or in its chain of sources) that says that there was no connection.
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
    /// Sends the request as it is; it has its credential already. Resolves when the headers of the answer are
    /// there.
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>>;
}

impl Transport for reqwest::Client {
    fn send(&self, request: reqwest::Request) -> BoxFuture<'_, Result<reqwest::Response, BoxError>> {
        Box::pin(async move {
            let url = request.url().clone();
            let response = self.execute(request).await.map_err(|error| failure(error, &url))?;
            // A client from outside may follow redirects; what it found is not what was asked for.
            if *response.url() == url { Ok(response) } else { Err(Redirected.into()) }
        })
    }
}

/// The error of a request, without its URL, whose query may hold a secret.
fn failure(error: reqwest::Error, url: &Url) -> BoxError {
    // A client without TLS can connect to http only, and hyper says so in these words.
    let is_http_only = root_cause(&error).to_string().ends_with("scheme is not http");
    if url.scheme() == "https" && is_http_only { NoTls.into() } else { error.without_url().into() }
}

/// The client has no TLS.
#[derive(Debug)]
pub(crate) struct NoTls;

impl fmt::Display for NoTls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("https needs TLS, and this build has none (turn on the feature `rustls` or `native-tls`)")
    }
}

impl StdError for NoTls {}

/// The client followed a redirect.
#[derive(Debug)]
struct Redirected;

impl fmt::Display for Redirected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the HTTP client followed a redirect; build it with `redirect::Policy::none()`")
    }
}

impl StdError for Redirected {}

/// A failure of a transport that is there for tests. Another attempt would fail the same way.
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

/// What a failure of the transport means for the next attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The service has not seen the request.
    NotTaken,
    /// It may have.
    PerhapsTaken,
    /// The next attempt would end the same way.
    Lasting,
}

/// Judges a failure.
pub(crate) fn classify(error: &BoxError) -> (ErrorKind, Failure) {
    if error.is::<Redirected>() {
        return (ErrorKind::Redirect, Failure::Lasting);
    }
    if error.is::<NoTls>() || error.is::<Final>() {
        return (ErrorKind::Configuration, Failure::Lasting);
    }
    let mut found = (ErrorKind::Transport, Failure::PerhapsTaken);
    for error in chain(error.as_ref()) {
        if let Some(error) = error.downcast_ref::<reqwest::Error>() {
            if error.is_builder() {
                return (ErrorKind::Configuration, Failure::Lasting);
            }
            if error.is_redirect() {
                return (ErrorKind::Redirect, Failure::Lasting);
            }
            if error.is_timeout() {
                found.0 = ErrorKind::Timeout;
            }
            if error.is_connect() {
                found.1 = Failure::NotTaken;
            }
        }
        // One of these in another is no source of it: `source` passes over both.
        let mut next = error.downcast_ref::<io::Error>();
        while let Some(error) = next {
            match error.kind() {
                io::ErrorKind::ConnectionRefused => found.1 = Failure::NotTaken,
                // So TLS tells that a certificate is not trusted. Nothing was sent, and nothing will be.
                io::ErrorKind::InvalidData if found.1 == Failure::NotTaken => found.1 = Failure::Lasting,
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
    fn a_foreign_error_is_perhaps_taken_unless_it_says_refused() {
        let cases: [(BoxError, _); 5] = [
            ("odd".into(), (ErrorKind::Transport, Failure::PerhapsTaken)),
            (
                io::Error::from(io::ErrorKind::ConnectionRefused).into(),
                (ErrorKind::Transport, Failure::NotTaken),
            ),
            (
                io::Error::from(io::ErrorKind::ConnectionReset).into(),
                (ErrorKind::Transport, Failure::PerhapsTaken),
            ),
            (Redirected.into(), (ErrorKind::Redirect, Failure::Lasting)),
            (Final::new("odd".to_owned()).into(), (ErrorKind::Configuration, Failure::Lasting)),
        ];
        for (error, judged) in cases {
            assert_eq!(classify(&error), judged, "{error}");
        }
    }
}
