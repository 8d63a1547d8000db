//! The delivery of callbacks, notifications and Event Grid events to the application.

mod outbox;
mod outgoing;
mod send;

pub(crate) use outbox::Outbox;
pub(crate) use outgoing::{Authorization, Delivery, Outcome, Retries};
