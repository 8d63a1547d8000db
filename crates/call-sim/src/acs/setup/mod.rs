//! Setting up, changing and ending calls.

pub(super) mod answer;
pub(super) mod connect;
mod connected;
pub(super) mod create;
pub(super) mod get;
pub(super) mod hang_up;
mod options;
pub(super) mod transfer;
