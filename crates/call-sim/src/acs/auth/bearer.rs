//! Requests with a bearer token of Microsoft Entra ID.

use std::time::Duration;

use acs_calling::token::TokenRules;
use serde_json::json;

use super::failure::Failure;
use crate::world::World;

/// The audience of the tokens.
const AUDIENCE: &str = "https://communication.azure.com/";

/// The lifetime of an issued token.
const LIFETIME: Duration = Duration::from_secs(3600);

/// Checks the value of an `Authorization` header. The issuers of both versions of tokens are accepted.
pub(super) fn check(world: &World, value: &str) -> Result<(), Failure> {
    let identities = &world.settings.identities;
    let second_version = format!("https://login.microsoftonline.com/{}/v2.0", identities.graph_tenant_id);
    let rules = TokenRules::new(identities.issuer(), AUDIENCE)
        .issuer(second_version)
        .audience(AUDIENCE.trim_end_matches('/'));
    match world.tokens.verify(rules, value) {
        Ok(_) => Ok(()),
        Err(error) => Err(Failure { code: "7501", message: format!("Invalid Token: {error}") }),
    }
}

/// Issues a token for the application.
pub(crate) fn issue(world: &mut World) -> String {
    let (issuer, jti) = (world.settings.identities.issuer(), world.random.guid());
    world.tokens.issue(&issuer, AUDIENCE, LIFETIME, &jti, json!({"ver": "1.0"}), None)
}
