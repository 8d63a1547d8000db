//! Media operations: prompts, recognition, keys and hold.
//!
//! An operation concerns the whole call, or one or more participants. Operations on the whole call wait for each other.
//! Operations on participants run at once, and are refused while another one concerns the same participant.

mod actions;
pub(super) mod cancel;
pub(super) mod dtmf;
pub(super) mod hold;
mod lines;
pub(super) mod play;
mod prompt;
pub(super) mod recognition;
pub(super) mod recognize;
pub(super) mod send_dtmf;
pub(super) mod target_left;

pub(super) use actions::{ContinuousDtmf, Media};
