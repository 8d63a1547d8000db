//! Prompts and recordings that run or wait.

use std::time::Duration;

/// A prompt or a recording that runs or waits.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// The operation.
    pub(super) operation: String,
    /// The length of the prompts.
    pub(super) prompts: Duration,
    /// The recording that follows the prompts.
    pub(super) record: Option<Record>,
}

/// The settings of a recording.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The longest silence at the start.
    pub(super) initial_silence: Duration,
    /// The longest silence after speech.
    pub(super) max_silence: Duration,
    /// The longest duration.
    pub(super) max_duration: Duration,
    /// The keys that end it.
    pub(super) stop_tones: Vec<String>,
    /// When it began, in the simulator's time; `None` while a prompt plays.
    pub(super) began: Option<Duration>,
}
