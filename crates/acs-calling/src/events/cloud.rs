//! CloudEvents 1.0: the events at a callback URI, and those of Event Grid if the subscription selects this schema.

use call_webhook::Limits;
use call_wire::json::Extra;
use call_wire::{DateTime, json_object, json_serde};

use super::body::Events;
use super::envelope::{Envelope, private};
use super::error::EventError;
use super::event::Event;
use super::received::Received;

/// An event with the envelope of CloudEvents 1.0.
///
/// Sources: [CloudEvents 1.0](https://github.com/cloudevents/spec/blob/v1.0/spec.md); events that Microsoft's tests
/// recorded.
pub type CloudEvent = Received<CloudEnvelope>;

/// The context attributes of a CloudEvent: its members except `data`.
///
/// Source: [CloudEvents 1.0, JSON event format](https://github.com/cloudevents/spec/blob/v1.0/json-format.md)
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct CloudEnvelope {
    /// The id of the event, a GUID, which is the same in repeated deliveries.
    pub id: Option<String>,
    /// The source: `calling/callConnections/{id}`, or the Communication Services resource for events of Event Grid.
    pub source: Option<String>,
    /// The event type (`type`), such as `Microsoft.Communication.CallConnected`.
    pub event_type: Option<String>,
    /// The version of CloudEvents: `1.0`.
    pub specversion: Option<String>,
    /// The time of the event as received: RFC 3339 with up to seven decimals of a second. [`time`](Self::time) parses
    /// it.
    pub time: Option<String>,
    /// The media type of the data: `application/json`.
    pub datacontenttype: Option<String>,
    /// The subject: the same as `source`, or the caller and the recipient of an `IncomingCall`.
    pub subject: Option<String>,
    /// Extension attributes, explicit nulls and original spellings.
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
    /// Returns the time of the event; `None` if the member is absent or not a valid time.
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
    /// Creates an event in the form that Call Automation sends, for simulators and tests. For [`Event::Unknown`], set
    /// `envelope.event_type`.
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

/// Parses a body with an array of CloudEvents or one CloudEvent, without authenticating the sender. To receive events,
/// use [`Receiver`](super::Receiver).
///
/// ```
/// use acs_calling::events;
///
/// let body = br#"[{"type": "Microsoft.Communication.CallConnected", "data": {}},
///     {"type": "Microsoft.Communication.PlayFailed", "data": {"resultInformation": {"code": "many"}}}]"#;
/// let error = events::parse(body).expect_err("the code is not a number");
/// assert_eq!(error.path(), "/1/data/resultInformation/code");
/// ```
///
/// # Errors
///
/// [`EventError`] if the body is not JSON, or neither an array nor an object; or if an event is not an object, has no
/// `type`, or has invalid `data`. [`parse_each`] returns the valid events in this case.
pub fn parse(body: &[u8]) -> Result<Vec<CloudEvent>, EventError> {
    parse_each_with_limit(body, 1)?.into_iter().collect()
}

/// Does the same as [`parse`], but returns an event or an error for each event. At most [`Events::DEFAULT_LIMIT`]
/// errors are listed; the other errors are only counted.
///
/// # Errors
///
/// [`EventError`] if the body is not JSON, or neither an array nor an object.
pub fn parse_each(body: &[u8]) -> Result<Events<CloudEnvelope>, EventError> {
    parse_each_with_limit(body, Events::<CloudEnvelope>::DEFAULT_LIMIT)
}

/// Does the same as [`parse_each`], and lists at most `errors` errors.
///
/// # Errors
///
/// The same as [`parse_each`].
pub fn parse_each_with_limit(body: &[u8], errors: usize) -> Result<Events<CloudEnvelope>, EventError> {
    Events::read(body, Limits::default().max_items(usize::MAX).max_errors(errors))
}
