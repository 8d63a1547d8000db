//! What Autodiscover found.

use call_http::reqwest::Url;

use crate::error::{Error, ErrorKind};
use crate::phone_call::ExchangeVersion;

/// The services of a mailbox.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Endpoints {
    /// The address of the mailbox: another one than was asked for, if Autodiscover redirected to it.
    pub address: String,
    /// What was found in the end, and where.
    pub found_at: Url,
    /// The URLs for clients outside of the server's network: `EXPR`, or the settings that begin with `External`.
    pub external: ServiceUrls,
    /// The URLs for clients inside of it: `EXCH`, or the settings that begin with `Internal`.
    pub internal: ServiceUrls,
    /// The version of the server that answered, such as `15.1.2507.6`. The plain service tells it without the
    /// last part.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/serverversion-pox>,
    /// <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/serverversioninfo-soap>
    pub server_version: Option<String>,
    /// The versions of the schema that EWS speaks there, for
    /// [`PhoneCallClient::version`](crate::PhoneCallClient::version). Only the SOAP service tells them.
    pub ews_schemas: Vec<ExchangeVersion>,
}

/// The URLs of the two services. Either may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceUrls {
    /// The UM web service, for [`UmClient`](crate::UmClient): `UMUrl`. It is missing where the mailbox has no
    /// Unified Messaging, and on servers that no longer have it, Exchange Online and Exchange 2019 among them.
    pub um: Option<Url>,
    /// Exchange Web Services, for [`PhoneCallClient`](crate::PhoneCallClient): `EwsUrl`, or `ASUrl` where an older
    /// server has no other.
    pub ews: Option<Url>,
}

impl Endpoints {
    /// The URL of the UM web service: the external one, else the internal one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoEndpoint`] when there is neither.
    pub fn um_url(&self) -> Result<&Url, Error> {
        let url = self.external.um.as_ref().or(self.internal.um.as_ref());
        url.ok_or_else(|| self.missing("UMUrl: the mailbox has no Unified Messaging"))
    }

    /// The URL of Exchange Web Services: the external one, else the internal one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoEndpoint`] when there is neither.
    pub fn ews_url(&self) -> Result<&Url, Error> {
        let url = self.external.ews.as_ref().or(self.internal.ews.as_ref());
        url.ok_or_else(|| self.missing("EwsUrl"))
    }

    fn missing(&self, what: &str) -> Error {
        let message =
            format!("{} gave the settings of {} without {what}", shown(&self.found_at), self.address);
        Error::own(ErrorKind::NoEndpoint, message)
    }
}

/// A URL without its query, which may hold a secret.
pub(super) fn shown(url: &Url) -> &str {
    url.as_str().split(['?', '#']).next().unwrap_or_default()
}
