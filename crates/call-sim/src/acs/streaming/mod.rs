//! Media streaming and transcription: the simulator connects to the WebSockets of the application.

mod audio;
mod events;
mod face;
pub(crate) mod fidelity;
mod frames;
mod kind;
mod life;
mod notes;
mod operations;
mod pace;
mod receive;
mod socket;
mod speech;
mod state;
mod wav;

pub use audio::Audio;
pub(crate) use life::{connected, ended};
pub(crate) use operations::{
    start, start_transcription, stop, stop_transcription, subscriptions, update_transcription,
};
pub(crate) use speech::{pressed, said};
pub(crate) use state::State;
