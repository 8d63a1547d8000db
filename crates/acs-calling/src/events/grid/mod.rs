//! Deliveries of Event Grid: its envelope, its handshakes, and its receiver.

mod delivery;
mod envelope;
mod handshake;
mod receiver;
mod validation;

pub use delivery::Delivery;
pub use envelope::{GridEnvelope, GridEvent};
pub use handshake::{EVENT_GRID_ORIGIN, allow_webhook};
pub use receiver::GridReceiver;
pub use validation::SubscriptionValidation;
