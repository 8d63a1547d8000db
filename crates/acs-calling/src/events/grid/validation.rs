//! The handshake of the Event Grid schema.

use std::borrow::Cow;
use std::fmt;

use call_webhook::Answer;
use call_wire::json::Raw;

use super::envelope::GridEnvelope;
use crate::events::envelope::Envelope as _;
use crate::events::error::EventError;

/// The type of the handshake's event.
const VALIDATION: &str = "Microsoft.EventGrid.SubscriptionValidationEvent";

pub(super) fn is_validation(event: &Raw<'_>) -> bool {
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
    pub(super) fn read(place: &str, event: &Raw<'_>) -> Result<Self, EventError> {
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
