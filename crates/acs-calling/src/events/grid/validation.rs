//! The handshake of the Event Grid schema: a validation event before the first event.

use std::borrow::Cow;
use std::fmt;

use call_webhook::Answer;
use call_wire::json::Raw;

use super::envelope::GridEnvelope;
use crate::events::envelope::Envelope as _;
use crate::events::error::EventError;

/// The type of the validation event.
const VALIDATION: &str = "Microsoft.EventGrid.SubscriptionValidationEvent";

pub(super) fn is_validation(event: &Raw<'_>) -> bool {
    text(event, GridEnvelope::TYPE).is_some_and(|name| name.eq_ignore_ascii_case(VALIDATION))
}

/// Returns a member that is a string.
fn text(object: &Raw<'_>, member: &str) -> Option<String> {
    object.get(member)?.text().map(Cow::into_owned)
}

/// The validation of a subscription, which Event Grid requires before it delivers events.
///
/// There are two ways to accept it:
///
/// * Send [`answer`](Self::answer) within 30 seconds. The status must be 200; Event Grid does not accept 202.
/// * Answer with 200 without a body, and send a GET request to [`url`](Self::url) within 10 minutes. The URL has the
///   port 553. The request can also be sent manually, or if the application cannot choose the answer.
///
/// [`Debug`](fmt::Debug) shows neither the code nor the URL.
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-event-grid-events-schema>
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SubscriptionValidation {
    /// The code that the answer must repeat (`validationCode`).
    pub code: String,
    /// The URL for the GET request (`validationUrl`).
    pub url: Option<String>,
    /// The resource that publishes the events. Check that it is yours: the handshake does not authenticate the sender.
    pub topic: Option<String>,
}

impl SubscriptionValidation {
    pub(super) fn read(place: &str, event: &Raw<'_>) -> Result<Self, EventError> {
        let fault = |member, message| EventError::new(format!("{place}/{member}"), message);
        let data = |member| text(&event.get("data")?, member);
        let error = match data("validationCode") {
            _ if !is_validation(event) => {
                let message = format!("the type does not match `aeg-event-type` (expected {VALIDATION})");
                fault(GridEnvelope::TYPE, message)
            }
            None => {
                let message = "the event has no valid validation code (expected a string)";
                fault("data/validationCode", message.to_owned())
            }
            Some(code) => return Ok(Self { code, url: data("validationUrl"), topic: text(event, "topic") }),
        };
        Err(error.with_event(event, GridEnvelope::TYPE))
    }

    /// Returns the answer that accepts the validation: 200 with `{"validationResponse": CODE}`.
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
