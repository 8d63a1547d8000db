//! Pipelines: send requests to one endpoint.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use url::Position;

use crate::credential::Credential;
use crate::error::Error;
use crate::options::ClientOptions;
use crate::request::Request;
use crate::response::{RawResponse, StreamingResponse};
use crate::retry::Retries;
use crate::send::{Core, send};
use crate::time::Clock;
use crate::trust::{TrustedOrigins, is_this_machine, redacted_url};

/// Sends requests to one endpoint with one credential. Cloning is cheap; clones share connections and tokens.
///
/// # Traces
///
/// Each request is a span of `tracing`, which contains a span for each attempt. The fields have the names of
/// [OpenTelemetry's conventions for HTTP clients](https://opentelemetry.io/docs/specs/semconv/http/http-spans/):
///
/// | Field | Span | Value |
/// | --- | --- | --- |
/// | `otel.name` | both | the operation for a request (the method, if it has no name), the method for an attempt |
/// | `otel.kind` | both | `internal` for a request, `client` for an attempt |
/// | `otel.status_code` | both | `ERROR` for an error status (400 and above) or an error |
/// | `http.request.method` | both | such as `GET` |
/// | `url.full` | both | the URL without its query, which may contain a secret |
/// | `server.address` | both | the host |
/// | `server.port` | both | the port, even if it is the default of the scheme |
/// | `http.response.status_code` | both | the status, if there was a response |
/// | `error.type` | both | the status, if it is an error status; else the [kind](crate::ErrorKind) of the error, such as `timeout` |
/// | `operation` | request | the name of the operation, such as `call_connection_get_call` |
/// | `client_request_id` | request | the same for all attempts |
/// | `attempts` | request | the number of attempts |
/// | `http.request.resend_count` | attempt | 1 for the first retry; not set for the first attempt |
///
/// The spans are called `call_http` and `call_http_attempt`, both at the level `INFO`. There are two events:
/// `attempt ended` (`DEBUG`, with `elapsed_ms` since the first attempt began) and `retrying` before a wait (`WARN`,
/// with `wait_ms`). Credentials, queries, headers and bodies are not traced.
///
/// For metrics see [`ClientOptions::observer`].
#[derive(Clone)]
pub struct Pipeline(pub(crate) Arc<Core>);

impl Pipeline {
    /// Creates a pipeline to an endpoint, such as `https://contoso.communication.azure.com/`.
    ///
    /// # Errors
    ///
    /// * [`Configuration`](crate::ErrorKind::Configuration) if the scheme of the endpoint is neither http nor https,
    ///   the endpoint contains a password, the user agent is not a valid header, or no HTTP client can be built; and if
    ///   the scheme is https in a build without TLS, unless the options have a [client](ClientOptions::http_client) or
    ///   a [transport](ClientOptions::transport).
    /// * [`UntrustedHost`](crate::ErrorKind::UntrustedHost) if the credential would be sent to another machine over
    ///   http without TLS, and [`ClientOptions::allow_http`] is not set.
    pub fn new(endpoint: Url, credential: Credential, options: ClientOptions) -> Result<Self, Error> {
        let trusted = TrustedOrigins::new(endpoint, options.trusted_hosts.clone(), options.allow_http)?;
        trusted.check(trusted.endpoint(), !credential.is_none())?;
        options.check_tls(trusted.endpoint())?;
        Ok(Self(Arc::new(Core::new(trusted, credential, options)?)))
    }

    /// Returns the endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.0.trusted.endpoint()
    }

    /// Returns the clock of the options, for waits in a protocol.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.options.clock
    }

    /// Returns the URL of a path under the endpoint. The path starts with `/`, is percent-encoded, and may have a
    /// query.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the path does not start with `/`, or the result is not a
    /// URL of the endpoint.
    pub fn url(&self, path: &str) -> Result<Url, Error> {
        let base = &self.endpoint()[..Position::AfterPath];
        let text = [base.trim_end_matches('/'), path].concat();
        let fault = || Error::configuration("invalid path (expected a `/` at its start)");
        let url = path.starts_with('/').then(|| Url::parse(&text).ok()).flatten();
        url.filter(|url| self.0.trusted.is_endpoint(url)).ok_or_else(fault)
    }

    /// Returns `true` if the endpoint is this machine, such as an emulator or a test server.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_this_machine(self.endpoint())
    }

    /// Returns `true` if the credential may be sent to a URL: the endpoint or a trusted host, over https, or over http
    /// if that is allowed.
    #[must_use]
    pub fn trusts(&self, url: &Url) -> bool {
        self.0.trusted.check(url, !self.0.credential.is_none()).is_ok()
    }

    /// Sends a request, and retries it on transient errors if its class allows it. Returns the response if its status
    /// is a success (2xx).
    ///
    /// # Errors
    ///
    /// [`Auth`](crate::ErrorKind::Auth), [`Status`](crate::ErrorKind::Status) and
    /// [`Redirect`](crate::ErrorKind::Redirect) for any other status, and the errors of [`execute`](Self::execute).
    pub async fn send(&self, request: Request) -> Result<RawResponse, Error> {
        self.execute(request).await?.into_success()
    }

    /// Sends a request like [`send`](Self::send), but returns a response of any status. For protocols with typed error
    /// bodies.
    ///
    /// # Errors
    ///
    /// There was no response, or it could not be read: every [`ErrorKind`](crate::ErrorKind) except those for a status.
    pub async fn execute(&self, request: Request) -> Result<RawResponse, Error> {
        send(&self.0, &request).await
    }

    /// Sends a request like [`send`](Self::send), but returns a response whose body is read in chunks, without a size
    /// limit.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send).
    pub async fn send_streaming(&self, request: Request) -> Result<StreamingResponse, Error> {
        send(&self.0, &request).await
    }

    /// Returns a source of waits for a caller that makes further attempts itself. It allows as many waits as the policy
    /// allows retries.
    ///
    /// The pipeline retries until it has the headers of a response. A caller that reads a body in chunks and can
    /// request the rest of it, such as a download, makes further attempts itself.
    #[must_use]
    pub fn retries(&self) -> Retries {
        let options = &self.0.options;
        Retries::new(options.retry, Arc::clone(&options.clock))
    }
}

impl fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pipeline")
            .field("endpoint", &redacted_url(self.endpoint()))
            .field("credential", &self.0.credential)
            .field("options", &self.0.options)
            .finish_non_exhaustive()
    }
}
