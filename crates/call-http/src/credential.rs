//! Who we are to the service.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::error::Error;
use crate::hmac::{AccessKey, ToSign};
use crate::request::{Request, header_value};
use crate::secret::{Scrubber, Secret};
use crate::token::{TokenProvider, Tokens};
use crate::trust::{authority, path_and_query};

/// How a request proves who sends it. Made anew for every attempt, so that no date in it grows old.
///
/// [`Debug`](fmt::Debug) tells the kind only.
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
    /// No credential.
    #[must_use]
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// The access key of an ACS resource: HMAC-SHA256.
    #[must_use]
    pub fn access_key(key: AccessKey) -> Self {
        Self(Kind::AccessKey(key))
    }

    /// User and password, as `DOMAIN\user` or `user@contoso.com` for Exchange.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when the user has a colon or a control character,
    /// which RFC 7617 does not allow.
    pub fn basic(user: impl Into<String>, password: impl Into<Secret>) -> Result<Self, Error> {
        let user = user.into();
        if user.contains(|c: char| c == ':' || c.is_control()) {
            return Err(Error::configuration("the user name has a colon or a control character"));
        }
        Ok(Self(Kind::Basic { user, password: password.into() }))
    }

    /// A token that somebody else keeps fresh.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) when the token is empty or has a character that no
    /// header may have.
    pub fn bearer(token: impl Into<Secret>) -> Result<Self, Error> {
        let token = token.into();
        if token.expose().is_empty() {
            return Err(Error::configuration("the bearer token is empty"));
        }
        header_value("authorization", token.expose())?;
        Ok(Self(Kind::Bearer(token)))
    }

    /// Tokens from a provider, each used until two minutes before it expires, or until the service answers
    /// 401.
    #[must_use]
    pub fn tokens(provider: Arc<dyn TokenProvider>) -> Self {
        Self(Kind::Tokens(Arc::new(Tokens::new(provider))))
    }

    /// Tokens from a credential of `azure_identity`, or any other `TokenCredential` of `azure_core`.
    ///
    /// The scope is `https://communication.azure.com//.default` for ACS (with two slashes),
    /// `https://graph.microsoft.com/.default` for Graph, `https://outlook.office365.com/.default` for
    /// Exchange.
    #[cfg(feature = "azure")]
    #[must_use]
    pub fn token_credential(
        credential: Arc<dyn azure_core::credentials::TokenCredential>,
        scope: impl Into<String>,
    ) -> Self {
        Self::tokens(Arc::new(crate::token::AzureTokens { credential, scope: scope.into() }))
    }

    /// Writes the headers of one attempt; tells the scrubber what must not be seen.
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
                let signature = key.sign(&ToSign {
                    method: request.method.as_str(),
                    path_and_query: &path_and_query(&request.url),
                    host: &host,
                    date: now,
                    body: &request.body,
                });
                let mut insert = |name, value: &str| -> Result<(), Error> {
                    headers.insert(HeaderName::from_static(name), header_value(name, value)?);
                    Ok(())
                };
                insert("x-ms-date", &signature.date)?;
                insert("x-ms-content-sha256", &signature.content_sha256)?;
                // The recording store is another host, and checks the signature of the ACS host.
                if authority(&request.url) != host {
                    insert("x-ms-host", &host)?;
                }
                if let Some((_, signature)) = signature.authorization.split_once("Signature=") {
                    scrubber.add(signature);
                }
                signature.authorization
            }
            Kind::Basic { user, password } => format!("Basic {}", basic(user, password).expose()),
            Kind::Bearer(token) => format!("Bearer {}", token.expose()),
            Kind::Tokens(tokens) => {
                let token = tokens.get(now).await?;
                // By now, another request may have replaced the last one.
                scrubber.add(token.expose());
                format!("Bearer {}", token.expose())
            }
        };
        self.watch_for(scrubber);
        let mut value: HeaderValue = header_value("authorization", &authorization)?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
        Ok(())
    }

    /// Tells the scrubber what must not be seen, as far as it does not depend on the request: an earlier request may
    /// have sent it.
    pub(crate) fn watch_for(&self, scrubber: &mut Scrubber) {
        match &self.0 {
            Kind::None | Kind::AccessKey(_) => {}
            Kind::Basic { user, password } => {
                scrubber.add(password.expose());
                scrubber.add(basic(user, password).expose());
            }
            Kind::Bearer(token) => scrubber.add(token.expose()),
            Kind::Tokens(tokens) => tokens.watch_for(scrubber),
        }
    }

    /// The service answered 401 to these headers.
    pub(crate) fn refused(&self, headers: &HeaderMap) {
        let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let (Kind::Tokens(tokens), Some(token)) =
            (&self.0, sent.and_then(|sent| sent.strip_prefix("Bearer ")))
        {
            tokens.refused(token);
        }
    }

    /// Whether there is anything to protect.
    pub(crate) fn is_none(&self) -> bool {
        matches!(self.0, Kind::None)
    }
}

/// User and password as the `Basic` scheme sends them.
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
