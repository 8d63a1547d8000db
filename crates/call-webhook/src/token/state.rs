//! When to fetch keys again, and what to say meanwhile: no I/O.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::{KeySet, KeysError};

/// How long things last.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// Keys older than this are fetched again.
    pub(super) lifetime: Duration,
    /// The shortest time between two fetches because of an unknown `kid`.
    pub(super) min_interval: Duration,
    /// The shortest time between a failed fetch and the next one.
    pub(super) retry_delay: Duration,
}

/// What was fetched so far.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    keys: Option<Arc<KeySet>>,
    last: Last,
}

/// How the last fetch ended.
#[derive(Clone, Debug, Default)]
enum Last {
    #[default]
    Never,
    Succeeded(SystemTime),
    Failed(SystemTime, KeysError),
}

/// Whether to fetch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// What we have is all there is for now.
    Nothing,
    /// What we have will do, but is old.
    Renewal,
    /// The key is not known without a fetch.
    Keys,
}

impl State {
    /// Whether to fetch for a token with this `kid`.
    pub(super) fn need(&self, kid: Option<&str>, now: SystemTime, times: &Times) -> Need {
        let known = self.knows(kid);
        let due = match &self.last {
            Last::Never => true,
            Last::Succeeded(at) => {
                elapsed(*at, now) >= if known { times.lifetime } else { times.min_interval }
            }
            Last::Failed(at, _) => elapsed(*at, now) >= times.retry_delay,
        };
        match (due, known) {
            (false, _) => Need::Nothing,
            (true, true) => Need::Renewal,
            (true, false) => Need::Keys,
        }
    }

    /// Whether there is a key for tokens with this `kid`. For a token without one, another fetch of several keys
    /// would change nothing.
    fn knows(&self, kid: Option<&str>) -> bool {
        self.keys.as_ref().is_some_and(|keys| kid.is_none() || keys.has(kid))
    }

    /// What we can say without a fetch. When the last one failed and the `kid` is unknown, that is nothing: the
    /// service may have a new key.
    pub(super) fn answer(&self, kid: Option<&str>) -> Result<Arc<KeySet>, KeysError> {
        match (&self.keys, &self.last) {
            (Some(keys), Last::Failed(..)) if self.knows(kid) => Ok(Arc::clone(keys)),
            (_, Last::Failed(_, error)) => Err(error.clone()),
            (Some(keys), _) => Ok(Arc::clone(keys)),
            (None, _) => Err(KeysError::new("the keys have not been fetched yet", None)),
        }
    }

    /// Notes how a fetch ended. Keys that we have outlive a failure.
    pub(super) fn note(&mut self, ended: Result<KeySet, KeysError>, now: SystemTime) {
        match ended {
            Ok(keys) => {
                self.keys = Some(Arc::new(keys));
                self.last = Last::Succeeded(now);
            }
            Err(error) => self.last = Last::Failed(now, error),
        }
    }
}

/// A clock that was set back says nothing of the time that has passed, so it counts as enough: otherwise keys
/// that were fetched in a wrong future would stay until then.
fn elapsed(since: SystemTime, now: SystemTime) -> Duration {
    now.duration_since(since).unwrap_or(Duration::MAX)
}
