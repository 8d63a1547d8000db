//! Everything about a client that may be chosen.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Proxy, Url};

use crate::error::Error;
use crate::observer::Observer;
use crate::request_ids::RequestIds;
use crate::retry::RetryPolicy;
use crate::time::{Clock, SystemClock};
use crate::transport::{NoTls, Transport};
use crate::trust::TrustedHost;

/// Which headers carry the client request id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestIdHeader {
    /// `x-ms-client-request-id` and `x-ms-return-client-request-id: true`, as ACS reads them.
    #[default]
    XMs,
    /// `client-request-id` and `return-client-request-id: true`, as Graph and Exchange read them.
    Plain,
    /// None.
    None,
}

/// How a client sends, waits, retries and reads. Every option has a default that suits production.
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
    pub(crate) sending: Sending,
    pub(crate) connect_timeout: Duration,
    pub(crate) attempt_timeout: Duration,
    pub(crate) total_timeout: Duration,
    pub(crate) retry: RetryPolicy,
    /// `None`: whatever the protocol on top has.
    pub(crate) request_id_header: Option<RequestIdHeader>,
    pub(crate) request_ids: Arc<dyn Fn() -> String + Send + Sync>,
    pub(crate) clock: Arc<dyn Clock>,
    /// `None`: that of the protocol on top.
    pub(crate) user_agent: Option<String>,
    pub(crate) trusted_hosts: Vec<TrustedHost>,
    pub(crate) allow_http: bool,
    pub(crate) max_body: usize,
    pub(crate) max_error_body: usize,
    pub(crate) back_off: Option<BackOff>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

/// Reads from a response body how long the service asks to wait.
pub type BackOff = fn(&[u8]) -> Option<Duration>;

/// What sends.
#[derive(Clone)]
pub(crate) enum Sending {
    /// A `reqwest::Client` that we build.
    Built { proxies: Vec<Proxy>, no_proxy: bool },
    /// One from outside.
    Given(Arc<dyn Transport>),
}

impl Default for ClientOptions {
    fn default() -> Self {
        let ids = RequestIds::default();
        Self {
            sending: Sending::Built { proxies: Vec::new(), no_proxy: false },
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            retry: RetryPolicy::default(),
            request_id_header: None,
            request_ids: Arc::new(move || ids.next().to_string()),
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
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sends through a ready client: its proxies, TLS and connection pool. Build it with
    /// `redirect::Policy::none()`; a redirect that it follows nevertheless is an error. Connect timeout and
    /// proxies of these options don't apply. A build without the features `rustls` and `native-tls` needs such a client
    /// for https.
    #[must_use]
    pub fn http_client(self, client: reqwest::Client) -> Self {
        self.transport(Arc::new(client))
    }

    /// Sends through anything: a middleware, or for tests a [recorder or a replay](crate::replay).
    #[must_use]
    pub fn transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.sending = Sending::Given(transport);
        self
    }

    /// Adds a proxy, in place of those that the environment names (`HTTPS_PROXY` and its kin) and of a ready
    /// client.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        match &mut self.sending {
            Sending::Built { proxies, .. } => proxies.push(proxy),
            given @ Sending::Given(_) => *given = Sending::Built { proxies: vec![proxy], no_proxy: false },
        }
        self
    }

    /// Uses no proxy, whatever the environment says, and no ready client.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.sending = Sending::Built { proxies: Vec::new(), no_proxy: true };
        self
    }

    /// Sets the time to connect. 10 s unless set.
    #[must_use]
    pub fn connect_timeout(mut self, time: Duration) -> Self {
        self.connect_timeout = time;
        self
    }

    /// Sets the time for one attempt, body included; when streaming, the time until the headers, and between
    /// two chunks. 30 s unless set.
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn attempt_timeout(mut self, time: Duration) -> Self {
        self.attempt_timeout = time;
        self
    }

    /// Sets the time for all attempts and the waits between them. If a wait would end later, the request fails
    /// without it. 120 s unless set.
    #[doc(alias = "timeout")]
    #[must_use]
    pub fn total_timeout(mut self, time: Duration) -> Self {
        self.total_timeout = time;
        self
    }

    /// Sets how often and after how long to try again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets which headers carry the client request id. Those of the protocol unless set.
    #[must_use]
    pub fn request_id_header(mut self, header: RequestIdHeader) -> Self {
        self.request_id_header = Some(header);
        self
    }

    /// Sets the `User-Agent`, the headers of the client request id and the back-off of the protocol on top. Options
    /// that were set before are kept.
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

    /// Sets what makes client request ids, one for each logical request. Random UUIDs unless set.
    #[must_use]
    pub fn request_ids(mut self, make: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.request_ids = Arc::new(make);
        self
    }

    /// Sets the clock. The system's unless set.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets `User-Agent`. Name and version of the client's crate unless set, as in `graph-calls/0.1.0`.
    #[must_use]
    pub fn user_agent(mut self, text: impl Into<String>) -> Self {
        self.user_agent = Some(text.into());
        self
    }

    /// Adds a host that may see the credential besides the endpoint's.
    #[must_use]
    pub fn trust(mut self, host: TrustedHost) -> Self {
        self.trusted_hosts.push(host);
        self
    }

    /// Lets credentials go over http without TLS to hosts other than this machine, as between containers.
    #[must_use]
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Whether [`allow_http`](Self::allow_http) is set.
    #[must_use]
    pub fn allows_http(&self) -> bool {
        self.allow_http
    }

    /// Sets how much of a success is read, in bytes; a larger one is an error. 16 MiB unless set. Streaming
    /// has no such limit.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets how much of an error body is read, in bytes; the rest is left unread. 64 KiB unless set.
    #[must_use]
    pub fn max_error_body(mut self, bytes: usize) -> Self {
        self.max_error_body = bytes;
        self
    }

    /// Sets the function that reads a wait from the body of a response of any status. A body with a wait says that the
    /// service has not processed the request, so the request is retried after it.
    #[must_use]
    pub fn back_off(mut self, read: BackOff) -> Self {
        self.back_off = Some(read);
        self
    }

    /// Sets what is called at the end of each request and each attempt, for metrics. None unless set, and then it
    /// costs nothing.
    #[must_use]
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// What is sent as `User-Agent`.
    pub(crate) fn effective_user_agent(&self) -> &str {
        self.user_agent.as_deref().unwrap_or(concat!("call-http/", env!("CARGO_PKG_VERSION")))
    }

    /// # Errors
    ///
    /// `Configuration` when the endpoint needs TLS and the client that we build has none.
    pub(crate) fn check_tls(&self, endpoint: &Url) -> Result<(), Error> {
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        match self.sending {
            Sending::Built { .. } if endpoint.scheme() == "https" && !has_tls => {
                Err(Error::configuration(NoTls.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// # Errors
    ///
    /// `Configuration` when no client can be built, as when the system has no trusted certificates.
    pub(crate) fn make_transport(&self) -> Result<Arc<dyn Transport>, Error> {
        let (proxies, no_proxy) = match &self.sending {
            Sending::Given(transport) => return Ok(Arc::clone(transport)),
            Sending::Built { proxies, no_proxy } => (proxies, *no_proxy),
        };
        // Another crate may turn on reqwest's decompression; a small answer that grows is not asked for.
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
            .map_err(|error| Error::configuration("no HTTP client could be built").with_source(error))?;
        Ok(Arc::new(client))
    }
}

impl fmt::Debug for ClientOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A proxy may have a password, so what sends is not shown.
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
