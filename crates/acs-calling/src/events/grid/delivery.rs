//! What Event Grid sends to a subscription.

use call_webhook::{Answer, Limits};

use super::envelope::GridEnvelope;
use super::validation::{SubscriptionValidation, is_validation};
use crate::events::body::{Events, first};
use crate::events::cloud::CloudEnvelope;
use crate::events::error::EventError;

/// What Event Grid sends to a subscription. [`GridReceiver`](crate::events::GridReceiver) gives all of it; for tests and tools,
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
        match first(body)? {
            (Some((place, event)), 1) if says_validation.is_some() || is_validation(&event) => {
                SubscriptionValidation::read(&place.to_string(), &event).map(Self::Validation)
            }
            (_, came) if says_validation.is_some() => {
                Err(EventError::new("", format!("expected one validation event, {came} events came")))
            }
            _ => Events::read(body, limits).map(Self::Events),
        }
    }

    /// The answer to give: what the handshake or the validation wants, and 200 to events. To refuse a
    /// [`Validation`](Self::Validation) of a topic that is not yours, answer [`Answer::refused`] instead.
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
