//! The bearer tokens of requests.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, SystemTime};

use graph_calls::token::TokenRules;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::clock::Clock;
use crate::request::Request;
use crate::world::World;

/// The audience of tokens for Graph.
const AUDIENCE: &str = "https://graph.microsoft.com";

/// The lifetime of a token: long enough for one that was copied from the terminal.
const LIFETIME: Duration = Duration::from_secs(24 * 3600);

/// The maximum number of verified tokens in the cache.
const MOST_GRANTS: usize = 1000;

/// The application permissions for calls.
pub(super) const ROLES: [&str; 5] = [
    "Calls.Initiate.All",
    "Calls.InitiateGroupCall.All",
    "Calls.JoinGroupCall.All",
    "Calls.JoinGroupCallAsGuest.All",
    "Calls.AccessMedia.All",
];

/// The permissions of a verified token.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    roles: BTreeSet<String>,
    /// Whether the token is delegated, which means that it acts for a user.
    is_delegated: bool,
    expires: SystemTime,
}

impl Grant {
    /// Returns an error unless the token has a permission. A delegated token has no
    /// application permissions.
    pub(super) fn require(&self, role: &str) -> Result<(), Refusal> {
        if self.is_delegated {
            return Err(Refusal::forbidden(7500, "Unsupported AAD Identity."));
        }
        if self.roles.iter().any(|granted| granted.eq_ignore_ascii_case(role)) {
            return Ok(());
        }
        Err(Refusal::not_permitted())
    }
}

/// A cache of the tokens that were verified.
#[derive(Default)]
pub(super) struct Grants(HashMap<String, Grant>);

impl std::fmt::Debug for Grants {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} tokens", self.0.len())
    }
}

/// Issues a token for the application, with additional claims.
pub(super) fn issue(world: &mut World, roles: &[&str], claims: Value) -> String {
    let identities = &world.settings.identities;
    let mut all = json!({
        "tid": identities.graph_tenant_id, "appid": identities.graph_app_id, "roles": roles,
    });
    if let (Value::Object(all), Value::Object(claims)) = (&mut all, claims) {
        all.extend(claims);
    }
    let (issuer, jti) = (identities.issuer(), world.random.guid());
    world.tokens.issue(&issuer, AUDIENCE, LIFETIME, &jti, all, None)
}

/// Verifies the token of a request.
pub(super) fn check(world: &mut World, request: &Request) -> Result<Grant, Refusal> {
    let authorization =
        request.header("authorization").ok_or_else(|| Refusal::unauthorized("Access token is empty."))?;
    if let Some(grant) = world.graph.grants.0.get(authorization)
        && Clock::system() < grant.expires
    {
        return Ok(grant.clone());
    }
    let rules = TokenRules::new(world.settings.identities.issuer(), AUDIENCE).require_claim("tid");
    let claims = world
        .tokens
        .verify(rules, authorization)
        .map_err(|message| Refusal::unauthorized(format!("Access token validation failure. {message}")))?;
    let roles = claims.all.get("roles").and_then(Value::as_array);
    let grant = Grant {
        roles: roles.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
        is_delegated: claims.text("scp").is_some(),
        expires: claims.expires_at,
    };
    let grants = &mut world.graph.grants.0;
    if grants.len() >= MOST_GRANTS {
        grants.clear();
    }
    grants.insert(authorization.to_owned(), grant.clone());
    Ok(grant)
}
