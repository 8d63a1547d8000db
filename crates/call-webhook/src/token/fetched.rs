//! Keys over HTTP, cached.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use call_http::reqwest::header::{ACCEPT, HeaderValue};
use call_http::reqwest::{Method, Url};
use call_http::{
    ClientOptions, Credential, Error, ErrorKind, Pipeline, Request, RequestIdHeader, is_this_machine,
};
use serde::Deserialize;
use tokio::sync::OwnedMutexGuard;
use tracing::{info, warn};

use super::state::{Need, State, Times};
use super::{BoxFuture, KeySet, KeySource, KeysError, json};

/// How keys are fetched, and for how long they are used.
#[derive(Clone)]
pub struct FetchOptions {
    client: ClientOptions,
    times: Times,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

impl Default for FetchOptions {
    fn default() -> Self {
        // A request waits for the fetch, and its sender for the answer.
        let client = ClientOptions::new()
            .attempt_timeout(Duration::from_secs(5))
            .total_timeout(Duration::from_secs(10));
        let times = Times {
            lifetime: Duration::from_secs(24 * 60 * 60),
            min_interval: Duration::from_secs(5 * 60),
            retry_delay: Duration::from_secs(10),
        };
        Self { client, times, clock: Arc::new(SystemTime::now) }
    }
}

impl FetchOptions {
    /// The defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets timeouts, retries, proxies and the rest of the HTTP client. Unless set, an attempt may take 5 s, and
    /// all of them together 10 s.
    ///
    /// Keys on another host than their configuration are fetched from the hosts of [`ClientOptions::trust`]
    /// only.
    #[must_use]
    pub fn client(mut self, options: ClientOptions) -> Self {
        self.client = options;
        self
    }

    /// Sets after what time keys are fetched again. 24 h unless set.
    #[must_use]
    pub fn lifetime(mut self, time: Duration) -> Self {
        self.times.lifetime = time;
        self
    }

    /// Sets the shortest time between two fetches because of an unknown `kid`. 5 min unless set.
    ///
    /// The limit protects the service, since any sender can put an unknown `kid` into a token. Services publish a new key
    /// some time before they use it.
    #[must_use]
    pub fn min_interval(mut self, time: Duration) -> Self {
        self.times.min_interval = time;
        self
    }

    /// Sets the shortest time between a failed fetch and the next one. 10 s unless set.
    #[must_use]
    pub fn retry_delay(mut self, time: Duration) -> Self {
        self.times.retry_delay = time;
        self
    }

    /// Sets the clock by which keys grow old. The system's unless set.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }
}

impl fmt::Debug for FetchOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchOptions")
            .field("client", &self.client)
            .field("times", &self.times)
            .finish_non_exhaustive()
    }
}

/// Keys over HTTP, from an OpenID configuration or a JWK set. Cheap to clone; clones share the keys.
///
/// * The keys are fetched when the first token comes, and again when they are
///   [old](FetchOptions::lifetime) or a token names an unknown key, but then not
///   [too often](FetchOptions::min_interval).
/// * One fetch at a time. Checks that need its result wait for it; checks with a known key do not.
/// * When a fetch fails, the previous keys remain in use. Without any, or for an unknown key, the check fails
///   with [`Keys`](crate::TokenErrorKind::Keys), until a fetch [after a pause](FetchOptions::retry_delay) succeeds.
/// * Addresses must be https: whoever can change keys on the way can sign tokens. http is accepted for this
///   machine, and for other hosts only with [`ClientOptions::allow_http`], as between containers. Redirects are not
///   followed, and no more than 1 MiB of an answer is read.
///
/// Needs the tokio runtime. Each fetch is an event of `tracing`.
#[derive(Clone)]
pub struct FetchedKeys(Arc<Inner>);

struct Inner {
    pipeline: Pipeline,
    is_configuration: bool,
    options: FetchOptions,
    state: Mutex<State>,
    /// Held during a fetch.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl FetchedKeys {
    /// The keys that an OpenID configuration names in `jwks_uri`: on its own host, or on one of
    /// [`ClientOptions::trust`].
    ///
    /// # Errors
    ///
    /// An address that is not a valid https URL, or no HTTP client can be built.
    pub fn from_configuration(url: &str, options: FetchOptions) -> Result<Self, Error> {
        Self::new(url, true, options)
    }

    /// The keys of a JWK set.
    ///
    /// # Errors
    ///
    /// An address that is not a valid https URL, or no HTTP client can be built.
    pub fn from_keys_url(url: &str, options: FetchOptions) -> Result<Self, Error> {
        Self::new(url, false, options)
    }

