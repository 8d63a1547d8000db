//! The options of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};
use uuid::Uuid;

use crate::error::Error;
use crate::observer::Observer;
use crate::retry::RetryPolicy;
use crate::time::{Clock, SystemClock};
use crate::transport::{NoTls, Transport};
use crate::trust::TrustedHost;

/// The headers that carry the client request id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestIdHeader {
    /// `x-ms-client-request-id` and `x-ms-return-client-request-id: true`, as ACS reads them.
    #[default]
    XMs,
    /// `client-request-id` and `return-client-request-id: true`, as Graph and Exchange read them.
    Plain,
    /// No header.
    None,
}

/// The options of a client: connection, timeouts, retries, limits and hooks. The defaults suit production.
///
/// ```
/// use std::time::Duration;
///
/// use call_http::{ClientOptions, RetryPolicy};
///
/// let options = ClientOptions::new()
///     .attempt_timeout(Duration::from_secs(5))
///     .retry(RetryPolicy::default().max_retries(1))
///     .user_agent("contoso-attendant/2.1");
/// ```
#[derive(Clone)]
pub struct ClientOptions {
    pub(crate) transport: TransportOption,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// `None`: the headers of the protocol.
    pub(crate) request_id_header: Option<RequestIdHeader>,
    pub(crate) request_ids: Arc<dyn Fn() -> String + Send + Sync>,
    pub(crate) clock: Arc<dyn Clock>,
    /// `None`: the user agent of the protocol.
    pub(crate) user_agent: Option<String>,
    pub(crate) trusted_hosts: Vec<TrustedHost>,
    pub(crate) allow_http: bool,
    pub(crate) max_body: usize,
    pub(crate) max_error_body: usize,
    pub(crate) back_off: Option<BackOff>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

/// A function that reads the requested wait from a response body, and returns `None` if there is none.
pub type BackOff = fn(&[u8]) -> Option<Duration>;

/// The transport of a client.
#[derive(Clone)]
pub(crate) enum TransportOption {
    /// A `reqwest::Client` built from the options.
    Built { proxies: Vec<Proxy>, no_proxy: bool },
    /// The caller's transport.
    Custom(Arc<dyn Transport>),
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            transport: TransportOption::Built { proxies: Vec::new(), no_proxy: false },
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            retry: RetryPolicy::default(),
            request_id_header: None,
            request_ids: Arc::new(|| Uuid::new_v4().to_string()),
            clock: Arc::new(SystemClock),
            user_agent: None,
            trusted_hosts: Vec::new(),
            allow_http: false,
            max_body: 16 << 20,
            max_error_body: 64 << 10,
            back_off: None,
            observer: None,
        }
    }
}

