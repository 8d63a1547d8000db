//! Finding the services of a mailbox: Autodiscover, by SOAP and by plain XML.

mod address;
mod answer;
mod candidate;
mod endpoints;
mod plain;
mod search;
mod settings;

use std::fmt;
use std::sync::Arc;

use call_http::reqwest::Url;
use call_http::{ClientOptions, Credential};

use self::address::Address;
pub use self::candidate::Candidate;
pub use self::endpoints::{Endpoints, ServiceUrls};
use self::search::Search;
use crate::error::Error;

type Consent = Arc<dyn Fn(&Url) -> bool + Send + Sync>;
type Candidates = Arc<dyn Fn(&str) -> Vec<Candidate> + Send + Sync>;

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
/// # Where it looks
///
/// In the order of [`Candidate::of_domain`]: on `https://DOMAIN` and then on `https://autodiscover.DOMAIN`, first
/// the SOAP service and then the plain one; the first that gives settings ends the search. SOAP goes first as
/// Microsoft advises; the plain service is what Exchange 2007 has. A server that does not answer, or with an error
/// (a 401 among them), is passed over. At last `http://autodiscover.DOMAIN` is asked, without a credential, for a
/// redirect.
///
/// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/autodiscover-for-exchange>,
/// <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/handling-autodiscover-error-messages>
///
/// Neither Active Directory nor the SRV record `_autodiscover._tcp.DOMAIN` is asked: both need more than HTTP. Who
/// knows the server names it by [`url`](Self::url).
///
/// # Where the credential goes
///
/// To the hosts above, and to no other without consent. A redirect to another host, be it by HTTP or in an answer,
/// is refused with an error that names the host, unless [`on_redirect`](Self::on_redirect) allows it. Only https is
/// followed; for http, see [`ClientOptions::allow_http`]. Ten redirects at most are followed, and none twice. A redirect
/// to a URL or an address that repeats the credential is an error. No error repeats it: where a server does, the error
/// says `[redacted]`.
///
/// Exchange Online needs such a consent, since its customers' `autodiscover` hosts redirect to Microsoft's:
///
/// ```
/// # use ews_um::{Autodiscover, Credential};
/// let search = Autodiscover::new("rosa@contoso.com", Credential::none())
///     .on_redirect(|url| url.host_str().is_some_and(|host| host.ends_with(".outlook.com")));
/// ```
#[derive(Clone)]
pub struct Autodiscover {
    email: String,
    credential: Credential,
    options: ClientOptions,
    consent: Consent,
    candidates: Candidates,
}

impl Autodiscover {
    /// A search for the services of a mailbox, by its address.
    #[must_use]
    pub fn new(email: impl Into<String>, credential: Credential) -> Self {
        Self::with_options(email, credential, ClientOptions::new())
    }

    /// As [`new`](Self::new), with options. Each request has their times to itself. Where a server is only guessed,
    /// nothing is retried.
    #[must_use]
    pub fn with_options(email: impl Into<String>, credential: Credential, options: ClientOptions) -> Self {
        Self {
            email: email.into(),
            credential,
            options,
            consent: Arc::new(|_| false),
            candidates: Arc::new(Candidate::of_domain),
        }
    }

    /// Sets who is asked whether the credential may go to another host, by the URL there. Nobody unless set, and
    /// then it may not.
    #[must_use]
    pub fn on_redirect(mut self, allow: impl Fn(&Url) -> bool + Send + Sync + 'static) -> Self {
        self.consent = Arc::new(allow);
        self
    }

    /// Looks at this URL alone, whatever the domain: the SOAP service if its path ends in `.svc`, else the plain
    /// one.
    #[must_use]
    pub fn url(self, url: Url) -> Self {
        self.candidates(move |_| vec![Candidate::at(url.clone())])
    }

    /// Sets where to look, by the domain of the address: [`Candidate::of_domain`] unless set.
    #[must_use]
    pub fn candidates(mut self, of_domain: impl Fn(&str) -> Vec<Candidate> + Send + Sync + 'static) -> Self {
        self.candidates = Arc::new(of_domain);
        self
    }

    /// Searches.
    ///
    /// # Errors
    ///
    /// [`Configuration`](call_http::ErrorKind::Configuration) when the address has no domain. Else what says most
    /// of all that went wrong on the way, with a list of the places that were tried:
    /// [`UntrustedHost`](call_http::ErrorKind::UntrustedHost) for a redirect that was refused;
    /// [`ErrorKind::Autodiscover`](crate::ErrorKind::Autodiscover) when a service knows no such mailbox, with its
    /// code (`InvalidUser`, `500`); [`Auth`](call_http::ErrorKind::Auth) for a wrong credential;
    /// [`Redirect`](call_http::ErrorKind::Redirect) after too many redirects.
    pub async fn locate(&self) -> Result<Endpoints, Error> {
        Search::new(self).run(Address::parse(&self.email)?).await
    }
}

impl fmt::Debug for Autodiscover {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Autodiscover")
            .field("email", &self.email)
            .field("credential", &self.credential)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
