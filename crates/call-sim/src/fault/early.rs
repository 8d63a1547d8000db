//! Requests that are retried before the end of `Retry-After`.

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
    /// Records that a request must not be retried for a time.
    pub(crate) fn wait(&mut self, request: &Request, time: Duration) {
        if let Some(until) = Instant::now().checked_add(time) {
            self.until.insert(key(request), until);
        }
    }

    /// Returns how early a request is, if it is retried before the end of its wait. The wait is then removed.
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
