//! The address of a mailbox, whose domain says where to look.

use std::fmt;

use call_http::reqwest::Url;

use crate::error::{Error, ErrorKind};

/// An address with a domain that can be a host's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    text: String,
    domain: String,
}

impl Address {
    /// # Errors
    ///
    /// `Configuration` for anything but something, `@`, and the name of a host.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let parts = text.rsplit_once('@').filter(|(local, _)| !local.is_empty());
        let domain = parts.and_then(|(_, domain)| host(domain));
        let fault = || {
            let kind = ErrorKind::Http(call_http::ErrorKind::Configuration);
            Error::own(kind, "Autodiscover needs an address with a domain, such as rosa@contoso.com")
        };
        Ok(Self { text: text.to_owned(), domain: domain.ok_or_else(fault)? })
    }

    pub(super) fn domain(&self) -> &str {
        &self.domain
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// The name of a host as it stands in URLs, if the text is nothing else.
fn host(domain: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !domain.chars().all(plain) {
        return None;
    }
    let url = Url::parse(&format!("https://{domain}/")).ok()?;
    url.domain().filter(|host| !host.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_names_of_hosts() {
        let domain = |text| Address::parse(text).map(|address| address.domain).ok();
        assert_eq!(domain("rosa@Contoso.com").as_deref(), Some("contoso.com"));
        assert_eq!(domain(" \"r@x\"@contoso.com ").as_deref(), Some("contoso.com"));
        assert_eq!(domain("rosa@b\u{fc}cher.example").as_deref(), Some("xn--bcher-kva.example"));
        for text in
            ["", "rosa", "@contoso.com", "rosa@", "rosa@contoso.com/x", "rosa@u:p", "rosa@a b", "r@[::1]"]
        {
            assert_eq!(domain(text), None, "{text}");
        }
    }
}
