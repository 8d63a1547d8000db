//! The bearer tokens that Call Automation sends: with events to the callback URI, and with the request that opens the
//! media WebSocket. This module knows who issues them, and for whom; the receivers check them:
//!
//! ```
//! use acs_calling::{events, streaming, token};
//!
//! # #[cfg(feature = "client")]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = token::verifier("2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11")?; // one for the whole application
//! let callbacks = events::Receiver::new(verifier.clone());
//! let media = streaming::Receiver::new(verifier);
//! # Ok(())
//! # }
//! ```
//!
//! A token with an event lives for 5 minutes and is new for each event; one with a WebSocket lives for 24 hours
//! and is new for each connection. They differ in nothing else, so [`events::Receiver`](crate::events::Receiver)
//! refuses tokens that live longer than an hour; [`TokenRules::max_lifetime`] sets another limit.
//!
//! # Other clouds
//!
//! These values are those of the public cloud; what the sovereign clouds use is not documented. They can be set
//! one by one:
//!
//! ```
//! use acs_calling::token::{FixedKeys, KeySet, TokenRules, Verifier};
//!
//! # fn example(jwks: &[u8]) -> Result<(), acs_calling::token::KeysError> {
//! let rules = TokenRules::new("https://issuer.example", "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11");
//! // With the feature `client`: FetchedKeys::from_configuration("https://issuer.example/...", options)?
//! let keys = FixedKeys::new(KeySet::from_json(jwks)?);
//! let receiver = acs_calling::events::Receiver::new(Verifier::new(rules, keys));
//! # Ok(())
//! # }
//! ```
//!
//! Source: <https://learn.microsoft.com/en-us/azure/communication-services/how-tos/call-automation/secure-webhook-endpoint>

pub use call_webhook::{
    Claims, FixedKeys, KeySet, KeySource, KeysError, LeftOutKey, TokenError, TokenErrorKind, TokenRules,
    Verifier,
};
#[cfg(feature = "client")]
pub use call_webhook::{FetchOptions, FetchedKeys};

/// Who issues the tokens.
pub const ISSUER: &str = "https://acscallautomation.communication.azure.com";

/// Where the service's OpenID configuration is.
pub const OPENID_CONFIGURATION: &str =
    "https://acscallautomation.communication.azure.com/calling/.well-known/acsopenidconfiguration";

/// Where the service's keys are, according to the page; the configuration names it too.
pub const KEYS: &str = "https://acscallautomation.communication.azure.com/calling/keys";

/// The rules for tokens that are meant for a resource.
///
/// `resource_id` is the immutable resource id, a GUID that the portal shows among the resource's properties:
/// neither the endpoint nor the id of Azure Resource Manager.
#[must_use]
pub fn rules(resource_id: impl Into<String>) -> TokenRules {
    TokenRules::new(ISSUER, resource_id)
}

/// The check of tokens that are meant for a resource: [`rules`], with the keys of [`OPENID_CONFIGURATION`].
///
/// Nothing is fetched before the first token comes.
///
/// # Errors
///
/// `resource_id` is not a GUID (tokens with another audience are checked by [`Verifier::new`] with [`rules`]), or no HTTP
/// client can be built, as when the system has no trusted certificates.
#[cfg(feature = "client")]
pub fn verifier(resource_id: impl Into<String>) -> Result<Verifier, call_http::Error> {
    let resource_id = resource_id.into();
    if !call_webhook::is_guid(&resource_id) {
        // The value is not repeated: it may be a secret that was set by mistake.
        let message = "the resource id is not valid (expected a GUID; the portal shows it as the immutable resource id)";
        return Err(call_http::Error::new(call_http::ErrorKind::Configuration, message));
    }
    let keys = FetchedKeys::from_configuration(OPENID_CONFIGURATION, FetchOptions::new())?;
    Ok(Verifier::new(rules(resource_id), keys))
}
