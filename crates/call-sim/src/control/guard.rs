//! The check that a request does not come from a page of another site.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HOST, ORIGIN};
use http::uri::Authority;
use http::{HeaderMap, StatusCode};
use url::Host;

use super::problem::Problem;
use crate::callback_url;

/// Refuses requests whose `Host` is not a loopback host, and those with the `Origin` of another site. The name of
/// another site may resolve to 127.0.0.1, so its pages can send requests to the simulator.
pub(super) async fn same_origin(request: Request, next: Next) -> Result<Response, Problem> {
    check(request.headers())?;
    Ok(next.run(request).await)
}

fn check(headers: &HeaderMap) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = text(HOST).unwrap_or_default();
    if !is_loopback(host) {
        let message = format!(
            "the host {host:?} is not a loopback host (expected 127.0.0.1, localhost or [::1]: use the URL that the simulator printed)"
        );
        return Err(Problem::new(StatusCode::FORBIDDEN, message));
    }
    match text(ORIGIN) {
        Some(origin) if origin.strip_prefix("http://") != Some(host) => {
            let message = format!(
                "requests from the origin {origin:?} are refused (send them without the header Origin, or from http://{host})"
            );
            Err(Problem::new(StatusCode::FORBIDDEN, message))
        }
        _ => Ok(()),
    }
}

fn is_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    Host::parse(authority.host()).is_ok_and(|host| callback_url::is_loopback(&host))
}
