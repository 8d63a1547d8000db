//! CloudEvents 1.0: what comes to a callback URI, and what Event Grid delivers by choice.

use call_webhook::Limits;
use call_wire::json::Extra;
use call_wire::{DateTime, json_object, json_serde};

use super::body::Events;
use super::envelope::{Envelope, private};
use super::error::EventError;
use super::event::Event;
use super::received::Received;

/// An event in the envelope of CloudEvents 1.0.
///
/// Source: [CloudEvents 1.0](https://github.com/cloudevents/spec/blob/v1.0/spec.md); events recorded by Microsoft's own tests.
pub type CloudEvent = Received<CloudEnvelope>;

/// The context attributes of a CloudEvent: everything but its `data`.
///
/// Source: [CloudEvents 1.0, JSON event format](https://github.com/cloudevents/spec/blob/v1.0/json-format.md)
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct CloudEnvelope {
    /// Identifies the event, a GUID; the same whenever it is delivered again.
    pub id: Option<String>,
    /// Where it happened: `calling/callConnections/{id}`, or the ACS resource if Event Grid delivers.
    pub source: Option<String>,
    /// `type`: what happened, such as `Microsoft.Communication.CallConnected`.
    pub event_type: Option<String>,
    /// The version of CloudEvents: `1.0`.
    pub specversion: Option<String>,
    /// When it happened, as it came: RFC 3339 with up to seven digits of a second. See
    /// [`time`](Self::time).
    pub time: Option<String>,
    /// The media type of the data: `application/json`.
    pub datacontenttype: Option<String>,
    /// What it is about; the same as `source`, or caller and recipient of an `IncomingCall`.
    pub subject: Option<String>,
    /// Extension attributes, and what the members above do not say about the wire.
    pub extra: Extra,
}

json_object!(CloudEnvelope "CloudEvent" {
    id: "id",
    source: "source",
    event_type: "type",
    specversion: "specversion",
    time: "time",
    datacontenttype: "datacontenttype",
    subject: "subject",
});

impl CloudEnvelope {
    /// When it happened; `None` if the member is missing or not a valid time.
    #[must_use]
    pub fn time(&self) -> Option<DateTime> {
        self.time.as_deref().and_then(|time| time.parse().ok())
    }
}

impl Envelope for CloudEnvelope {
    const TYPE: &'static str = "type";

    fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl private::Sealed for CloudEnvelope {}

json_serde!(CloudEvent);

impl CloudEvent {
    /// An event as Call Automation would send it, for simulators and tests. For
    /// [`Event::Unknown`], set `envelope.event_type`.
    #[must_use]
    pub fn new(id: impl Into<String>, source: impl Into<String>, data: impl Into<Event>) -> Self {
        let (source, data) = (source.into(), data.into());
        let envelope = CloudEnvelope {
            id: Some(id.into()),
            source: Some(source.clone()),
            event_type: data.full_name(),
            specversion: Some("1.0".to_owned()),
            time: None,
            datacontenttype: Some("application/json".to_owned()),
            subject: Some(source),
            extra: Extra::default(),
        };
        Self { envelope, data }
    }
}

/// Reads a body of CloudEvents: an array of any length, or one event alone. Checks nothing else: to receive events, use
/// [`Receiver`](super::Receiver).
///
/// ```
/// use acs_calling::events;
///
/// let body = br#"[{"type": "Microsoft.Communication.CallConnected", "data": {}},
///     {"type": "Microsoft.Communication.PlayFailed", "data": {"resultInformation": {"code": "many"}}}]"#;
/// let error = events::parse(body).expect_err("a code is a number");
/// assert_eq!(error.path(), "/1/data/resultInformation/code");
/// ```
///
/// # Errors
///
/// A body that is not JSON, or neither an array nor an object; an event that is not an object, has no `type`, or
/// whose `data` is not what its known type says. One such event fails the whole body: see [`parse_each`].
pub fn parse(body: &[u8]) -> Result<Vec<CloudEvent>, EventError> {
    parse_each_listing(body, 1)?.into_iter().collect()
}

/// As [`parse`], but a broken event does not lose the others: each comes as it is, or as what is wrong with
/// it. Of broken events [`Events::LISTED`] are listed, and the others counted.
///
/// # Errors
///
/// A body that is not JSON, or neither an array nor an object.
pub fn parse_each(body: &[u8]) -> Result<Events<CloudEnvelope>, EventError> {
    parse_each_listing(body, Events::<CloudEnvelope>::LISTED)
}

/// As [`parse_each`], with a list of at most so many broken events.
///
/// # Errors
///
/// As [`parse_each`].
pub fn parse_each_listing(body: &[u8], errors: usize) -> Result<Events<CloudEnvelope>, EventError> {
    Events::read(body, Limits::default().max_items(usize::MAX).max_errors(errors))
}
