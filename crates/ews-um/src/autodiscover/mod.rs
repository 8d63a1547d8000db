//! Finds the services of a mailbox: Autodiscover, by SOAP and by plain XML.

mod address;
mod candidate;
mod endpoints;
mod plain;
mod response;
mod search;
mod soap;

use std::fmt;
use std::sync::Arc;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential};

use self::address::Address;
pub use self::candidate::Candidate;
pub use self::endpoints::{Endpoints, ServiceUrls};
use self::search::{Config, Search};
use crate::error::Error;

/// Finds the URLs of the services of a mailbox.
///
/// ```no_run
/// use ews_um::{Autodiscover, Credential, Error, UmClient};
///
/// # async fn example(password: &str) -> Result<(), Error> {
/// let credential = Credential::basic("rosa@contoso.com", password)?;
/// let found = Autodiscover::new("rosa@contoso.com", credential.clone()).locate().await?;
/// let client = UmClient::new(found.um_url()?, credential)?;
/// # Ok(())
/// # }
/// ```
///
/// # Search order
///
/// The order is that of [`Candidate::for_domain`]: `https://DOMAIN`, then `https://autodiscover.DOMAIN`, and on each
/// host first the SOAP service and then the plain XML service. The first one that returns settings ends the search.
/// SOAP is first because Microsoft recommends it; Exchange 2007 supports the plain XML service only. A server that
/// does not respond, or responds with an error such as 401, is skipped. The last request is sent to
/// `http://autodiscover.DOMAIN`, without a credential. Its response is used only if it is a redirect.
///
/// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/autodiscover-for-exchange>,
/// <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/handling-autodiscover-error-messages>
///
/// Active Directory and the SRV record `_autodiscover._tcp.DOMAIN` are not used, because both require more than HTTP.
/// If you know the server, set its URL with [`url`](Self::url).
///
/// # Which hosts receive the credential
///
/// The credential is sent only to the hosts above. A redirect to another host, by HTTP or in a response, is an error
/// that names the host, unless [`on_redirect`](Self::on_redirect) allows it. Redirects are followed to https only; for
/// http, see [`ClientOptions::allow_http`]. At most ten redirects are followed, and none twice. A redirect to a URL or
/// an address that contains the credential is an error. Error messages never contain the credential: if a server
/// repeats it, they contain `[redacted]` instead.
///
/// Exchange Online requires `on_redirect`, because the `autodiscover` hosts of its customers redirect to Microsoft's:
///
/// ```
/// # use ews_um::{Autodiscover, Credential};
/// let search = Autodiscover::new("rosa@contoso.com", Credential::none())
///     .on_redirect(|url| url.host_str().is_some_and(|host| host.ends_with(".outlook.com")));
/// ```
#[derive(Clone)]
pub struct Autodiscover {
    email: String,
    config: Config,
}

impl Autodiscover {
    /// Creates a search for the services of a mailbox, by its email address.
    #[must_use]
    pub fn new(email: impl Into<String>, credential: Credential) -> Self {
        Self::with_options(email, credential, ClientOptions::new())
    }

    /// Creates a search with options. The timeouts apply to each request, not to the whole search. Requests
    /// to candidates are not retried; requests that follow a redirect are.
    #[must_use]
    pub fn with_options(email: impl Into<String>, credential: Credential, options: ClientOptions) -> Self {
        let config = Config {
            credential,
            options,
            allows_redirect: Arc::new(|_| false),
            candidates: Arc::new(Candidate::for_domain),
        };
        Self { email: email.into(), config }
    }

    /// Sets the function that decides whether a redirect to another host may be followed with the credential. Its
    /// argument is the URL of the redirect. By default, no such redirect is followed.
    #[must_use]
    pub fn on_redirect(mut self, allow: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        self.config.allows_redirect = Arc::new(allow);
        self
    }

    /// Searches only at this URL, for any domain. The service there is the SOAP service if the path ends in `.svc`,
    /// and the plain XML service otherwise.
    #[must_use]
    pub fn url(self, url: Url) -> Self {
        self.candidates(move |_| vec![Candidate::at(url.clone())])
    }

    /// Sets the function that returns the candidates for a domain. The default is [`Candidate::for_domain`].
    #[must_use]
    pub fn candidates(mut self, for_domain: impl Fn(&str) -> Vec<Candidate> + Send + Sync + 'static) -> Self {
        self.config.candidates = Arc::new(for_domain);
        self
    }

    /// Searches for the services.
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) if the address has no valid domain. Otherwise, the
    /// most specific of all errors, with a list of the URLs and their errors:
    ///
    /// * [`Redirect`](call_http::ErrorKind::Redirect) after too many redirects, or for an invalid one;
    /// * [`UntrustedHost`](call_http::ErrorKind::UntrustedHost) for a redirect that is not allowed;
    /// * [`ErrorKind::Autodiscover`](crate::ErrorKind::Autodiscover) if a service does not know the mailbox, with its
    ///   code (`InvalidUser`, `500`);
    /// * [`Auth`](call_http::ErrorKind::Auth) if the credential is not accepted.
    pub async fn locate(&self) -> Result<Endpoints, Error> {
        Search::new(&self.config).run(Address::parse(&self.email)?).await
    }
}

impl fmt::Debug for Autodiscover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Autodiscover")
            .field("email", &self.email)
            .field("credential", &self.config.credential)
            .field("options", &self.config.options)
            .finish_non_exhaustive()
    }
}
