//! The calling APIs of Communication Services, Microsoft Graph and Exchange, simulated on loopback.

mod acs;
mod answer;
mod builder;
mod calls;
mod clock;
mod control;
mod delivery;
mod environment;
mod exchange;
mod fault;
mod fidelity;
mod graph;
mod journal;
mod phone;
mod random;
mod request;
mod script;
mod server;
mod service;
mod settings;
mod sim;
mod start_error;
mod timers;
mod tokens;
mod world;

pub use acs::{Acs, EventSchema};
pub use builder::Builder;
pub use calls::{Call, Party, Ring};
pub use clock::Time;
pub use fault::{CallbackFault, Fault, FaultRule, RequestFault, RetryAfter};
pub use fidelity::{Behavior, Mark};
pub use journal::{Entry, Kind};
pub use phone::{Action, Magic, ScriptError};
pub use service::Service;
pub use sim::Sim;
pub use start_error::StartError;