impl ClientOptions {
    /// Creates the default options.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends requests with an existing HTTP client. Its proxies, TLS configuration and connection pool are used. The
    /// connect timeout and the proxies of these options are ignored.
    ///
    /// Build the client with `redirect::Policy::none()`: if it follows a redirect, the request fails. Without the
    /// features `rustls` and `native-tls`, https requires such a client.
    #[must_use]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Arc::new(client))
    }

    /// Sends requests with a custom transport, such as a middleware, or a [recorder or a replay](crate::replay) in
    /// tests.
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.transport = TransportOption::Custom(transport);
        self
    }

    /// Adds a proxy. It replaces the proxies of the environment (such as `HTTPS_PROXY`) and any client or transport
    /// that was set before.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        match &mut self.transport {
            TransportOption::Built { proxies, .. } => proxies.push(proxy),
            custom @ TransportOption::Custom(_) => {
                *custom = TransportOption::Built { proxies: vec![proxy], no_proxy: false }
            }
        }
        self
    }

    /// Disables all proxies, including those of the environment. This replaces any client or transport that was set
    /// before.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.transport = TransportOption::Built { proxies: Vec::new(), no_proxy: true };
        self
    }

    /// Sets the time limit for establishing a connection. The default is 10 s.
    #[must_use]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// Sets the time limit for one attempt, including the body. The default is 30 s. For a streaming response, it
    /// limits the time until the headers arrive and the time between two chunks.
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.attempt_timeout = time;
        self
    }

    /// Sets the time limit for all attempts and the waits between them. The default is 120 s. If a wait would exceed
    /// it, the request fails at once.
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn total_timeout(mut self, time: Duration) -> Self {
        self.total_timeout = time;
        self
    }

    /// Sets the retry policy: the number of retries and the delays between them.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets the headers for the client request id. The default depends on the protocol.
    #[must_use]
    pub fn request_id_header(mut self, header: RequestIdHeader) -> Self {
        self.request_id_header = Some(header);
        self
    }

    /// Sets the defaults of a protocol for the user agent, the headers for the client request id and the back-off.
    /// Options that the caller has set are unchanged.
    #[must_use]
    pub fn protocol_defaults(
        mut self,
        user_agent: &str,
        header: RequestIdHeader,
        back_off: Option<BackOff>,
    ) -> Self {
        self.user_agent.get_or_insert_with(|| user_agent.to_owned());
        self.request_id_header.get_or_insert(header);
        self.back_off = self.back_off.or(back_off);
        self
    }

    /// Sets the function that generates client request ids, one for each request. The default is random UUIDs.
    #[must_use]
    pub fn request_ids(mut self, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.request_ids = Arc::new(make);
        self
    }

    /// Sets the clock. The default is [`SystemClock`].
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the header `User-Agent`. The default is the name and version of the client's crate, such as
    /// `graph-calls/0.1.0`.
    #[must_use]
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Adds a host that may receive the credential, in addition to the endpoint's host.
    #[must_use]
    pub fn trust(mut self, host: TrustedHost) -> Self {
        self.trusted_hosts.push(host);
        self
    }

    /// Allows credentials over http without TLS to other machines, such as between containers.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Returns `true` if [`allow_http`](Self::allow_http) is set.
    #[must_use]
    pub fn allows_http(&self) -> bool {
        self.allow_http
    }

    /// Sets the size limit for the body of a successful response, in bytes. A larger body is an error. The default is
    /// 16 MiB. Streaming responses have no limit.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets the number of bytes that are read from the body of an error response. The default is 64 KiB.
    #[must_use]
    pub fn max_error_body(mut self, bytes: usize) -> Self {
        self.max_error_body = bytes;
        self
    }

    /// Sets the function that reads a requested wait from the body of a response of any status. Such a wait means that
    /// the service has not processed the request, so the request is retried afterwards.
    #[must_use]
    pub fn back_off(mut self, read: BackOff) -> Self {
        self.back_off = Some(read);
        self
    }

    /// Sets an observer for metrics, which is called at the end of each request and each attempt. The default is none.
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Returns the value of `User-Agent`.
    pub(crate) fn effective_user_agent(&self) -> &str {
        self.user_agent.as_deref().unwrap_or(concat!("call-http/", env!("CARGO_PKG_VERSION")))
    }

    /// Checks that the client can connect to the endpoint.
    ///
    /// # Errors
    ///
    /// `Configuration` if the endpoint requires TLS and this build does not have it.
    pub(crate) fn check_tls(&self, endpoint: &Url) -> Result<(), Error> {
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        match self.transport {
            TransportOption::Built { .. } if endpoint.scheme() == "https" && !has_tls => {
                Err(Error::configuration(NoTls.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Builds the transport, or returns the caller's transport.
    ///
    /// # Errors
    ///
    /// `Configuration` if no client can be built, for instance because the system has no trusted certificates.
    pub(crate) fn build_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let (proxies, no_proxy) = match &self.transport {
            TransportOption::Custom(transport) => return Ok(Arc::clone(transport)),
            TransportOption::Built { proxies, no_proxy } => (proxies, *no_proxy),
        };
        // Another crate may enable decompression in reqwest. A small response could then become very large.
        let mut builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(self.connect_timeout)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate();
        if no_proxy {
            builder = builder.no_proxy();
        }
        for proxy in proxies {
            builder = builder.proxy(proxy.clone());
        }
        let client = builder
            .build()
            .map_err(|error| Error::configuration("the HTTP client could not be built").with_source(error))?;
        Ok(Arc::new(client))
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The transport is left out, since a proxy may have a password.
        f.debug_struct("ClientOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("retry", &self.retry)
            .field("request_id_header", &self.request_id_header)
            .field("user_agent", &self.effective_user_agent())
            .field("trusted_hosts", &self.trusted_hosts)
            .field("allow_http", &self.allow_http)
            .field("max_body", &self.max_body)
            .field("max_error_body", &self.max_error_body)
            .finish_non_exhaustive()
    }
}
