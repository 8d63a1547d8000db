//! Event Grid: subscriptions of the application, and the events that are published to them.

mod attempt;
mod cloud_handshake;
mod face;
pub(crate) mod fidelity;
mod grid_handshake;
mod handshake_result;
pub(crate) mod incoming;
mod publish;
mod ring;
mod subscription;
mod validation;

pub(crate) use publish::publish;
pub(crate) use ring::{NewCall, act, announce, calls, ring};
pub use subscription::EventSchema;
pub(crate) use subscription::{State, Status};
pub(crate) use validation::{is_active, serves, subscribe, validate};
