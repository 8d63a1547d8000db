//! Where Autodiscover may be, by the domain of an address.

use call_http::reqwest::Url;

/// A place to look at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Candidate {
    /// The SOAP service: the operation GetUserSettings. From Exchange 2010 on.
    Soap(Url),
    /// The plain XML service. From Exchange 2007 on.
    Plain(Url),
    /// A place that is asked by GET and without a credential, for nothing but a redirect.
    Redirect(Url),
}

impl Candidate {
    /// The service at a URL: the SOAP service if its path ends in `.svc`, else the plain one.
    #[must_use]
    pub fn at(url: Url) -> Self {
        if has_extension(&url, "svc") { Self::Soap(url) } else { Self::Plain(url) }
    }

    /// Where to look for the mailboxes of a domain, in this order: the two services on the domain's own host, the
    /// two on its host `autodiscover`, a redirect at the latter. None for what is no domain.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/autodiscover-for-exchange>
    #[must_use]
    pub fn of_domain(domain: &str) -> Vec<Self> {
        let url = |start: &str, extension: &str| {
            Url::parse(&format!("{start}{domain}/autodiscover/autodiscover.{extension}")).ok()
        };
        let candidates = [
            url("https://", "svc").map(Self::Soap),
            url("https://", "xml").map(Self::Plain),
            url("https://autodiscover.", "svc").map(Self::Soap),
            url("https://autodiscover.", "xml").map(Self::Plain),
            url("http://autodiscover.", "xml").map(Self::Redirect),
        ];
        candidates.into_iter().flatten().collect()
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        let (Self::Soap(url) | Self::Plain(url) | Self::Redirect(url)) = self;
        url
    }

    /// Where a redirect from here leads: to the same service, unless the URL's ending says otherwise.
    pub(super) fn redirected(&self, url: Url) -> Self {
        match self {
            Self::Soap(_) if !has_extension(&url, "xml") => Self::Soap(url),
            _ => Self::at(url),
        }
    }
}

fn has_extension(url: &Url, extension: &str) -> bool {
    let ending = url.path().rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_of_a_domain_in_their_order() {
        let urls: Vec<_> =
            Candidate::of_domain("contoso.com").iter().map(|at| at.url().to_string()).collect();
        let expected = [
            "https://contoso.com/autodiscover/autodiscover.svc",
            "https://contoso.com/autodiscover/autodiscover.xml",
            "https://autodiscover.contoso.com/autodiscover/autodiscover.svc",
            "https://autodiscover.contoso.com/autodiscover/autodiscover.xml",
            "http://autodiscover.contoso.com/autodiscover/autodiscover.xml",
        ];
        assert_eq!(urls, expected);
        assert!(matches!(Candidate::of_domain("contoso.com").last(), Some(Candidate::Redirect(_))));
    }

    #[test]
    fn a_redirect_stays_with_its_service_unless_the_ending_says_otherwise() {
        let url = |text| Url::parse(text).expect(text);
        let (soap, plain) = (url("https://a.example/a.svc"), url("https://a.example/a.xml"));
        let other = url("https://a.example/a");
        assert_eq!(Candidate::Soap(soap.clone()).redirected(other.clone()), Candidate::Soap(other.clone()));
        assert_eq!(Candidate::Soap(soap.clone()).redirected(plain.clone()), Candidate::Plain(plain.clone()));
        assert_eq!(Candidate::Plain(plain.clone()).redirected(soap.clone()), Candidate::Soap(soap));
        assert_eq!(Candidate::Redirect(plain).redirected(other.clone()), Candidate::Plain(other));
    }
}
