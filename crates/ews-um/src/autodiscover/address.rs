//! Email addresses: the domain determines where to search.

use std::fmt;

use call_http::reqwest::Url;

use crate::error::{Error, ErrorKind};

/// An address whose domain is a valid host name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    text: String,
    domain: String,
}

impl Address {
    /// Parses an address: a non-empty local part, `@`, and a host name.
    ///
    /// # Errors
    ///
    /// `Configuration` if the text is not such an address.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let parts = text.rsplit_once('@').filter(|(local, _)| !local.is_empty());
        let domain = parts.and_then(|(_, domain)| host_name(domain));
        let error = || {
            let kind = ErrorKind::Http(call_http::ErrorKind::Configuration);
            Error::local(
                kind,
                "the email address has no valid domain (expected an address such as rosa@contoso.com)",
            )
        };
        Ok(Self { text: text.to_owned(), domain: domain.ok_or_else(error)? })
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

/// Returns a domain as a host name in the form that URLs use, if it is valid.
fn host_name(domain: &str) -> Option<String> {
    let is_allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if !domain.chars().all(is_allowed) {
        return None;
    }
    let url = Url::parse(&format!("https://{domain}/")).ok()?;
    url.domain().filter(|host| !host.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_with_a_host_name_is_valid() {
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
