//! The hosts that may receive the credential.

use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;
use url::Position;

use crate::error::{Error, ErrorKind};

/// Returns the host, with the port unless it is the default of the scheme, as in the header `Host`.
pub(crate) fn authority(url: &Url) -> &str {
    &url[Position::BeforeHost..Position::AfterPort]
}

/// Returns a URL without its query, which may contain a secret.
pub(crate) fn redacted_url(url: &Url) -> String {
    format!("{}://{}{}", url.scheme(), authority(url), url.path())
}

/// Returns the path, and `?` with the query if there is one, percent-encoded as in the request.
pub(crate) fn path_and_query(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}

/// A host that may receive the credential, in addition to the endpoint's host, such as the recording store.
///
/// `asm.skype.com` matches only this host, `.asm.skype.com` matches every subdomain of it, and `host:8080` matches a
/// host with a port other than the default. Credentials are sent only over https, unless
/// [`ClientOptions::allow_http`](crate::ClientOptions::allow_http) is set or the host is this machine.
///
/// ```
/// use call_http::TrustedHost;
///
/// # fn main() -> Result<(), call_http::Error> {
/// let store: TrustedHost = ".asm.skype.com".parse()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedHost {
    name: String,
    https_only: bool,
}

impl TrustedHost {
    /// Requires https for this host, even if [`ClientOptions::allow_http`](crate::ClientOptions::allow_http) is set.
    #[must_use]
    pub fn https_only(self) -> Self {
        Self { https_only: true, ..self }
    }

    fn covers(&self, url: &Url) -> bool {
        let authority = authority(url);
        if self.name.starts_with('.') {
            // The rest is the label of the host, which must not be empty.
            authority.strip_suffix(&self.name).is_some_and(|label| !label.is_empty())
        } else {
            authority == self.name
        }
    }
}

impl FromStr for TrustedHost {
    type Err = Error;

    /// Parses `host`, `host:port` or `.suffix`.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the text is not a host name or address with an optional
    /// port. A dot and a single label, such as `.com`, is refused too, since it would match too many hosts.
    fn from_str(text: &str) -> Result<Self, Error> {
        let fault = || {
            Error::configuration(format!(
                "`{text}` is not a valid trusted host (expected `host`, `host:port` or `.suffix`)"
            ))
        };
        let name = text.strip_prefix('.').unwrap_or(text);
        let url = Url::parse(&format!("https://{name}/")).map_err(|_| fault())?;
        let whole = authority(&url);
        let below = text.starts_with('.');
        if name.contains('*') || !whole.eq_ignore_ascii_case(name) || (below && !whole.contains('.')) {
            return Err(fault());
        }
        Ok(Self { name: if below { format!(".{whole}") } else { whole.to_owned() }, https_only: false })
    }
}

/// The endpoint and the trusted hosts.
#[derive(Clone, Debug)]
pub(crate) struct TrustedOrigins {
    endpoint: Url,
    trusted: Vec<TrustedHost>,
    allow_http: bool,
}

impl TrustedOrigins {
    /// Creates the origins of an endpoint and trusted hosts.
    ///
    /// # Errors
    ///
    /// `Configuration` if the endpoint is invalid: see [`check_url`].
    pub(crate) fn new(mut endpoint: Url, trusted: Vec<TrustedHost>, allow_http: bool) -> Result<Self, Error> {
        check_url(&endpoint)?;
        endpoint.set_fragment(None);
        Ok(Self { endpoint, trusted, allow_http })
    }

    pub(crate) fn endpoint(&self) -> &Url {
        &self.endpoint
    }

    /// Returns `true` if a URL has the scheme, host and port of the endpoint.
    pub(crate) fn is_endpoint(&self, url: &Url) -> bool {
        url.scheme() == self.endpoint.scheme() && authority(url) == authority(&self.endpoint)
    }

    /// Checks that a request may be sent to a URL, with or without a credential.
    ///
    /// # Errors
    ///
    /// `UntrustedHost` if the URL is neither of the endpoint's origin nor of a trusted host, or is not https.
    pub(crate) fn check(&self, url: &Url, credential: bool) -> Result<(), Error> {
        check_url(url)?;
        let refuse = |reason| Err(Error::new(ErrorKind::UntrustedHost, reason));
        let same = self.is_endpoint(url);
        let covering = || self.trusted.iter().filter(|host| host.covers(url));
        if !same && covering().next().is_none() {
            let (to, at) = (authority(url), authority(&self.endpoint));
            return refuse(format!(
                "the URL leads to {to}, which is neither the endpoint's host {at} nor a trusted host (see `ClientOptions::trust`)"
            ));
        }
        let https_only = covering().any(|host| host.https_only);
        let may_be_http = !https_only && (self.allow_http || is_this_machine(url));
        if url.scheme() == "http" && !may_be_http && (credential || !same) {
            let to = authority(url);
            let advice = if https_only {
                "use https"
            } else {
                "use https, or set `ClientOptions::allow_http` if the network is trusted"
            };
            return refuse(format!("a credential would be sent to {to} over http without TLS ({advice})"));
        }
        Ok(())
    }
}

