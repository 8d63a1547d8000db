//! Sends requests to one endpoint.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use url::Position;

use crate::core::Core;
use crate::credential::Credential;
use crate::error::Error;
use crate::options::ClientOptions;
use crate::raw_response::{RawResponse, StreamingResponse};
use crate::request::Request;
use crate::send::send;
use crate::time::Clock;
use crate::trust::{TrustedOrigins, is_this_machine, redacted_url};

/// Sends requests to one endpoint with one credential. Cheap to clone; clones share connections and tokens.
///
/// # Traces
///
/// Each request is a span of `tracing`, and each of its attempts a span in that one. The fields have the names of
/// [OpenTelemetry's conventions for HTTP clients](https://opentelemetry.io/docs/specs/semconv/http/http-spans/), so
/// that `tracing-opentelemetry` exports them as they are:
///
/// | Field | Span | Value |
/// | --- | --- | --- |
/// | `otel.name` | both | the operation for a request (the method, if it has no name), the method for an attempt |
/// | `otel.kind` | both | `internal` for a request, `client` for an attempt |
/// | `otel.status_code` | both | `ERROR` for an error status (400 and above) or an error |
/// | `http.request.method` | both | such as `GET` |
/// | `url.full` | both | the URL without its query, which may hold a secret |
/// | `server.address` | both | the host |
/// | `server.port` | both | the port, also where it is the scheme's default |
/// | `http.response.status_code` | both | the status, if there was a response |
/// | `error.type` | both | the status for an error status; else the [kind](crate::ErrorKind) of the error, such as `timeout` |
/// | `operation` | request | the name of the operation, such as `call_connection_get_call` |
/// | `client_request_id` | request | the same for all attempts |
/// | `attempts` | request | how many attempts were made |
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
    /// A pipeline to an endpoint, such as `https://contoso.communication.azure.com/`.
    ///
    /// # Errors
    ///
    /// * [`Configuration`](crate::ErrorKind::Configuration) when the endpoint is not of http or https or has a
    ///   password in it, the user agent is not a valid header, no HTTP client can be built, or the endpoint is of https
    ///   and this crate is built without TLS, unless the options have a
    ///   [client](ClientOptions::http_client) or a [transport](ClientOptions::transport).
    /// * [`UntrustedHost`](crate::ErrorKind::UntrustedHost) when the credential would go to another machine over http
    ///   without TLS, and [`ClientOptions::allow_http`] is not set.
    pub fn new(endpoint: Url, credential: Credential, options: ClientOptions) -> Result<Self, Error> {
        let trusted = TrustedOrigins::new(endpoint, options.trusted_hosts.clone(), options.allow_http)?;
        trusted.check(trusted.endpoint(), !credential.is_none())?;
        options.check_tls(trusted.endpoint())?;
        Ok(Self(Arc::new(Core::new(trusted, credential, options)?)))
    }

    /// The endpoint.
    #[must_use]
    pub fn endpoint(&self) -> &Url {
        self.0.trusted.endpoint()
    }

    /// The clock of the options, for waits that the protocol on top makes.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.options.clock
    }

    /// The URL of a path under the endpoint. The path starts with `/`, and its parameters are percent-encoded
    /// already; it may have a query.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when no URL comes of it.
    pub fn url(&self, path: &str) -> Result<Url, Error> {
        let base = &self.endpoint()[..Position::AfterPath];
        let text = [base.trim_end_matches('/'), path].concat();
        let fault = || Error::configuration("the path does not start with `/`");
        let url = path.starts_with('/').then(|| Url::parse(&text).ok()).flatten();
        url.filter(|url| self.0.trusted.is_endpoint(url)).ok_or_else(fault)
    }

    /// Whether the endpoint is this machine: an emulator, a test.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_this_machine(self.endpoint())
    }

    /// Whether the credential may be sent to a URL: one of the endpoint or of a trusted host, over https or where http
    /// is allowed.
    #[must_use]
    pub fn trusts(&self, url: &Url) -> bool {
        self.0.trusted.check(url, !self.0.credential.is_none()).is_ok()
    }

    /// Sends a request, again if its class allows and the fault may pass, and gives the answer if it is a
    /// success (2xx).
    ///
    /// # Errors
    ///
    /// [`Auth`](crate::ErrorKind::Auth), [`Status`](crate::ErrorKind::Status) and
    /// [`Redirect`](crate::ErrorKind::Redirect) for an answer that is none; else as
    /// [`execute`](Self::execute).
    pub async fn send(&self, request: Request) -> Result<RawResponse, Error> {
        self.execute(request).await?.into_success()
    }

    /// As [`send`](Self::send), but gives the answer whatever its status, for protocols that put faults into
    /// typed bodies.
    ///
    /// # Errors
    ///
    /// No answer, or one that cannot be read: every other [`ErrorKind`](crate::ErrorKind).
    pub async fn execute(&self, request: Request) -> Result<RawResponse, Error> {
        send(&self.0, &request).await
    }

    /// As [`send`](Self::send), but leaves the body of the success to be read piece by piece, without a limit
    /// of size.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_streaming(&self, request: Request) -> Result<StreamingResponse, Error> {
        send(&self.0, &request).await
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
