//! The envelopes of events.

use call_wire::json::{Object, Wire};

/// The members of an event beside its `data`: [`CloudEnvelope`](super::CloudEnvelope) or
/// [`GridEnvelope`](super::GridEnvelope).
pub trait Envelope: Object + Wire + private::Sealed {
    /// The member that names the event's type.
    const TYPE: &'static str;

    /// The event's type, such as `Microsoft.Communication.CallConnected`.
    fn event_type(&self) -> Option<&str>;

    /// The event's id, the same whenever it is delivered again.
    fn id(&self) -> Option<&str>;
}

pub(super) mod private {
    /// Keeps others from adding envelopes.
    pub trait Sealed {}
}
