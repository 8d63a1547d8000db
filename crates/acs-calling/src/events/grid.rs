//! The Event Grid schema: its envelope, and the handshake that comes before the first event.

use std::fmt;

use call_wire::json::{Extra, Value};
use call_wire::{DateTime, json_object};

use super::received::private;
use super::{Answer, Envelope, Event, EventError, Received, body};

/// An event in the envelope of the Event Grid schema.
///
/// Source: Azure Event Grid event schema.
pub type GridEvent = Received<GridEnvelope>;

/// The members of an event of the Event Grid schema beside its `data`.
///
/// Source: Azure Event Grid event schema.
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
    /// When it happened; none if that did not come or is no time.
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

impl private::Sealed for GridEnvelope {
    fn extra_mut(&mut self) -> &mut Extra {
        &mut self.extra
    }
}

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

/// What Event Grid posts to a subscription of the Event Grid schema.
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
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub enum Delivery {
    /// The handshake: answer with [`SubscriptionValidation::answer`].
    Validation(SubscriptionValidation),
    /// Events, each as it is or as what is wrong with it.
    Events(Vec<Result<GridEvent, EventError>>),
}

impl Delivery {
    /// Reads a body, by what the request's header `aeg-event-type` says: `SubscriptionValidation` or
    /// `Notification`. Without the header, the type of the event decides.
    ///
    /// # Errors
    ///
    /// A body that is no JSON, or neither an array nor an object; a validation that is not one event of type
    /// `Microsoft.EventGrid.SubscriptionValidationEvent` with a `validationCode`.
    pub fn read(aeg_event_type: Option<&str>, body: &[u8]) -> Result<Self, EventError> {
        let mut items = body::split(body)?;
        let says_validation = match aeg_event_type {
            Some(said) => said.trim().eq_ignore_ascii_case("SubscriptionValidation"),
            None => matches!(items.as_slice(), [(_, event)] if is_validation(event)),
        };
        if !says_validation {
            return Ok(Self::Events(items.into_iter().map(GridEvent::read).collect()));
        }
        match (items.pop(), items.len()) {
            (Some((place, event)), 0) => SubscriptionValidation::read(&place, event).map(Self::Validation),
            (last, others) => {
                let came = others + usize::from(last.is_some());
                Err(EventError::new("", format!("expected one validation event, {came} events came")))
            }
        }
    }
}

/// The type of the handshake's event.
const VALIDATION: &str = "Microsoft.EventGrid.SubscriptionValidationEvent";

fn is_validation(event: &Value) -> bool {
    text(event.get(GridEnvelope::TYPE)).is_some_and(|name| name.eq_ignore_ascii_case(VALIDATION))
}

fn text(value: Option<&Value>) -> Option<&str> {
    value.and_then(Value::as_str)
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
/// Source: Azure Event Grid, endpoint validation with the Event Grid schema.
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
    fn read(place: &str, event: Value) -> Result<Self, EventError> {
        let fault = |member, message| EventError::new(format!("{place}/{member}"), message);
        let data = |member| text(event.get("data").and_then(|data| data.get(member)));
        let error = match data("validationCode") {
            _ if !is_validation(&event) => {
                fault(GridEnvelope::TYPE, format!("expected {VALIDATION}, as `aeg-event-type` says"))
            }
            None => fault("data/validationCode", "expected a text".to_owned()),
            Some(code) => {
                let url = data("validationUrl").map(str::to_owned);
                let topic = text(event.get("topic")).map(str::to_owned);
                return Ok(Self { code: code.to_owned(), url, topic });
            }
        };
        Err(error.about(event, GridEnvelope::TYPE))
    }

    /// The answer that says yes: 200 with `{"validationResponse": CODE}`.
    #[must_use]
    pub fn answer(&self) -> Answer {
        Answer::json(&serde_json::json!({ "validationResponse": self.code }))
    }
}

impl fmt::Debug for SubscriptionValidation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubscriptionValidation").field("topic", &self.topic).finish_non_exhaustive()
    }
}