    fn new(url: &str, is_configuration: bool, options: FetchOptions) -> Result<Self, Error> {
        const LARGEST: usize = 1 << 20;
        let url =
            parse(url, &options.client).map_err(|message| Error::new(ErrorKind::Configuration, message))?;
        let client = options.client.clone().max_body(LARGEST).request_id_header(RequestIdHeader::None);
        let pipeline = Pipeline::new(url, Credential::none(), client)?;
        let (state, turn) = (Mutex::default(), Arc::default());
        Ok(Self(Arc::new(Inner { pipeline, is_configuration, options, state, turn })))
    }

    async fn find(&self, kid: Option<&str>) -> Result<Arc<KeySet>, KeysError> {
        let inner = &self.0;
        let turn = match inner.need(kid) {
            Need::Nothing => None,
            // The others go on with the old keys.
            Need::Renewal => Arc::clone(&inner.turn).try_lock_owned().ok(),
            Need::Keys => Some(Arc::clone(&inner.turn).lock_owned().await),
        };
        // Another check may have fetched in the meantime.
        if let Some(turn) = turn.filter(|_| inner.need(kid) != Need::Nothing) {
            let task = tokio::spawn(Inner::renew(Arc::clone(inner), turn));
            if let Err(broken) = task.await {
                return Err(KeysError::new("the fetch of the keys was broken off", Some(broken.into())));
            }
        }
        inner.with_state(|state| state.answer(kid))
    }
}

impl Inner {
    fn with_state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn now(&self) -> SystemTime {
        (self.options.clock)()
    }

    fn need(&self, kid: Option<&str>) -> Need {
        let now = self.now();
        self.with_state(|state| state.need(kid, now, &self.options.times))
    }

    /// Fetches, in a task of its own: it continues when the request that started it is dropped. Otherwise requests
    /// that are dropped at once would cause a fetch each time.
    async fn renew(self: Arc<Self>, _turn: OwnedMutexGuard<()>) {
        let ended = self.fetch().await;
        match &ended {
            Ok(keys) => info!(keys = keys.len(), left_out = keys.left_out().len(), "keys fetched"),
            Err(error) => warn!(%error, "keys could not be fetched"),
        }
        let now = self.now();
        self.with_state(|state| state.note(ended, now));
    }

    async fn fetch(&self) -> Result<KeySet, KeysError> {
        #[derive(Deserialize)]
        struct Configuration {
            jwks_uri: String,
        }
        let mut url = self.pipeline.endpoint().clone();
        if self.is_configuration {
            let body = self.get(url).await?;
            let configuration: Configuration = json::object(&body).map_err(|error| {
                KeysError::new(format!("the answer is not a valid OpenID configuration: {error}"), None)
            })?;
            url = parse(&configuration.jwks_uri, &self.options.client)
                .map_err(|message| KeysError::new(format!("`jwks_uri`: {message}"), None))?;
        }
        KeySet::from_json(&self.get(url).await?)
    }

    async fn get(&self, url: Url) -> Result<Vec<u8>, KeysError> {
        let request = Request::new(Method::GET, url)
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .operation("keys");
        match self.pipeline.send(request).await {
            Ok(response) => Ok(response.body().to_vec()),
            Err(error) => Err(KeysError::new(format!("no keys: {error}"), Some(error.into()))),
        }
    }
}

impl KeySource for FetchedKeys {
    fn keys<'a>(&'a self, kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>> {
        Box::pin(self.find(kid))
    }
}

impl fmt::Debug for FetchedKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FetchedKeys")
            .field("pipeline", &self.0.pipeline)
            .field("options", &self.0.options)
            .field("state", &self.0.with_state(|state| state.clone()))
            .finish_non_exhaustive()
    }
}

/// An address from which keys may come: whoever can change them on the way can sign tokens. The text is not
/// repeated, since it may contain a password.
fn parse(text: &str, options: &ClientOptions) -> Result<Url, String> {
    let url =
        Url::parse(text).map_err(|error| format!("the address of the keys is not a valid URL: {error}"))?;
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "https" => Ok(url),
        "http" if options.allows_http() || is_this_machine(&url) => Ok(url),
        "http" => Err(format!(
            "keys are not fetched from {host} over http (expected https; to accept http, set \
             `ClientOptions::allow_http(true)`)"
        )),
        scheme => Err(format!("keys are not fetched from {host} over {scheme} (expected https)")),
    }
}
