//! The validation of endpoints: a subscription is active only after its endpoint has confirmed it.

use http::{Method, StatusCode};

use super::subscription::{EventSchema, Status, Subscription};
use super::{cloud_handshake, grid_handshake};
use crate::answer::Answer;
use crate::callback_url;
use crate::phone::ScriptError;
use crate::request::Request;
use crate::world::World;

/// The path of the URL that confirms a subscription.
const PATH: &str = "/eventGrid/validate";

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
