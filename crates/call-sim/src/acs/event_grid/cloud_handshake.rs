//! The handshake of the CloudEvents schema: an `OPTIONS` request that asks for permission.

use std::time::Duration;

use acs_calling::events::EVENT_GRID_ORIGIN;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::handshake_result::finish;
use super::subscription::Status;
use crate::journal::{Kind, NewEntry};
use crate::service::Service;
use crate::world::World;

/// The time that the endpoint has to respond.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The response of the endpoint: its status and headers, or the reason why there is none.
type Response = Result<(StatusCode, HeaderMap), String>;

/// Sends the `OPTIONS` request. It is not repeated.
pub(super) fn send(world: &mut World, number: u64, url: Url, confirmation: &str) {
    let Some(core) = world.core() else { return };
    let entry = world.note(
        NewEntry::new(Service::Acs, Kind::Callback, "SubscriptionValidation")
            .detail(format_args!("OPTIONS {url}")),
    );
    let request = core
        .http
        .request(Method::OPTIONS, url)
        .header("WebHook-Request-Origin", EVENT_GRID_ORIGIN)
        .header("WebHook-Request-Callback", confirmation)
        .header("WebHook-Request-Rate", "120")
        .timeout(TIMEOUT);
    world.outbox.in_flight += 1;
    core.runtime.clone().spawn(async move {
        let response: Response = match request.send().await {
            Ok(response) => Ok((response.status(), response.headers().clone())),
            Err(error) => Err(error.without_url().to_string()),
        };
        core.with(|world| {
            world.outbox.in_flight -= 1;
            note(world, entry, &response);
            finish(world, number, status(&response));
        });
    });
}

fn note(world: &mut World, request: u64, response: &Response) {
    let entry =
        NewEntry::new(Service::Acs, Kind::CallbackResponse, "SubscriptionValidation").in_reply_to(request);
    world.note(match response {
        Ok((status, headers)) => entry.status(status.as_u16()).detail(status).headers(headers),
        Err(message) => entry.detail(message),
    });
}

/// Returns the state of the subscription after the response of the endpoint.
fn status(response: &Response) -> Status {
    let (status, headers) = match response {
        Ok(response) => response,
        Err(message) => return Status::Failed(message.clone()),
    };
    if *status != StatusCode::OK {
        return Status::Failed(format!("the endpoint responded with {status} (expected 200)"));
    }
    match headers.get("webhook-allowed-origin").map(|origin| origin.as_bytes()) {
        Some(origin) if origin == b"*" || origin.eq_ignore_ascii_case(EVENT_GRID_ORIGIN.as_bytes()) => {
            Status::Active
        }
        Some(_) => Status::Failed(format!(
            "the `WebHook-Allowed-Origin` of the endpoint is another one (expected {EVENT_GRID_ORIGIN} or *)"
        )),
        None => Status::AwaitingManualAction,
    }
}
