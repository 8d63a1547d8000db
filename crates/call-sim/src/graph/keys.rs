//! The keys of the tokens on notifications: the OpenID configuration and the key set.

use graph_calls::token;
use http::{Method, StatusCode};
use serde_json::json;

use crate::answer::Answer;
use crate::request::Request;
use crate::world::World;

/// The path of the OpenID configuration.
pub(super) const CONFIGURATION: &str = "/v1/.well-known/OpenIdConfiguration";

/// The path of the key set.
pub(super) const KEYS: &str = "/v1/keys";

/// Returns the name of the operation of a request.
pub(super) fn operation(request: &Request) -> Option<&'static str> {
    match request.path() {
        _ if request.method != Method::GET => None,
        CONFIGURATION => Some("openid_configuration"),
        KEYS => Some("keys"),
        _ => None,
    }
}

/// Returns the response to a request for keys, which needs no credential.
pub(super) fn answer(world: &World, request: &Request) -> Option<Answer> {
    let base = &world.settings.base;
    let body = match operation(request)? {
        "keys" => world.tokens.key_set(),
        _ => json!({
            "issuer": token::ISSUER, "jwks_uri": format!("{base}{KEYS}"),
            "authorization_endpoint": "https://invalid.botframework.com",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        })
        .to_string(),
    };
    Some(Answer::new(StatusCode::OK, "application/json; charset=utf-8", body))
}
