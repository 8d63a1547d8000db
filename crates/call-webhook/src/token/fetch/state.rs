//! The state of fetched keys: when to fetch them again, and the keys to use until then. No I/O.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::options::Intervals;
use crate::token::error::KeysError;
use crate::token::key_set::KeySet;

/// The keys of the last successful fetch, and the result of the last fetch.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    keys: Option<Arc<KeySet>>,
    last: LastFetch,
}

/// The result of the last fetch.
#[derive(Clone, Debug, Default)]
enum LastFetch {
    #[default]
    Never,
    Succeeded(SystemTime),
    Failed(SystemTime, KeysError),
}

/// The need to fetch the keys for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FetchNeed {
    /// No fetch is due.
    None,
    /// The key is known, but old.
    Refresh,
    /// The key is unknown.
    Required,
}

impl State {
    /// Returns the need to fetch the keys for a token with this `kid`.
    pub(super) fn need(&self, kid: Option<&str>, now: SystemTime, intervals: &Intervals) -> FetchNeed {
        let known = self.has_key(kid);
        let due = match &self.last {
            LastFetch::Never => true,
            LastFetch::Succeeded(at) => {
                elapsed(*at, now) >= if known { intervals.lifetime } else { intervals.min_interval }
            }
            LastFetch::Failed(at, _) => elapsed(*at, now) >= intervals.retry_delay,
        };
        match (due, known) {
            (false, _) => FetchNeed::None,
            (true, true) => FetchNeed::Refresh,
            (true, false) => FetchNeed::Required,
        }
    }

    /// Returns `true` if there is a key for tokens with this `kid`, or if the token has no `kid`: a new key would not
    /// make such a token acceptable.
    fn has_key(&self, kid: Option<&str>) -> bool {
        self.keys.as_ref().is_some_and(|keys| kid.is_none() || keys.has(kid))
    }

    /// Returns the current keys. If the last fetch failed and the `kid` is unknown, returns the error of that fetch,
    /// since the service may have a new key.
    pub(super) fn keys(&self, kid: Option<&str>) -> Result<Arc<KeySet>, KeysError> {
        match (&self.keys, &self.last) {
            (Some(keys), LastFetch::Failed(..)) if self.has_key(kid) => Ok(Arc::clone(keys)),
            (_, LastFetch::Failed(_, error)) => Err(error.clone()),
            (Some(keys), _) => Ok(Arc::clone(keys)),
            (None, _) => Err(KeysError::new("the keys have not been fetched yet", None)),
        }
    }

    /// Records the result of a fetch. After a failure, the previous keys are kept.
    pub(super) fn record(&mut self, result: Result<KeySet, KeysError>, now: SystemTime) {
        match result {
            Ok(keys) => {
                self.keys = Some(Arc::new(keys));
                self.last = LastFetch::Succeeded(now);
            }
            Err(error) => self.last = LastFetch::Failed(now, error),
        }
    }
}

/// Returns the time since another time, or `Duration::MAX` if the clock was set back. Otherwise, keys that were fetched
/// while the clock was ahead would not be refreshed until the clock reaches that time again.
fn elapsed(since: SystemTime, now: SystemTime) -> Duration {
    now.duration_since(since).unwrap_or(Duration::MAX)
}
