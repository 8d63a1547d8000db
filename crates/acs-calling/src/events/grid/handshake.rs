//! The handshake of CloudEvents: an `OPTIONS` request before the first event.

use std::num::NonZeroU32;

use call_webhook::{Answer, Refused};

/// The origin that Event Grid names in the public cloud. Seen in public code, not documented; other clouds may
/// name another.
pub const EVENT_GRID_ORIGIN: &str = "eventgrid.azure.net";

/// Answers the `OPTIONS` request that comes before the first CloudEvent: the sender of the header
/// `WebHook-Request-Origin` asks whether it may post here. [`GridReceiver`](crate::events::GridReceiver) does this for Event
/// Grid.
///
/// `is_allowed` decides; `rate` is the accepted number of requests per minute, any number if there is none. The
/// answer is 200 with `WebHook-Allowed-Origin` and `WebHook-Allowed-Rate`; 403 without them for an origin that
/// is not allowed, and 400 for a request without an origin.
///
/// ```
/// use acs_calling::events::{EVENT_GRID_ORIGIN, allow_webhook};
///
/// let header = Some("eventgrid.azure.net");
/// let answer = allow_webhook(header, |origin| origin == EVENT_GRID_ORIGIN, None);
/// assert_eq!(answer.status, 200);
/// ```
///
/// Source: <https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-cloud-events-schema>;
/// [HTTP 1.1 Web Hooks for Event Delivery 1.0, section 4](https://github.com/cloudevents/spec/blob/v1.0/http-webhook.md)
#[must_use]
pub fn allow_webhook(
    request_origin: Option<&str>,
    is_allowed: impl FnOnce(&str) -> bool,
    rate: Option<NonZeroU32>,
) -> Answer {
    allow(request_origin, is_allowed, rate).unwrap_or_else(Answer::from)
}

/// As [`allow_webhook`], with a refusal as an error.
pub(super) fn allow(
    request_origin: Option<&str>,
    is_allowed: impl FnOnce(&str) -> bool,
    rate: Option<NonZeroU32>,
) -> Result<Answer, Refused> {
    let Some(origin) = request_origin.map(str::trim).filter(|origin| is_host(origin)) else {
        return Err(Refused::new(400, "the header `WebHook-Request-Origin` does not name a host"));
    };
    if !is_allowed(origin) {
        return Err(Refused::new(403, format!("the origin {origin} may not send events here")));
    }
    let rate = rate.map_or_else(|| "*".to_owned(), |rate| rate.to_string());
    Ok(Answer::ok()
        .header("allow", "POST")
        .header("webhook-allowed-origin", origin)
        .header("webhook-allowed-rate", rate))
}

/// Whether a text can be a host's name, so that it may be repeated in a header.
fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    !text.is_empty() && text.len() <= 253 && text.chars().all(fits)
}
