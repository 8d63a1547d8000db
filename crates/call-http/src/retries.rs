//! The waits of a caller that goes on by itself where an answer broke off.

use std::fmt;
use std::sync::Arc;

use backon::ExponentialBackoff;

use crate::core::Core;
use crate::pipeline::Pipeline;

/// Waits between attempts that the caller makes, by the policy and the clock of a [`Pipeline`].
///
/// The pipeline itself tries again until the headers of an answer are there. Whoever reads a body piece by
/// piece, and can ask for the rest of it, needs more attempts: a download.
pub struct Retries {
    core: Arc<Core>,
    delays: ExponentialBackoff,
    left: u32,
}

impl Pipeline {
    /// As many waits as the policy allows attempts after the first.
    #[must_use]
    pub fn retries(&self) -> Retries {
        let policy = self.0.options.retry;
        Retries { core: Arc::clone(&self.0), delays: policy.delays(), left: policy.retries() }
    }
}

impl Retries {
    /// Waits before another attempt, longer each time. `false`, and at once, when there must be none.
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
