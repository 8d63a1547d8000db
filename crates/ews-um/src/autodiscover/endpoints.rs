//! The result of a search: the URLs of the services.

use call_http::reqwest::Url;

use crate::error::{Error, ErrorKind};
use crate::generated::phone_call::ExchangeVersion;

/// The services of a mailbox.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Endpoints {
    /// The address of the mailbox. It differs from the requested one if Autodiscover redirected to another address.
    pub address: String,
    /// The URL that returned the settings.
    pub found_at: Url,
    /// The URLs for clients outside the server's network: `EXPR`, or the settings that begin with `External`.
    pub external: ServiceUrls,
    /// The URLs for clients inside the server's network: `EXCH`, or the settings that begin with `Internal`.
    pub internal: ServiceUrls,
    /// The version of the server, such as `15.1.2507.6`. The plain XML service omits the last part.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/serverversion-pox>,
    /// <https://learn.microsoft.com/en-us/exchange/client-developer/web-service-reference/serverversioninfo-soap>
    pub server_version: Option<String>,
    /// The versions of the schema that EWS supports on the server, for
    /// [`PhoneCallClient::version`](crate::PhoneCallClient::version). Only the SOAP service returns them.
    pub ews_schemas: Vec<ExchangeVersion>,
}

/// The URLs of the two services. Either can be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceUrls {
    /// The UM web service, for [`UmClient`](crate::UmClient): `UMUrl`. It is missing if the mailbox has no Unified
    /// Messaging, or if the server no longer supports it (Exchange Online, Exchange 2019).
    pub um: Option<Url>,
    /// Exchange Web Services, for [`PhoneCallClient`](crate::PhoneCallClient): `EwsUrl`, or `ASUrl` if an older server
    /// returns no other URL.
    pub ews: Option<Url>,
}

impl Endpoints {
    /// Returns the URL of the UM web service: the external one, or else the internal one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoEndpoint`] if there is neither.
    pub fn um_url(&self) -> Result<&Url, Error> {
        let url = self.external.um.as_ref().or(self.internal.um.as_ref());
        url.ok_or_else(|| self.missing("UMUrl: the mailbox has no Unified Messaging"))
    }

    /// Returns the URL of Exchange Web Services: the external one, or else the internal one.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoEndpoint`] if there is neither.
    pub fn ews_url(&self) -> Result<&Url, Error> {
        let url = self.external.ews.as_ref().or(self.internal.ews.as_ref());
        url.ok_or_else(|| self.missing("EwsUrl"))
    }

    fn missing(&self, setting: &str) -> Error {
        let url = redacted_url(&self.found_at);
        let message = format!("{url} returned the settings of {} without {setting}", self.address);
        Error::local(ErrorKind::NoEndpoint, message)
    }
}

/// Returns a URL without its query, which can contain a secret.
pub(super) fn redacted_url(url: &Url) -> &str {
    url.as_str().split(['?', '#']).next().unwrap_or_default()
}
