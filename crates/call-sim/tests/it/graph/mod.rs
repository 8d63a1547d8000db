//! Microsoft Graph.
#![allow(clippy::unwrap_used, reason = "a test that fails shows where")]

mod batch;
mod bot;
mod credentials;
mod every_operation;
mod incoming;
mod media;
mod meetings;
mod notifications;
mod outgoing;
mod participants;
mod recording_policy;
mod refusals;
mod transfer;
