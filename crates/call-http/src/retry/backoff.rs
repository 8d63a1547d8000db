//! Backoff for callers that resume an interrupted response themselves.

use std::fmt;
use std::sync::Arc;

use backon::ExponentialBackoff;

use crate::core::Core;
use crate::pipeline::Pipeline;

/// Waits between the attempts of a caller, by the policy and the clock of a [`Pipeline`].
///
/// The pipeline retries until it has the headers of a response. A caller that reads a body in chunks and can request
/// the rest of it, such as a download, makes further attempts itself.
pub struct Retries {
    core: Arc<Core>,
    delays: ExponentialBackoff,
    left: u32,
}

impl Pipeline {
    /// As many waits as the policy allows retries.
    #[must_use]
    pub fn retries(&self) -> Retries {
        let policy = self.0.options.retry;
        Retries { core: Arc::clone(&self.0), delays: policy.delays(), left: policy.retries() }
    }
}

impl Retries {
    /// Waits before another attempt, longer each time. Returns `false` at once if no attempt is left.
    pub async fn wait(&mut self) -> bool {
        let Some(left) = self.left.checked_sub(1) else { return false };
        let Some(wait) = self.core.options.retry.wait(None, &mut self.delays) else { return false };
        self.left = left;
        self.core.options.clock.sleep(wait).await;
        true
    }
}

impl fmt::Debug for Retries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retries").field("left", &self.left).finish_non_exhaustive()
    }
}
