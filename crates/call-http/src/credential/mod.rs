//! Credentials, and the headers in which they are sent.

mod access_key;
mod token;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use self::access_key::SCHEME;
pub use self::access_key::{AccessKey, Signature, StringToSign};
use self::token::Tokens;
pub use self::token::{Token, TokenProvider};
use crate::error::Error;
use crate::redact::{Scrubber, Secret};
use crate::request::Request;
use crate::request::header::header_value;
use crate::trust::{authority, path_and_query};

static X_MS_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-ms-content-sha256");
static X_MS_DATE: HeaderName = HeaderName::from_static("x-ms-date");
static X_MS_HOST: HeaderName = HeaderName::from_static("x-ms-host");

/// A credential that authenticates requests. Each attempt has its own headers, with the current date.
///
/// [`Debug`](fmt::Debug) prints only the kind.
#[derive(Clone)]
pub struct Credential(Kind);

#[derive(Clone)]
enum Kind {
    None,
    AccessKey(AccessKey),
    Basic { user: String, password: Secret },
    Bearer(Secret),
    Tokens(Arc<Tokens>),
}

impl Credential {
    /// Sends requests without authentication.
    #[must_use]
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// Authenticates with the access key of an ACS resource (HMAC-SHA256).
    #[must_use]
    pub fn access_key(key: AccessKey) -> Self {
        Self(Kind::AccessKey(key))
    }

    /// Authenticates with a user name and a password (HTTP Basic). For Exchange, the user name is `DOMAIN\user` or
    /// `user@contoso.com`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the user name contains a colon or a control character. RFC
    /// 7617 does not allow them.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Result<Self, Error> {
        let user = user.into();
        if user.contains(|c: char| c == ':' || c.is_control()) {
            return Err(Error::configuration(
                "the user name contains a colon or a control character (RFC 7617 does not allow them)",
            ));
        }
        Ok(Self(Kind::Basic { user, password: password.into() }))
    }

    /// Authenticates with a bearer token, without the scheme `Bearer`. The token is not renewed.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the token is empty, begins with `Bearer `, contains
    /// whitespace, or contains a character that is not allowed in an HTTP header. The error does not repeat the token.
    pub fn bearer(token: impl Into<Secret>) -> Result<Self, Error> {
        let token = token.into();
        if let Some(fault) = token_fault(token.expose()) {
            return Err(Error::configuration(format!("the bearer token {fault}")));
        }
        header_value("authorization", token.expose())?;
        Ok(Self(Kind::Bearer(token)))
    }

    /// Authenticates with bearer tokens from a provider. Each token is used until two minutes before it expires, or
    /// until the service responds with 401.
    #[must_use]
    pub fn tokens(provider: Arc<dyn TokenProvider>) -> Self {
        Self(Kind::Tokens(Arc::new(Tokens::new(provider))))
    }

    /// Authenticates with bearer tokens from a credential of `azure_identity`, or from any other `TokenCredential` of
    /// `azure_core`.
    ///
    /// The constant `SCOPE` of each client crate is the scope of the public cloud:
    /// `https://communication.azure.com//.default` for Communication Services (the double slash is intentional),
    /// `https://graph.microsoft.com/.default` for Graph, and `https://outlook.office365.com/.default` for Exchange.
    #[cfg(feature = "azure")]
    #[must_use]
    pub fn token_credential(
        credential: Arc<dyn azure_core::credentials::TokenCredential>,
        scope: impl Into<String>,
    ) -> Self {
        Self::tokens(Arc::new(token::AzureTokens { credential, scope: scope.into() }))
    }

    /// Writes the headers of one attempt, and adds their secrets to the scrubber.
    pub(crate) async fn authorize(
        &self,
        request: &Request,
        endpoint: &Url,
        now: SystemTime,
        headers: &mut HeaderMap,
        scrubber: &mut Scrubber,
    ) -> Result<(), Error> {
        let authorization = match &self.0 {
            Kind::None => return Ok(()),
            Kind::AccessKey(key) => {
                let host = authority(endpoint);
                let signature = key.sign(&StringToSign {
                    method: request.method.as_str(),
                    path_and_query: path_and_query(&request.url),
                    host,
                    date: now,
                    body: &request.body,
                });
                headers.insert(&X_MS_DATE, header_value("x-ms-date", signature.date)?);
                let hash = header_value("x-ms-content-sha256", signature.content_sha256)?;
                headers.insert(&X_MS_CONTENT_SHA256, hash);
                // The recording store has another host, but the signature covers the host of the endpoint.
                if authority(&request.url) != host {
                    headers.insert(&X_MS_HOST, header_value("x-ms-host", host)?);
                }
                if let Some(signature) = signature.authorization.strip_prefix(SCHEME) {
                    scrubber.add(signature);
                }
                signature.authorization
            }
            Kind::Basic { user, password } => format!("Basic {}", basic(user, password).expose()),
            Kind::Bearer(token) => format!("Bearer {}", token.expose()),
            Kind::Tokens(tokens) => {
                let token = tokens.get(now).await?;
                // Another request may have replaced the last token, so `add_secrets` may add a different one.
                scrubber.add(token.expose());
                format!("Bearer {}", token.expose())
            }
        };
        self.add_secrets(scrubber);
        let mut value = header_value("authorization", authorization)?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
        Ok(())
    }

    /// Adds the secrets that do not depend on the request to the scrubber. A server may repeat secrets of an earlier
    /// request.
    pub(crate) fn add_secrets(&self, scrubber: &mut Scrubber) {
        match &self.0 {
            Kind::None | Kind::AccessKey(_) => {}
            Kind::Basic { user, password } => {
                scrubber.add(password.expose());
                scrubber.add(basic(user, password).expose());
            }
            Kind::Bearer(token) => scrubber.add(token.expose()),
            Kind::Tokens(tokens) => tokens.add_secrets(scrubber),
        }
    }

    /// Marks the token of an `Authorization` header as expired, after a response with 401.
    pub(crate) fn reject(&self, authorization: &HeaderValue) {
        let token = authorization.to_str().ok().and_then(|sent| sent.strip_prefix("Bearer "));
        if let (Kind::Tokens(tokens), Some(token)) = (&self.0, token) {
            tokens.reject(token);
        }
    }

    /// Returns `true` if requests are sent without authentication.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self.0, Kind::None)
    }
}

