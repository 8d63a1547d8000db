//! Verification of the bearer tokens on notifications.
//!
//! The service sends a token of the Bot Framework with each notification to a bot's callback URI. This module has the
//! issuer, the keys and the rules of these tokens; a [`Receiver`](crate::notification::Receiver) verifies the tokens:
//!
//! ```
//! use graph_calls::{notification::Receiver, token};
//!
//! # #[cfg(feature = "client")]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let verifier = token::verifier("8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")?; // one for the whole application
//! let receiver = Receiver::new(verifier);
//! # Ok(())
//! # }
//! ```
//!
//! The rules can be changed:
//!
//! ```
//! use graph_calls::token;
//!
//! let app_id = "8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0";
//! let only_one_tenant = token::rules(app_id)
//!     .expect_claim(token::TENANT_CLAIM, ["72f988bf-86f1-41af-91ab-2d7cd011db47".to_owned()]);
//! let both_issuers = token::rules(app_id).issuer(token::GRAPH_ISSUER);
//! ```
//!
//! # Government clouds
//!
//! The values for these clouds are not documented. [`GOVERNMENT_OPENID_CONFIGURATION`] is the likely address of the
//! keys. The issuer in reported tokens is [`ISSUER`] with a trailing slash, which is ignored. One user reported tokens
//! with a signing key that is neither in these keys nor in those of the public cloud. `FetchedKeys::from_configuration`
//! accepts any address, and a [`KeySource`] can combine several sets.
//!
//! Sources: Microsoft Teams platform, call notifications; microsoft-graph-comms-samples, `Sample.Common`
//! (`AuthenticationProvider.cs`), and issue 865 there for the government clouds.

pub use call_webhook::{
    Claims, FixedKeys, KeySet, KeySource, KeysError, LeftOutKey, TokenError, TokenErrorKind, TokenRules,
    Verifier,
};
#[cfg(feature = "client")]
pub use call_webhook::{FetchOptions, FetchedKeys};

/// The issuer of the tokens.
pub const ISSUER: &str = "https://api.botframework.com";

/// A second issuer. Microsoft's sample accepts it; [`rules`] does not.
pub const GRAPH_ISSUER: &str = "https://graph.microsoft.com";

/// The URL of the OpenID configuration, which contains the URL of the keys.
pub const OPENID_CONFIGURATION: &str = "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration";

/// The likely URL of the OpenID configuration in the government clouds. It is not documented.
pub const GOVERNMENT_OPENID_CONFIGURATION: &str =
    "https://apigcch.botframework.azure.us/v1/.well-known/OpenIdConfiguration";

/// The claim with the tenant id. Libraries for .NET show it as
/// `http://schemas.microsoft.com/identity/claims/tenantid`.
pub const TENANT_CLAIM: &str = "tid";

/// Returns the rules for tokens that are issued for a bot, by its app id. The issuer must be [`ISSUER`], and the token
/// must have a tenant, as in Microsoft's sample.
#[must_use]
pub fn rules(app_id: impl Into<String>) -> TokenRules {
    TokenRules::new(ISSUER, app_id).require_claim(TENANT_CLAIM)
}

/// Returns a verifier of tokens that are issued for a bot: [`rules`] with the keys of [`OPENID_CONFIGURATION`].
///
/// The keys are fetched when the first token arrives, and again after two hours, as in Microsoft's sample.
///
/// # Errors
///
/// [`Configuration`](call_http::ErrorKind::Configuration) if `app_id` is not a GUID (for another audience, use
/// [`Verifier::new`] with [`rules`]), or if no HTTP client can be created, for example because the system has no
/// trusted certificates.
#[cfg(feature = "client")]
pub fn verifier(app_id: impl Into<String>) -> Result<Verifier, call_http::Error> {
    verifier_at(OPENID_CONFIGURATION, app_id)
}

/// Returns a verifier of tokens that are issued for a bot: [`rules`] with the keys of another OpenID configuration,
/// such as [`GOVERNMENT_OPENID_CONFIGURATION`] or that of a simulator.
///
/// ```
/// use graph_calls::token;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let configuration = std::env::var("GRAPH_OPENID_CONFIGURATION");
/// let configuration = configuration.unwrap_or_else(|_| token::OPENID_CONFIGURATION.to_owned());
/// let verifier = token::verifier_at(&configuration, "8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")?;
/// # Ok(())
/// # }
/// ```
///
/// The keys are fetched when the first token arrives, and again after two hours.
///
/// # Errors
///
/// The errors of [`verifier`]. Also if `configuration` is not an https URL; http is accepted for this machine.
#[cfg(feature = "client")]
pub fn verifier_at(configuration: &str, app_id: impl Into<String>) -> Result<Verifier, call_http::Error> {
    let app_id = app_id.into();
    if !call_webhook::is_guid(&app_id) {
        // The message does not repeat the value, which may be a secret that was set by mistake.
        let message =
            "the app id is not valid (expected a GUID; the portal shows it as the application (client) ID)";
        return Err(call_http::Error::new(call_http::ErrorKind::Configuration, message));
    }
    let options = FetchOptions::new().lifetime(std::time::Duration::from_secs(2 * 60 * 60));
    let keys = FetchedKeys::from_configuration(configuration, options)?;
    Ok(Verifier::new(rules(app_id), keys))
}
