//! The bearer tokens that come with notifications to a bot's callback URI. They are tokens of the Bot Framework. This
//! module knows who issues them, and for whom; a [`Receiver`](crate::notification::Receiver) checks them:
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
//! To be stricter or laxer, change the rules:
//!
//! ```
//! use graph_calls::token;
//!
//! let app_id = "8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0";
//! let of_one_tenant = token::rules(app_id)
//!     .expect_claim(token::TENANT_CLAIM, ["72f988bf-86f1-41af-91ab-2d7cd011db47".to_owned()]);
//! let of_both_issuers = token::rules(app_id).issuer(token::GRAPH_ISSUER);
//! ```
//!
//! # Government clouds
//!
//! Not verified: [`GOVERNMENT_OPENID_CONFIGURATION`] is the likely address of the keys, and
//! [`ISSUER`] with a slash at the end (which does not matter) is the issuer that was seen; but a user reported
//! tokens signed by a key of neither set. `FetchedKeys::from_configuration` takes any address, and
//! [`KeySource`] can join several sets.
//!
//! Sources: Microsoft Teams platform, call notifications; microsoft-graph-comms-samples, `Sample.Common`
//! (`AuthenticationProvider.cs`), and issue 865 there for the government clouds.

pub use call_webhook::{
    Claims, FixedKeys, KeySet, KeySource, KeysError, LeftOutKey, TokenError, TokenErrorKind, TokenRules,
    Verifier,
};
#[cfg(feature = "client")]
pub use call_webhook::{FetchOptions, FetchedKeys};

/// Who issues the tokens.
pub const ISSUER: &str = "https://api.botframework.com";

/// An issuer that Microsoft's sample accepts too; [`rules`] does not.
pub const GRAPH_ISSUER: &str = "https://graph.microsoft.com";

/// Where the OpenID configuration is.
pub const OPENID_CONFIGURATION: &str = "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration";

/// Where the OpenID configuration of the government clouds was expected. Not verified.
pub const GOVERNMENT_OPENID_CONFIGURATION: &str =
    "https://apigcch.botframework.azure.us/v1/.well-known/OpenIdConfiguration";

/// The claim that names the tenant. Libraries for .NET show it as
/// `http://schemas.microsoft.com/identity/claims/tenantid`.
pub const TENANT_CLAIM: &str = "tid";

/// The rules for tokens that are meant for a bot, by its app id: of [`ISSUER`], and with a tenant, without
/// which Microsoft's sample refuses them.
#[must_use]
pub fn rules(app_id: impl Into<String>) -> TokenRules {
    TokenRules::new(ISSUER, app_id).require_claim(TENANT_CLAIM)
}

/// The check of tokens that are meant for a bot: [`rules`], with the keys of [`OPENID_CONFIGURATION`], fetched
/// again every two hours as by Microsoft's sample.
///
/// Nothing is fetched before the first token comes.
///
/// # Errors
///
/// `app_id` is not a GUID (tokens with another audience are checked by [`Verifier::new`] with [`rules`]), or no HTTP
/// client can be built, as when the system has no trusted certificates.
#[cfg(feature = "client")]
pub fn verifier(app_id: impl Into<String>) -> Result<Verifier, call_http::Error> {
    let app_id = app_id.into();
    if !call_webhook::is_guid(&app_id) {
        // The value is not repeated: it may be a secret that was set by mistake.
        let message =
            "the app id is not valid (expected a GUID; the portal shows it as the application (client) ID)";
        return Err(call_http::Error::new(call_http::ErrorKind::Configuration, message));
    }
    let options = FetchOptions::new().lifetime(std::time::Duration::from_secs(2 * 60 * 60));
    let keys = FetchedKeys::from_configuration(OPENID_CONFIGURATION, options)?;
    Ok(Verifier::new(rules(app_id), keys))
}
