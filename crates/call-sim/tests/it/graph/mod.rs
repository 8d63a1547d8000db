//! Microsoft Graph.

mod bot;
mod outgoing;
