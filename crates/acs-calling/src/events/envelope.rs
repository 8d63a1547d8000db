//! The trait of envelopes.

use call_wire::json::{Object, Wire};

/// The members of an event except `data`: [`CloudEnvelope`](super::CloudEnvelope) or
/// [`GridEnvelope`](super::GridEnvelope).
pub trait Envelope: Object + Wire + private::Sealed {
    /// The name of the member with the event type.
    const TYPE: &'static str;

    /// Returns the event type, such as `Microsoft.Communication.CallConnected`.
    fn event_type(&self) -> Option<&str>;

    /// Returns the event id, which is the same in repeated deliveries.
    fn id(&self) -> Option<&str>;
}

pub(super) mod private {
    /// Prevents implementations in other crates.
    pub trait Sealed {}
}
