//! Microsoft Graph.

mod batch;
mod bot;
mod credentials;
mod incoming;
mod media;
mod meetings;
mod notifications;
mod outgoing;
mod participants;
mod recording_policy;
mod refusals;
mod transfer;