/// Checks that HTTP requests can be sent to a URL.
///
/// # Errors
///
/// `Configuration` for a scheme other than http and https, and for a user or password, which would appear in logs.
pub(crate) fn check_url(url: &Url) -> Result<(), Error> {
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        let scheme = url.scheme();
        return Err(Error::configuration(format!(
            "a URL with the scheme `{scheme}` is not valid (expected `https://HOST` or `http://HOST`)"
        )));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::configuration("the URL contains a user or password (use `Credential::basic`)"));
    }
    Ok(())
}

/// Returns `true` if a URL leads to this machine (`localhost` or a loopback address). http without TLS is safe there.
#[must_use]
pub fn is_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || address.parse().is_ok_and(|address: IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).expect(text)
    }

    fn trusted(endpoint: &str) -> TrustedOrigins {
        let trusted = [".asm.skype.com", "store.example:8443"].map(|host| host.parse().expect(host));
        TrustedOrigins::new(url(endpoint), trusted.into(), false).expect(endpoint)
    }

    #[test]
    fn only_the_endpoint_and_trusted_hosts_are_accepted() {
        let trusted = trusted("https://contoso.example/");
        for (text, accepted) in [
            ("https://contoso.example/x?y", true),
            ("https://contoso.example:443/x", true),
            ("https://CONTOSO.example/x", true),
            ("https://contoso.example:8443/x", false),
            ("http://contoso.example/x", false),
            ("https://contoso.example.evil.example/", false),
            ("https://evil.example/contoso.example", false),
            ("https://us.asm.skype.com/v1", true),
            ("https://a.us.asm.skype.com/v1", true),
            ("https://asm.skype.com/v1", false),
            ("https://evilasm.skype.com/v1", false),
            ("https://us.asm.skype.com:8443/v1", false),
            ("http://us.asm.skype.com/v1", false),
            ("https://store.example:8443/v1", true),
            ("https://store.example/v1", false),
        ] {
            assert_eq!(trusted.check(&url(text), true).is_ok(), accepted, "{text}");
        }
    }

    #[test]
    fn a_credential_over_http_is_accepted_on_loopback_only() {
        for (endpoint, accepted) in [
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", true),
            ("http://[::1]:8080", true),
            ("http://contoso.example", false),
            ("http://127.0.0.1.evil.example", false),
        ] {
            assert_eq!(trusted(endpoint).check(&url(endpoint), true).is_ok(), accepted, "{endpoint}");
            assert!(trusted(endpoint).check(&url(endpoint), false).is_ok(), "{endpoint}");
        }
        let allowed =
            TrustedOrigins::new(url("http://contoso.example"), Vec::new(), true).expect("an endpoint");
        assert!(allowed.check(&url("http://contoso.example/x"), true).is_ok());
    }

    #[test]
    fn https_only_has_priority_over_allow_http() {
        let host = |text: &str| text.parse::<TrustedHost>().expect(text);
        let hosts =
            vec![host(".asm.skype.com").https_only(), host("us.asm.skype.com"), host("store.example")];
        let trusted = TrustedOrigins::new(url("https://contoso.example/"), hosts, true).expect("an endpoint");
        for (text, accepted) in [
            ("https://us.asm.skype.com/x", true),
            ("http://us.asm.skype.com/x", false),
            ("http://store.example/x", true),
        ] {
            assert_eq!(trusted.check(&url(text), true).is_ok(), accepted, "{text}");
        }
    }

    #[test]
    fn a_url_that_is_not_a_valid_endpoint_is_refused() {
        for text in
            ["mailto:a@b.example", "ftp://a.example", "https://u:hunter2@a.example", "https://u@a.example"]
        {
            let error = TrustedOrigins::new(url(text), Vec::new(), false).expect_err(text);
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(!error.to_string().contains("hunter2"));
        }
    }

    #[test]
    fn a_text_that_is_not_a_valid_trusted_host_is_refused() {
        for text in
            ["", ".", ".com", "a.example/x", "u@a.example", "https://a.example", "a..example/", "*.a.example"]
        {
            assert!(text.parse::<TrustedHost>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_path_query_and_authority_are_those_of_the_request() {
        let url = url("https://a.example:443/p%2Fq?x=a%20b&t=~#part");
        assert_eq!(path_and_query(&url), "/p%2Fq?x=a%20b&t=~");
        assert_eq!(authority(&url), "a.example");
    }
}
