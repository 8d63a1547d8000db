//! What is this call doing? One view of a call over Exchange, Microsoft Graph and Azure Communication Services.
mod acs;
mod ending;
mod exchange;
mod graph;
mod info;
mod party;
mod state;

pub use ending::{EndReason, Ending};
pub use info::{CallInfo, Direction, Service};
pub use party::{Party, PartyKind, PartyRole};
pub use state::CallState;
