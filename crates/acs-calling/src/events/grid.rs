//! The Event Grid schema: its envelope, and the handshake that comes before the first event.

use std::borrow::Cow;
use std::fmt;

use call_webhook::{Answer, Limits};
use call_wire::json::{Extra, Raw};
use call_wire::{DateTime, json_object};

use super::received::private;
use super::{CloudEnvelope, Envelope, Event, EventError, Events, Received, body};

/// An event in the envelope of the Event Grid schema.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/event-schema>
pub type GridEvent = Received<GridEnvelope>;

/// The members of an event of the Event Grid schema beside its `data`.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/event-schema>
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct GridEnvelope {
    /// Identifies the event, a GUID; the same whenever it is delivered again.
    pub id: Option<String>,
    /// The resource that the event comes from, by its path in Azure Resource Manager.
    pub topic: Option<String>,
    /// What it is about, such as `/caller/{rawId}/recipient/{rawId}`.
    pub subject: Option<String>,
    /// What happened, such as `Microsoft.Communication.IncomingCall`.
    pub event_type: Option<String>,
    /// When it happened, as it came: RFC 3339. See [`time`](Self::time).
    pub event_time: Option<String>,
    /// The version of the data's schema, set by the publisher.
    pub data_version: Option<String>,
    /// The version of the envelope's schema, set by Event Grid: `1`.
    pub metadata_version: Option<String>,
    /// What the members above do not say about the wire.
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
    /// When it happened; `None` if the member is missing or not a valid time.
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

impl GridEvent {
    /// An event as Event Grid would deliver it, for simulators and tests. For [`Event::Unknown`], set
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

/// What Event Grid sends to a subscription. [`GridReceiver`](super::GridReceiver) gives all of it; for tests and tools,
/// [`read`](Self::read) reads a body of the Event Grid schema alone:
///
/// ```
/// use acs_calling::events::{Delivery, Event};
///
/// # fn main() -> Result<(), acs_calling::events::EventError> {
/// let header = Some("Notification"); // of the request: `aeg-event-type`
/// let body = br#"[{"eventType": "Microsoft.Communication.IncomingCall", "data": {"serverCallId": "a"}}]"#;
/// match Delivery::read(header, body)? {
///     Delivery::Validation(validation) => println!("answer {:?}", validation.answer()),
///     Delivery::Events(events) => {
///         for event in events {
///             if let Event::IncomingCall(call) = event?.data {
///                 println!("answer {:?} with its incoming_call_context", call.server_call_id);
///             }
///         }
///     }
///     _ => {}
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum Delivery {
    /// The handshake of the CloudEvents schema, and its answer.
    Handshake(Answer),
    /// The handshake of the Event Grid schema: answer with [`SubscriptionValidation::answer`].
    Validation(SubscriptionValidation),
    /// Events of the Event Grid schema, each as it is or as what is wrong with it.
    Events(Events<GridEnvelope>),
    /// Events of the CloudEvents schema, each as it is or as what is wrong with it.
    CloudEvents(Events<CloudEnvelope>),
}

impl Delivery {
    /// Reads a body, by what the request's header `aeg-event-type` says: `SubscriptionValidation` or
    /// `Notification`. Without the header, the type of the event decides.
    ///
    /// # Errors
    ///
    /// A body that is not JSON, or neither an array nor an object; a validation that is not one event of type
    /// `Microsoft.EventGrid.SubscriptionValidationEvent` with a `validationCode`.
    pub fn read(aeg_event_type: Option<&str>, body: &[u8]) -> Result<Self, EventError> {
        Self::read_listing(aeg_event_type, body, Events::<GridEnvelope>::LISTED)
    }

    /// As [`read`](Self::read), with a list of at most so many broken events.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_listing(
        aeg_event_type: Option<&str>,
        body: &[u8],
        errors: usize,
    ) -> Result<Self, EventError> {
        let limits = Limits::default().max_items(usize::MAX).max_errors(errors);
        Self::read_within(aeg_event_type, body, limits)
    }

    pub(super) fn read_within(
        aeg_event_type: Option<&str>,
        body: &[u8],
        limits: Limits,
    ) -> Result<Self, EventError> {
        let says_validation =
            aeg_event_type.map(|said| said.trim().eq_ignore_ascii_case("SubscriptionValidation"));
        if says_validation == Some(false) {
            return Events::read(body, limits).map(Self::Events);
        }
        match body::first(body)? {
            (Some((place, event)), 1) if says_validation.is_some() || is_validation(&event) => {
                SubscriptionValidation::read(&place.to_string(), &event).map(Self::Validation)
            }
            (_, came) if says_validation.is_some() => {
                Err(EventError::new("", format!("expected one validation event, {came} events came")))
            }
            _ => Events::read(body, limits).map(Self::Events),
        }
    }
}

/// The type of the handshake's event.
const VALIDATION: &str = "Microsoft.EventGrid.SubscriptionValidationEvent";

fn is_validation(event: &Raw<'_>) -> bool {
    text(event, GridEnvelope::TYPE).is_some_and(|name| name.eq_ignore_ascii_case(VALIDATION))
}

/// The text of a member.
fn text(object: &Raw<'_>, member: &str) -> Option<String> {
    object.get(member)?.text().map(Cow::into_owned)
}

/// Event Grid asks whether a subscription is wanted, before it delivers to it.
///
/// Two ways say yes:
///
/// * answer the request with [`answer`](Self::answer) within 30 seconds (200; a 202 does not count);
/// * or answer 200 without a body, and GET [`url`](Self::url) within 10 minutes: by hand, or where the answer
///   cannot be chosen. It leads to port 553.
///
/// [`Debug`](fmt::Debug) shows neither code nor URL.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema>
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubscriptionValidation {
    /// `validationCode`: what the answer must repeat.
    pub code: String,
    /// `validationUrl`: what to GET instead.
    pub url: Option<String>,
    /// The resource whose events are to come. Look whether it is one of yours: the handshake is no
    /// authentication.
    pub topic: Option<String>,
}

impl SubscriptionValidation {
    fn read(place: &str, event: &Raw<'_>) -> Result<Self, EventError> {
        let fault = |member, message| EventError::new(format!("{place}/{member}"), message);
        let data = |member| text(&event.get("data")?, member);
        let error = match data("validationCode") {
            _ if !is_validation(event) => {
                fault(GridEnvelope::TYPE, format!("expected {VALIDATION}, as `aeg-event-type` says"))
            }
            None => fault("data/validationCode", "expected a text".to_owned()),
            Some(code) => return Ok(Self { code, url: data("validationUrl"), topic: text(event, "topic") }),
        };
        Err(error.about(event, GridEnvelope::TYPE))
    }

    /// The answer that says yes: 200 with `{"validationResponse": CODE}`.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::json(format!("{{\"validationResponse\":{}}}", Raw::from(&*self.code)))
    }
}

impl fmt::Debug for SubscriptionValidation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriptionValidation").field("topic", &self.topic).finish_non_exhaustive()
    }
}
