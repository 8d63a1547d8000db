//! What a receiver answers to the handshakes, without a web framework.

use std::fmt;
use std::num::NonZeroU32;

/// An answer, for any web framework. With axum:
///
/// ```
/// # use acs_calling::events::Answer;
/// use axum::body::Body;
/// use axum::http::StatusCode;
/// use axum::response::{AppendHeaders, IntoResponse, Response};
///
/// fn respond(answer: Answer) -> Response {
///     let status = StatusCode::from_u16(answer.status).unwrap_or_default();
///     // `Body` brings no content type of its own, as a `String` would.
///     (status, AppendHeaders(answer.headers), Body::from(answer.body)).into_response()
/// }
/// ```
///
/// [`Debug`](fmt::Debug) shows no body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// The body; empty for none.
    pub body: String,
}

impl Answer {
    /// 200 with JSON.
    pub(super) fn json(body: String) -> Self {
        let headers = vec![("content-type", "application/json".to_owned())];
        Self { status: 200, headers, body }
    }

    fn refusal(status: u16, reason: &str) -> Self {
        let headers = vec![("content-type", "text/plain; charset=utf-8".to_owned())];
        Self { status, headers, body: reason.to_owned() }
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

/// Who asks when Event Grid asks, in the public cloud. Seen in public code, not documented; other clouds may
/// name another.
pub const EVENT_GRID_ORIGIN: &str = "eventgrid.azure.net";

/// Answers the `OPTIONS` request that comes before the first CloudEvent: the sender of the header
/// `WebHook-Request-Origin` asks whether it may post here.
///
/// `is_allowed` decides; `rate` is how many requests a minute are welcome, any number if none is said. The
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
/// Source: Azure Event Grid, endpoint validation with the CloudEvents schema; CNCF, HTTP 1.1 web hooks for
/// event delivery 1.0, section 4.
#[must_use]
pub fn allow_webhook(
    request_origin: Option<&str>,
    is_allowed: impl FnOnce(&str) -> bool,
    rate: Option<NonZeroU32>,
) -> Answer {
    let Some(origin) = request_origin.map(str::trim).filter(|origin| is_host(origin)) else {
        return Answer::refusal(400, "WebHook-Request-Origin names no host");
    };
    if !is_allowed(origin) {
        return Answer::refusal(403, "WebHook-Request-Origin is not welcome here");
    }
    let rate = rate.map_or_else(|| "*".to_owned(), |rate| rate.to_string());
    let headers = vec![
        ("allow", "POST".to_owned()),
        ("webhook-allowed-origin", origin.to_owned()),
        ("webhook-allowed-rate", rate),
    ];
    Answer { status: 200, headers, body: String::new() }
}

/// Whether a text can be a host's name, so that it may be repeated in a header.
fn is_host(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
    !text.is_empty() && text.len() <= 253 && text.chars().all(fits)
}
