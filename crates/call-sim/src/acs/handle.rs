//! The processing of a request: credentials, version, operation, repeatability.

use acs_calling::server::Operation;
use call_wire::server::Found;
use http::header::ALLOW;
use http::{HeaderName, StatusCode};
use serde_json::json;

use super::repeatability::Decision;
use super::{auth, body, dispatch, recording, refusal};
use crate::answer::Answer;
use crate::clock::Clock;
use crate::request::Request;
use crate::world::World;

/// The versions of the API that are served. The operations and members are those of the last one.
const VERSIONS: [&str; 7] =
    ["2023-03-06", "2023-10-15", "2024-04-15", "2024-09-15", "2025-05-15", "2025-06-15", "2026-03-12"];

/// The path of the OpenID configuration.
pub(super) const OPENID_CONFIGURATION: &str = "/calling/.well-known/acsopenidconfiguration";

/// The path of the keys of tokens.
pub(super) const KEYS: &str = "/calling/keys";

const JSON: &str = "application/json; charset=utf-8";

/// Processes a request.
pub(super) fn handle(world: &mut World, request: &Request) -> Answer {
    match request.path() {
        OPENID_CONFIGURATION => openid_configuration(world),
        KEYS => Answer::new(StatusCode::OK, JSON, world.tokens.key_set()),
        _ => match auth::check(world, request) {
            Ok(()) if recording::serves(request) => refusal::answer(recording::download(world, request)),
            Ok(()) => respond(world, request),
            Err(failure) => failure.answer(request),
        },
    }
}

fn openid_configuration(world: &World) -> Answer {
    let configuration = json!({
        "issuer": acs_calling::token::ISSUER,
        "jwks_uri": format!("{}{KEYS}", world.settings.base),
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    });
    Answer::new(StatusCode::OK, JSON, configuration.to_string())
}

/// Responds to a request whose sender is authenticated.
fn respond(world: &mut World, request: &Request) -> Answer {
    let version = request.query("api-version");
    if !version.is_some_and(|version| VERSIONS.contains(&version.as_str())) {
        return no_resource(world, request);
    }
    let (operation, parameters) = match Operation::find(request.method.as_str(), request.path()) {
        Found::Operation(operation, parameters) => (operation, parameters),
        Found::MethodNotAllowed(methods) => {
            return Answer::empty(StatusCode::METHOD_NOT_ALLOWED).header(ALLOW, &methods.join(", "));
        }
        Found::Unknown => return no_resource(world, request),
    };
    let call = parameters.get("callConnectionId").map(str::to_owned);
    let correlation = call.as_deref().and_then(|call| correlation_id(world, call));
    let mut answer = once(world, operation, request, |world| {
        let reply = body::check_body(operation.route(), request)
            .and_then(|()| dispatch::dispatch(world, operation, &parameters, request));
        refusal::answer(reply)
    });
    answer.call = answer.call.or(call);
    let correlation = correlation.or_else(|| correlation_id(world, answer.call.as_deref()?));
    let chain_id = correlation.unwrap_or_else(|| world.random.guid());
    let answer = answer.header(HeaderName::from_static("x-microsoft-skype-chain-id"), &chain_id);
    match request.header("x-ms-client-request-id") {
        Some(id) => answer.header(HeaderName::from_static("x-ms-client-request-id"), id),
        None => answer,
    }
}

/// Processes a request, unless it repeats an earlier one.
fn once(
    world: &mut World,
    operation: Operation,
    request: &Request,
    process: impl FnOnce(&mut World) -> Answer,
) -> Answer {
    if !operation.route().is_repeatable {
        return process(world);
    }
    match world.acs.repeatability.check(operation, request, Clock::system()) {
        Ok(Decision::Process) => process(world),
        Ok(Decision::ProcessAndKeep(key)) => {
            let answer = process(world);
            world.acs.repeatability.keep(key, request, answer, Clock::system())
        }
        Ok(Decision::Repeat(answer)) => answer,
        Err(refusal) => refusal.answer(),
    }
}

fn correlation_id(world: &World, call: &str) -> Option<String> {
    world.acs.connections.get(call).map(|connection| connection.correlation_id.clone())
}

/// Returns the response to a path or version that does not exist.
fn no_resource(world: &World, request: &Request) -> Answer {
    let url = format!("{}{}", world.settings.base, request.target());
    let message = format!("No HTTP resource was found that matches the request URI '{url}'.");
    Answer::new(StatusCode::NOT_FOUND, JSON, json!({ "Message": message }).to_string())
}
