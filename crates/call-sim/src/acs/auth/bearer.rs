//! Requests with a bearer token of Microsoft Entra ID.

use std::time::Duration;

use acs_calling::token::{FixedKeys, KeySet, TokenRules, Verifier};
use futures_util::FutureExt as _;
use serde_json::json;

use super::failure::Failure;
use crate::world::World;

/// The audience of the tokens.
const AUDIENCE: &str = "https://communication.azure.com/";

/// The lifetime of an issued token.
const LIFETIME: Duration = Duration::from_secs(3600);

/// Checks the value of an `Authorization` header.
pub(super) fn check(world: &World, value: &str) -> Result<(), Failure> {
    let refuse =
        |error: &dyn std::error::Error| Failure { code: "7501", message: format!("Invalid Token: {error}") };
    let keys = KeySet::from_json(world.tokens.key_set().as_bytes()).map_err(|error| refuse(&error))?;
    let [first, second] = issuers(world);
    let rules = TokenRules::new(first, AUDIENCE).issuer(second).audience(AUDIENCE.trim_end_matches('/'));
    let verifier = Verifier::new(rules, FixedKeys::new(keys));
    match verifier.check(value).now_or_never() {
        Some(Ok(_)) => Ok(()),
        Some(Err(error)) => Err(refuse(&error)),
        // Fixed keys are there at once.
        None => Err(Failure::invalid_token()),
    }
}

/// Issues a token for the application.
pub(crate) fn issue(world: &mut World) -> String {
    let jti = world.random.guid();
    let [issuer, _] = issuers(world);
    world.tokens.issue(&issuer, AUDIENCE, LIFETIME, &jti, json!({"ver": "1.0"}), None)
}

/// Returns the issuers of both versions of tokens.
fn issuers(world: &World) -> [String; 2] {
    let tenant = &world.settings.identities.graph_tenant_id;
    [format!("https://sts.windows.net/{tenant}/"), format!("https://login.microsoftonline.com/{tenant}/v2.0")]
}
