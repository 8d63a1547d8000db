//! Candidates: the URLs of possible Autodiscover services.

use call_http::reqwest::Url;

/// The URL of a possible Autodiscover service, with the kind of the service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Candidate {
    /// The SOAP service: the operation GetUserSettings. Exchange 2010 and later.
    Soap(Url),
    /// The plain XML service (POX). Exchange 2007 and later.
    Plain(Url),
    /// A URL that can only redirect. The request is a GET without a credential.
    Redirect(Url),
}

impl Candidate {
    /// Creates a candidate for a URL: for the SOAP service if the path ends in `.svc`, otherwise for the plain XML
    /// service.
    #[must_use]
    pub fn at(url: Url) -> Self {
        if has_extension(&url, "svc") { Self::Soap(url) } else { Self::Plain(url) }
    }

    /// Returns the candidates for the mailboxes of a domain, in this order: both services on the domain itself, both
    /// on its host `autodiscover`, and a redirect from the latter. The list is empty if `domain` is not a valid host
    /// name.
    ///
    /// Source: <https://learn.microsoft.com/en-us/exchange/client-developer/exchange-web-services/autodiscover-for-exchange>
    #[must_use]
    pub fn for_domain(domain: &str) -> Vec<Self> {
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

    /// Returns the URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        let (Self::Soap(url) | Self::Plain(url) | Self::Redirect(url)) = self;
        url
    }

    /// Returns the candidate for a redirect from this one. It is for the same kind of service, unless the URL has the
    /// extension of the other kind.
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
    fn candidates_of_a_domain_are_in_the_documented_order() {
        let urls: Vec<_> = Candidate::for_domain("contoso.com")
            .iter()
            .map(|candidate| candidate.url().to_string())
            .collect();
        let expected = [
            "https://contoso.com/autodiscover/autodiscover.svc",
            "https://contoso.com/autodiscover/autodiscover.xml",
            "https://autodiscover.contoso.com/autodiscover/autodiscover.svc",
            "https://autodiscover.contoso.com/autodiscover/autodiscover.xml",
            "http://autodiscover.contoso.com/autodiscover/autodiscover.xml",
        ];
        assert_eq!(urls, expected);
        assert!(matches!(Candidate::for_domain("contoso.com").last(), Some(Candidate::Redirect(_))));
    }

    #[test]
    fn a_redirect_keeps_the_kind_of_service_unless_the_url_has_the_other_extension() {
        let url = |text| Url::parse(text).expect(text);
        let (soap, plain) = (url("https://a.example/a.svc"), url("https://a.example/a.xml"));
        let other = url("https://a.example/a");
        assert_eq!(Candidate::Soap(soap.clone()).redirected(other.clone()), Candidate::Soap(other.clone()));
        assert_eq!(Candidate::Soap(soap.clone()).redirected(plain.clone()), Candidate::Plain(plain.clone()));
        assert_eq!(Candidate::Plain(plain.clone()).redirected(soap.clone()), Candidate::Soap(soap));
        assert_eq!(Candidate::Redirect(plain).redirected(other.clone()), Candidate::Plain(other));
    }
}
