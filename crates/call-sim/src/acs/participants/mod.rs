//! The participants of a call.

pub(super) mod add;
pub(super) mod cancel_add;
pub(super) mod list;
pub(super) mod moves;
pub(super) mod mute;
pub(super) mod remove;
