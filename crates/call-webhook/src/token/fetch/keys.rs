//! A source of keys that fetches them over HTTP.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use call_http::reqwest::header::{ACCEPT, HeaderValue};
use call_http::reqwest::{Method, Url};
use call_http::{
    ClientOptions, Credential, Error, ErrorKind, Pipeline, Request, RequestIdHeader, is_this_machine,
};
use futures_core::future::BoxFuture;
use serde::Deserialize;
use tokio::sync::OwnedMutexGuard;
use tracing::{info, warn};

use super::options::FetchOptions;
use super::state::{FetchNeed, State};
use crate::token::error::KeysError;
use crate::token::json;
use crate::token::key_set::KeySet;
use crate::token::source::KeySource;

/// Fetches keys from an OpenID configuration or a JWK set, and caches them. Cloning is cheap; clones share the keys.
///
/// * The keys are fetched for the first token. They are fetched again after their [lifetime](FetchOptions::lifetime),
///   and for a token with an unknown `kid`, at most once per [interval](FetchOptions::min_interval).
/// * There is one fetch at a time. Checks wait for it only if they need its result.
/// * After a failed fetch, the previous keys remain in use. If there are none, or the `kid` is unknown, the check fails
///   with [`Keys`](crate::TokenErrorKind::Keys). The next fetch follows after a [delay](FetchOptions::retry_delay).
/// * URLs must have the scheme https, since an attacker who can replace the keys can sign tokens. http is accepted for
///   this machine, and for other hosts only with [`ClientOptions::allow_http`], such as between containers. Redirects
///   are not followed. A response may have at most 1 MiB.
///
/// It requires the tokio runtime. Each fetch is reported as a `tracing` event.
#[derive(Clone)]
pub struct FetchedKeys(Arc<Inner>);

struct Inner {
    pipeline: Pipeline,
    is_configuration: bool,
    options: FetchOptions,
    state: Mutex<State>,
    /// Locked during a fetch.
    fetching: Arc<tokio::sync::Mutex<()>>,
}

impl FetchedKeys {
    /// Creates a source of the keys at the `jwks_uri` of an OpenID configuration. Its host must be the host of the
    /// configuration or one of [`ClientOptions::trust`].
    ///
    /// # Errors
    ///
    /// The URL is not a valid https URL, or the HTTP client cannot be built.
    pub fn from_configuration(url: &str, options: FetchOptions) -> Result<Self, Error> {
        Self::new(url, true, options)
    }

    /// Creates a source of the keys in a JWK set.
    ///
    /// # Errors
    ///
    /// The URL is not a valid https URL, or the HTTP client cannot be built.
    pub fn from_keys_url(url: &str, options: FetchOptions) -> Result<Self, Error> {
        Self::new(url, false, options)
    }

    fn new(url: &str, is_configuration: bool, options: FetchOptions) -> Result<Self, Error> {
        const LARGEST: usize = 1 << 20;
        let url = parse_url(url, &options.client)
            .map_err(|message| Error::new(ErrorKind::Configuration, message))?;
        let client = options.client.clone().max_body(LARGEST).request_id_header(RequestIdHeader::None);
        let pipeline = Pipeline::new(url, Credential::none(), client)?;
        let (state, fetching) = (Mutex::default(), Arc::default());
        Ok(Self(Arc::new(Inner { pipeline, is_configuration, options, state, fetching })))
    }

    async fn find_keys(&self, kid: Option<&str>) -> Result<Arc<KeySet>, KeysError> {
        let inner = &self.0;
        let turn = match inner.need(kid) {
            FetchNeed::None => None,
            // Other checks continue with the old keys.
            FetchNeed::Refresh => Arc::clone(&inner.fetching).try_lock_owned().ok(),
            FetchNeed::Required => Some(Arc::clone(&inner.fetching).lock_owned().await),
        };
        // Another check may have fetched the keys while this one waited.
        if let Some(turn) = turn.filter(|_| inner.need(kid) != FetchNeed::None) {
            let task = tokio::spawn(Inner::refresh(Arc::clone(inner), turn));
            if let Err(error) = task.await {
                return Err(KeysError::new("the task that fetches the keys ended early", Some(error.into())));
            }
        }
        inner.with_state(|state| state.keys(kid))
    }
}

impl Inner {
    fn with_state<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn now(&self) -> SystemTime {
        (self.options.clock)()
    }

    fn need(&self, kid: Option<&str>) -> FetchNeed {
        let now = self.now();
        self.with_state(|state| state.need(kid, now, &self.options.intervals))
    }

    /// Fetches the keys. This runs in its own task, which continues if the request that started it is dropped.
    /// Otherwise, each dropped request would cause another fetch.
    async fn refresh(self: Arc<Self>, _turn: OwnedMutexGuard<()>) {
        let result = self.fetch().await;
        match &result {
            Ok(keys) => info!(keys = keys.len(), left_out = keys.left_out().len(), "keys fetched"),
            Err(error) => warn!(%error, "keys could not be fetched"),
        }
        let now = self.now();
        self.with_state(|state| state.record(result, now));
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
                KeysError::new(format!("the response is not a valid OpenID configuration: {error}"), None)
            })?;
            url = parse_url(&configuration.jwks_uri, &self.options.client)
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
            Err(error) => {
                Err(KeysError::new(format!("the keys could not be fetched: {error}"), Some(error.into())))
            }
        }
    }
}

impl KeySource for FetchedKeys {
    fn keys<'a>(&'a self, kid: Option<&'a str>) -> BoxFuture<'a, Result<Arc<KeySet>, KeysError>> {
        Box::pin(self.find_keys(kid))
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

/// Parses a URL from which keys may be fetched. The error does not repeat the text, which may contain a password.
fn parse_url(text: &str, options: &ClientOptions) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("invalid URL of the keys: {error}"))?;
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