/// Describes the fault of an invalid token and its correction. Returns `None` if the token is valid.
fn token_fault(token: &str) -> Option<&'static str> {
    let begins_with_scheme = || {
        let mut words = token.split_whitespace();
        words.next().is_some_and(|word| word.eq_ignore_ascii_case("bearer")) && words.next().is_some()
    };
    if token.is_empty() {
        Some("is empty")
    } else if begins_with_scheme() {
        Some("begins with `Bearer ` (remove it; the client adds it)")
    } else if token.ends_with(['\r', '\n']) {
        Some("ends with a line break (remove it, for instance with `str::trim`)")
    } else if token.trim() != token {
        Some("has leading or trailing whitespace (remove it, for instance with `str::trim`)")
    } else if token.contains(char::is_whitespace) {
        Some("contains a space (expected one token without spaces)")
    } else {
        None
    }
}

/// Encodes the user name and the password for the scheme `Basic`.
fn basic(user: &str, password: &Secret) -> Secret {
    let pair = Secret::new(format!("{user}:{}", password.expose()));
    Secret::new(STANDARD.encode(pair.expose()))
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Kind::None => "Credential(none)",
            Kind::AccessKey(_) => "Credential(access key)",
            Kind::Basic { .. } => "Credential(basic)",
            Kind::Bearer(_) => "Credential(bearer)",
            Kind::Tokens(_) => "Credential(tokens)",
        })
    }
}
