//! Verification of the bearer tokens on events and media WebSockets.
//!
//! Call Automation sends a token with each request to the callback URI, and with the upgrade request of a media
//! WebSocket. This module has the issuer, the keys and the rules of these tokens; the receivers verify the tokens:
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
//! Each event has its own token, which is valid for 5 minutes. Each WebSocket connection has its own token, which is
//! valid for 24 hours. There is no other difference, so [`events::Receiver`](crate::events::Receiver) refuses tokens
//! with a lifetime of more than an hour; [`TokenRules::max_lifetime`] sets another limit.
//!
//! # Other clouds
//!
//! The constants are those of the public cloud. The values of the sovereign clouds are not documented, but can be set:
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

/// The issuer of the tokens.
pub const ISSUER: &str = "https://acscallautomation.communication.azure.com";

/// The URL of the OpenID configuration, which contains the URL of the keys.
pub const OPENID_CONFIGURATION: &str =
    "https://acscallautomation.communication.azure.com/calling/.well-known/acsopenidconfiguration";

/// The URL of the keys, as documented. It is also in the OpenID configuration.
pub const KEYS: &str = "https://acscallautomation.communication.azure.com/calling/keys";

/// Returns the rules for tokens that are issued for a resource.
///
/// `resource_id` is the immutable resource id, a GUID that the Azure portal shows in the properties of the resource. It
/// is neither the endpoint nor the resource id of Azure Resource Manager.
#[must_use]
pub fn rules(resource_id: impl Into<String>) -> TokenRules {
    TokenRules::new(ISSUER, resource_id)
}

/// Returns a verifier of tokens that are issued for a resource: [`rules`] with the keys of [`OPENID_CONFIGURATION`].
///
/// The keys are fetched when the first token arrives.
///
/// # Errors
///
/// [`Configuration`](call_http::ErrorKind::Configuration) if `resource_id` is not a GUID (for another audience, use
/// [`Verifier::new`] with [`rules`]), or if no HTTP client can be created, for example because the system has no
/// trusted certificates.
#[cfg(feature = "client")]
pub fn verifier(resource_id: impl Into<String>) -> Result<Verifier, call_http::Error> {
    verifier_at(OPENID_CONFIGURATION, resource_id)
}

/// Returns a verifier of tokens that are issued for a resource: [`rules`] with the keys of another OpenID
/// configuration, such as that of a simulator.
///
/// ```
/// use acs_calling::token;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let configuration = std::env::var("ACS_OPENID_CONFIGURATION");
/// let configuration = configuration.unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
/// let verifier = token::verifier_at(&configuration, "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11")?;
/// # Ok(())
/// # }
/// ```
///
/// The keys are fetched when the first token arrives.
///
/// # Errors
///
/// The errors of [`verifier`]. Also if `configuration` is not an https URL; http is accepted for this machine.
#[cfg(feature = "client")]
pub fn verifier_at(
    configuration: &str,
    resource_id: impl Into<String>,
) -> Result<Verifier, call_http::Error> {
    let resource_id = resource_id.into();
    if !call_webhook::is_guid(&resource_id) {
        // The message does not repeat the value, which may be a secret that was set by mistake.
        let message = "the resource id is not valid (expected a GUID; the portal shows it as the immutable resource id)";
        return Err(call_http::Error::new(call_http::ErrorKind::Configuration, message));
    }
    let keys = FetchedKeys::from_configuration(configuration, FetchOptions::new())?;
    Ok(Verifier::new(rules(resource_id), keys))
}
