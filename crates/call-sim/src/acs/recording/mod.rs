//! Recordings: their states, and the files that the application downloads.

mod audio;
pub(crate) mod fidelity;
mod file;
mod format;
mod metadata;
mod mp4;
mod operations;
mod publish;
mod range;
mod speakers;
mod state;
mod store;

pub(crate) use operations::{pause, properties, resume, start, stop};
pub(crate) use publish::call_ended;
pub(crate) use state::State;
pub(crate) use store::{download, operation, serves};
