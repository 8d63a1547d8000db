//! The waits of callers that make further attempts themselves.

use std::fmt;
use std::sync::Arc;

use backon::ExponentialBackoff;

use super::policy::RetryPolicy;
use crate::time::Clock;

/// Waits between the attempts of a caller, using the policy and the clock of a [`Pipeline`](crate::Pipeline).
///
/// The pipeline retries until it has the headers of a response. A caller that reads a body in chunks and can request
/// the rest of it, such as a download, makes further attempts itself.
pub struct Retries {
    policy: RetryPolicy,
    clock: Arc<dyn Clock>,
    delays: ExponentialBackoff,
    left: u32,
}

impl Retries {
    /// Allows as many waits as the policy allows retries.
    pub(crate) fn new(policy: RetryPolicy, clock: Arc<dyn Clock>) -> Self {
        Self { policy, clock, delays: policy.delays(), left: policy.retries() }
    }

    /// Waits before another attempt. Each wait is longer than the previous one. Returns `false` at once if no attempt
    /// is left.
    pub async fn wait(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        let Some(wait) = self.policy.wait(None, &mut self.delays) else { return false };
        self.left = left;
        self.clock.sleep(wait).await;
        true
    }
}

impl fmt::Debug for Retries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retries").field("left", &self.left).finish_non_exhaustive()
    }
}
