//! The requests of Event Grid to a subscription.

use call_webhook::{Answer, Limits};

use super::envelope::GridEnvelope;
use super::validation::{SubscriptionValidation, is_validation};
use crate::events::body::{Events, first};
use crate::events::cloud::CloudEnvelope;
use crate::events::error::EventError;

/// A request of Event Grid to a subscription: a handshake or events.
///
/// [`GridReceiver`](crate::events::GridReceiver) returns all variants. For tests and tools, [`read`](Self::read) reads
/// a body of the Event Grid schema:
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
    /// The handshake of the CloudEvents schema, with the answer to it.
    Handshake(Answer),
    /// The handshake of the Event Grid schema: answer with [`SubscriptionValidation::answer`].
    Validation(SubscriptionValidation),
    /// Events of the Event Grid schema.
    Events(Events<GridEnvelope>),
    /// Events of the CloudEvents schema.
    CloudEvents(Events<CloudEnvelope>),
}

impl Delivery {
    /// Reads a body. `aeg_event_type` is the header `aeg-event-type` of the request: `SubscriptionValidation` or
    /// `Notification`. Without the header, the type of the event determines the variant.
    ///
    /// # Errors
    ///
    /// [`EventError`] if the body is not JSON, or neither an array nor an object; or if a validation is not a single
    /// event of the type `Microsoft.EventGrid.SubscriptionValidationEvent` with a `validationCode`.
    pub fn read(aeg_event_type: Option<&str>, body: &[u8]) -> Result<Self, EventError> {
        Self::read_with_limit(aeg_event_type, body, Events::<GridEnvelope>::DEFAULT_LIMIT)
    }

    /// Does the same as [`read`](Self::read), and lists at most `errors` invalid events.
    ///
    /// # Errors
    ///
    /// The same as [`read`](Self::read).
    pub fn read_with_limit(
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
        let header_is_validation =
            aeg_event_type.map(|header| header.trim().eq_ignore_ascii_case("SubscriptionValidation"));
        if header_is_validation == Some(false) {
            return Events::read(body, limits).map(Self::Events);
        }
        match first(body)? {
            (Some((place, event)), 1) if header_is_validation.is_some() || is_validation(&event) => {
                SubscriptionValidation::read(&place.to_string(), &event).map(Self::Validation)
            }
            (_, count) if header_is_validation.is_some() => {
                Err(EventError::new("", format!("expected one validation event, found {count} events")))
            }
            _ => Events::read(body, limits).map(Self::Events),
        }
    }

    /// Returns the answer to send: the acceptance of a handshake or validation, or 200 for events. To refuse a
    /// [`Validation`](Self::Validation) of an unknown topic, send [`Answer::refused`] instead.
    #[must_use]
    pub fn answer(&self) -> Answer {
        match self {
            Self::Handshake(answer) => answer.clone(),
            Self::Validation(validation) => validation.answer(),
            Self::Events(events) => events.answer(),
            Self::CloudEvents(events) => events.answer(),
        }
    }
}
