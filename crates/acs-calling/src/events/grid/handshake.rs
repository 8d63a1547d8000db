//! The handshake of the CloudEvents schema: an `OPTIONS` request before the first event.

use std::num::NonZeroU32;

use call_webhook::{Answer, Refused};

/// The origin that Event Grid sends in the public cloud. It is not documented, but occurs in public code. Other clouds
/// may send another origin.
pub const EVENT_GRID_ORIGIN: &str = "eventgrid.azure.net";

/// Returns the answer to the `OPTIONS` request that asks for permission to send CloudEvents.
/// [`GridReceiver`](crate::events::GridReceiver) calls this for Event Grid.
///
/// `request_origin` is the header `WebHook-Request-Origin` of the request, and `is_allowed` returns `true` to accept
/// it. `rate` is the allowed number of requests per minute, or `None` for no limit. The answer is 200 with
/// `WebHook-Allowed-Origin` and `WebHook-Allowed-Rate`, 403 without these headers if the origin is not allowed, or 400
/// if the request has no origin.
///
/// ```
/// use acs_calling::events::{EVENT_GRID_ORIGIN, allow_webhook};
///
/// let header = Some("eventgrid.azure.net");
/// let answer = allow_webhook(header, |origin| origin == EVENT_GRID_ORIGIN, None);
/// assert_eq!(answer.status, 200);
/// ```
///
/// Sources: <https://learn.microsoft.com/en-us/azure/event-grid/end-point-validation-cloud-events-schema>; [HTTP 1.1
/// Web Hooks for Event Delivery 1.0, section 4](https://github.com/cloudevents/spec/blob/v1.0/http-webhook.md)
#[must_use]
pub fn allow_webhook(
    request_origin: Option<&str>,
    is_allowed: impl FnOnce(&str) -> bool,
    rate: Option<NonZeroU32>,
) -> Answer {
    allow(request_origin, is_allowed, rate).unwrap_or_else(Answer::from)
}

/// Does the same as [`allow_webhook`], but returns a refusal as an error.
pub(super) fn allow(
    request_origin: Option<&str>,
    is_allowed: impl FnOnce(&str) -> bool,
    rate: Option<NonZeroU32>,
) -> Result<Answer, Refused> {
    let Some(origin) = request_origin.map(str::trim).filter(|origin| is_host(origin)) else {
        return Err(Refused::new(400, "the header `WebHook-Request-Origin` is not a valid host"));
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

/// Returns whether a text has only the characters of a host name, which a header may contain.
fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    !text.is_empty() && text.len() <= 253 && text.chars().all(fits)
}
