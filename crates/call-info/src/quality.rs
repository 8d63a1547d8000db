//! The quality of media streams.

use call_wire::Duration;

/// The measured quality of a media stream. A stream has one direction, so a conversation has at least two.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct StreamQuality {
    /// The service's name for the kind of media, such as `main-audio`.
    pub label: Option<String>,
    /// The average jitter (RFC 3550).
    pub jitter: Option<Duration>,
    /// The average fraction of lost packets, from 0 to 1.
    pub packet_loss: Option<f32>,
    /// The average round-trip time (RFC 3550).
    pub round_trip: Option<Duration>,
}
