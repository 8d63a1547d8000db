//! The envelope of the Event Grid schema.

use call_wire::json::Extra;
use call_wire::{DateTime, json_object, json_serde};

use crate::events::envelope::{Envelope, private};
use crate::events::event::Event;
use crate::events::received::Received;

/// An event with the envelope of the Event Grid schema.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/event-schema>
pub type GridEvent = Received<GridEnvelope>;

/// The members of an event of the Event Grid schema except `data`.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/event-schema>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GridEnvelope {
    /// The id of the event, a GUID, which is the same in repeated deliveries.
    pub id: Option<String>,
    /// The resource that published the event, by its path in Azure Resource Manager.
    pub topic: Option<String>,
    /// The subject, such as `/caller/{rawId}/recipient/{rawId}`.
    pub subject: Option<String>,
    /// The event type, such as `Microsoft.Communication.IncomingCall`.
    pub event_type: Option<String>,
    /// The time of the event as received, in RFC 3339. [`time`](Self::time) parses it.
    pub event_time: Option<String>,
    /// The version of the data's schema, set by the publisher.
    pub data_version: Option<String>,
    /// The version of the envelope's schema, set by Event Grid: `1`.
    pub metadata_version: Option<String>,
    /// Unknown members, explicit nulls and original spellings.
    pub extra: Extra,
}

json_object!(GridEnvelope "EventGridEvent" {
    id: "id",
    topic: "topic",
    subject: "subject",
    event_type: "eventType",
    event_time: "eventTime",
    data_version: "dataVersion",
    metadata_version: "metadataVersion",
});

impl GridEnvelope {
    /// Returns the time of the event; `None` if the member is absent or not a valid time.
    #[must_use]
    pub fn time(&self) -> Option<DateTime> {
        self.event_time.as_deref().and_then(|time| time.parse().ok())
    }
}

impl Envelope for GridEnvelope {
    const TYPE: &'static str = "eventType";

    fn event_type(&self) -> Option<&str> {
        self.event_type.as_deref()
    }

    fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

impl private::Sealed for GridEnvelope {}

json_serde!(GridEvent);

impl GridEvent {
    /// Creates an event in the form that Event Grid sends, for simulators and tests. For [`Event::Unknown`], set
    /// `envelope.event_type`.
    #[must_use]
    pub fn new(id: impl Into<String>, subject: impl Into<String>, data: impl Into<Event>) -> Self {
        let data = data.into();
        let envelope = GridEnvelope {
            id: Some(id.into()),
            subject: Some(subject.into()),
            event_type: data.full_name(),
            data_version: Some("1.0".to_owned()),
            metadata_version: Some("1".to_owned()),
            ..GridEnvelope::default()
        };
        Self { envelope, data }
    }
}
