//! The handshake of the Event Grid schema: a validation event, whose code the endpoint repeats.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::handshake_result::finish;
use super::subscription::{Status, name, topic};
use crate::delivery::{Delivery, Outcome, Retries};
use crate::service::Service;
use crate::world::World;

/// Sends the validation event. It is not repeated.
pub(super) fn send(world: &mut World, number: u64, url: &Url, code: &str, confirmation: &str) {
    let event = json!([{
        "id": world.random.guid(),
        "topic": topic(&world.settings),
        "subject": "",
        "data": {"validationCode": code, "validationUrl": confirmation},
        "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
        "eventTime": world.clock.now().to_string(),
        "metadataVersion": "1",
        "dataVersion": "2",
    }]);
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert("aeg-event-type", HeaderValue::from_static("SubscriptionValidation"));
    headers.insert("aeg-delivery-count", HeaderValue::from_static("0"));
    if let Ok(name) = HeaderValue::try_from(name(number)) {
        headers.insert("aeg-subscription-name", name);
    }
    let code = code.to_owned();
    world.deliver(Delivery {
        service: Service::Acs,
        call: None,
        name: "SubscriptionValidation".to_owned(),
        queue: format!("event grid, validation {number}"),
        url: url.to_string(),
        headers,
        body: event.to_string().into_bytes(),
        authorization: None,
        retries: Retries {
            waits: &[],
            retries: |_| false,
            timeout: Duration::from_secs(30),
            redirects: false,
        },
        done: Some(Box::new(move |world, outcome| finish(world, number, status(outcome, &code)))),
        defect: None,
    });
}

/// Returns the state of the subscription after the response of the endpoint.
fn status(outcome: &Outcome, code: &str) -> Status {
    let body = match outcome {
        Outcome::Answered { status: StatusCode::OK, body, .. } => body,
        Outcome::Answered { status, .. } => {
            return Status::Failed(format!("the endpoint responded with {status} (expected 200)"));
        }
        Outcome::Failed(message) => return Status::Failed(message.clone()),
        Outcome::Lost => return Status::Failed("an injected fault dropped the validation event".to_owned()),
    };
    let response = serde_json::from_slice::<Value>(body).ok();
    match response.as_ref().and_then(|body| body.get("validationResponse")) {
        Some(answered) if answered == code => Status::Active,
        Some(_) => {
            let reason = "the `validationResponse` of the endpoint is not the `validationCode` of the event";
            Status::Failed(reason.to_owned())
        }
        None => Status::AwaitingManualAction,
    }
}
