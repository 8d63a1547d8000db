//! Requests that are retried before `Retry-After` is over.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, Instant};

use crate::request::Request;

/// The requests that must wait before they are retried. A request is recognized by its method, target and body.
#[derive(Debug, Default)]
pub(crate) struct EarlyRetries {
    until: HashMap<u64, Instant>,
}

impl EarlyRetries {
    /// Notes that a request must not be retried for a time.
    pub(crate) fn wait(&mut self, request: &Request, time: Duration) {
        self.until.insert(key(request), Instant::now() + time);
    }

    /// Returns how much too early a request is, if it had to wait. It is then forgotten.
    pub(crate) fn check(&mut self, request: &Request) -> Option<Duration> {
        let until = self.until.remove(&key(request))?;
        until.checked_duration_since(Instant::now())
    }
}

fn key(request: &Request) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.method.hash(&mut hasher);
    request.target().hash(&mut hasher);
    request.body.hash(&mut hasher);
    hasher.finish()
}
