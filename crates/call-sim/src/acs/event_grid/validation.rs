//! The validation of endpoints: a subscription is active only after its endpoint has confirmed it.

use std::time::Duration;

use http::{Method, StatusCode};

use super::subscription::{EventSchema, Status, Subscription, name};
use super::{cloud_handshake, grid_handshake};
use crate::answer::Answer;
use crate::callback_url;
use crate::journal::{Kind, NewEntry};
use crate::phone::ScriptError;
use crate::request::Request;
use crate::service::Service;
use crate::world::World;

/// The path of the URL that confirms a subscription.
const PATH: &str = "/eventGrid/validate";

/// The time in which an endpoint can confirm a subscription by a GET request.
const MANUAL: Duration = Duration::from_secs(600);

/// Returns whether Event Grid has the path of a request.
pub(crate) fn serves(request: &Request) -> bool {
    request.path() == PATH
}

/// Adds a subscription, begins its validation, and returns its number.
///
/// # Errors
///
/// The URL is neither `https` nor an `http` URL on loopback.
pub(crate) fn subscribe(world: &mut World, url: &str, schema: EventSchema) -> Result<u64, ScriptError> {
    let parsed = callback_url::parse(url).ok_or_else(|| {
        ScriptError::new("the URL of the subscription is not valid (expected https, or http on loopback)")
    })?;
    let code = world.random.guid();
    let subscription =
        Subscription { url: parsed.to_string(), schema, code: code.clone(), status: Status::Validating };
    let number = world.acs.grid.add(subscription);
    let confirmation = format!("{}{PATH}?id={number}&code={code}", world.settings.base);
    match schema {
        EventSchema::EventGrid => grid_handshake::send(world, number, &parsed, &code, &confirmation),
        EventSchema::CloudEvents => cloud_handshake::send(world, number, parsed, &confirmation),
    }
    Ok(number)
}

/// Returns whether a subscription is active.
pub(crate) fn is_active(world: &World) -> bool {
    world.acs.grid.subscriptions.values().any(|subscription| subscription.status == Status::Active)
}

/// Sets the result of a handshake. A subscription that awaits an action fails after ten minutes.
pub(super) fn finish(world: &mut World, number: u64, status: Status) {
    let Some(subscription) = world.acs.grid.subscriptions.get_mut(&number) else { return };
    if subscription.status != Status::Validating {
        // A GET request has confirmed it in the meantime.
        return;
    }
    subscription.status = status.clone();
    let entry = match &status {
        Status::Active => NewEntry::new(Service::Acs, Kind::State, "active").detail(name(number)),
        Status::Failed(reason) => {
            let detail = format!("{} is not active: {reason}", name(number));
            NewEntry::new(Service::Acs, Kind::Warning, "SubscriptionValidation").detail(detail)
        }
        Status::Validating | Status::AwaitingManualAction => {
            NewEntry::new(Service::Acs, Kind::State, "awaitingManualAction").detail(name(number))
        }
    };
    world.note(entry);
    if status == Status::AwaitingManualAction {
        world.after(MANUAL, move |world| lapse(world, number));
    }
}

fn lapse(world: &mut World, number: u64) {
    let Some(subscription) = world.acs.grid.subscriptions.get_mut(&number) else { return };
    if subscription.status == Status::AwaitingManualAction {
        let reason = "the endpoint did not send a GET request to the validation URL within ten minutes";
        subscription.status = Status::Failed(reason.to_owned());
    }
}

/// Processes a request to the validation URL, which confirms a subscription.
pub(crate) fn validate(world: &mut World, request: &Request) -> Answer {
    if ![Method::GET, Method::POST].contains(&request.method) {
        return Answer::empty(StatusCode::METHOD_NOT_ALLOWED).header(http::header::ALLOW, "GET, POST");
    }
    let number = request.query("id").and_then(|id| id.parse().ok());
    let found = number.and_then(|number: u64| world.acs.grid.subscriptions.get_mut(&number));
    let Some(subscription) =
        found.filter(|found| request.query("code").is_some_and(|code| code == found.code))
    else {
        let text = "the validation code is not valid (expected the `validationUrl` of a subscription)\n";
        return Answer::new(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", text);
    };
    if let Status::Failed(reason) = &subscription.status {
        let text = format!("the subscription is not active: {reason}\n");
        return Answer::new(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", text);
    }
    subscription.status = Status::Active;
    Answer::new(StatusCode::OK, "text/plain; charset=utf-8", "Webhook successfully validated\n")
}
