//! The endpoint of a client.

use std::fmt;

use reqwest::Url;

use crate::error::Error;
use crate::trust::{check_url, redacted_url};

/// The endpoint of a service, as text or a [`Url`]. All clients accept it.
///
/// It is checked when a client is created, before the first request is sent.
///
/// ```
/// use call_http::Endpoint;
///
/// # fn main() -> Result<(), call_http::Error> {
/// let url = Endpoint::from("https://contoso.communication.azure.com").to_url()?;
/// assert_eq!(url.host_str(), Some("contoso.communication.azure.com"));
///
/// let error = Endpoint::from("contoso.communication.azure.com").to_url().expect_err("no scheme");
/// assert!(error.to_string().contains("write `https://contoso.communication.azure.com`"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Endpoint(String);

impl Endpoint {
    /// The largest number of characters in a host name.
    const LONGEST_HOST: usize = 253;

    /// Returns the endpoint as a URL.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the text has no scheme, a scheme other than http and
    /// https, a user, a password, a query or a fragment, or is a connection string.
    pub fn to_url(&self) -> Result<Url, Error> {
        let text = self.0.trim();
        if text.to_ascii_lowercase().contains("accesskey=") {
            return Err(Error::configuration(
                "the endpoint is a connection string (use `from_connection_string` of `acs_calling::Client`)",
            ));
        }
        let url = match Url::parse(text) {
            Ok(url) if !url.cannot_be_a_base() => url,
            Ok(_) => return Err(self.not_a_url()),
            Err(error) => return Err(self.not_a_url().with_source(error)),
        };
        check_url(&url)?;
        for (part, is_present) in [("query", url.query().is_some()), ("fragment", url.fragment().is_some())] {
            if is_present {
                let expected = redacted_url(&url);
                return Err(Error::configuration(format!(
                    "an endpoint must not have a {part} (write `{expected}`)"
                )));
            }
        }
        Ok(url)
    }

    fn not_a_url(&self) -> Error {
        Error::configuration(match self.with_scheme() {
            Some(expected) => format!("the endpoint has no scheme (write `{expected}`)"),
            None => "the endpoint is not a valid URL (expected `https://HOST`)".to_owned(),
        })
    }

    /// Returns the text with a scheme, if it is a host with an optional port and path. Errors do not repeat any other
    /// text, since it may be a secret, such as a connection string.
    fn with_scheme(&self) -> Option<String> {
        let text = self.0.trim();
        let url = Url::parse(&format!("https://{text}")).ok()?;
        let host = url.host_str()?;
        let is_host = host.contains('.') || host == "localhost";
        let is_plain = text.len() <= Self::LONGEST_HOST && !text.contains(['@', '=', ';', '?', '#', ' ']);
        (is_host && is_plain).then(|| format!("https://{text}"))
    }
}

impl From<&str> for Endpoint {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for Endpoint {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<String> for Endpoint {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<Url> for Endpoint {
    fn from(url: Url) -> Self {
        Self(url.into())
    }
}

impl From<&Url> for Endpoint {
    fn from(url: &Url) -> Self {
        Self(url.as_str().to_owned())
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_url() {
            Ok(url) => f.debug_tuple("Endpoint").field(&url.as_str()).finish(),
            // An invalid endpoint may be a secret.
            Err(_) => f.write_str("Endpoint(invalid)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    fn refused(text: &str) -> String {
        let error = Endpoint::from(text).to_url().expect_err(text);
        assert_eq!(error.kind(), ErrorKind::Configuration, "{text}");
        assert!(!format!("{error:?} {:?}", Endpoint::from(text)).contains("hunter2"), "{text}");
        error.to_string()
    }

    #[test]
    fn an_endpoint_without_a_scheme_says_what_to_write() {
        for text in [
            "contoso.communication.azure.com",
            " contoso.communication.azure.com/ ",
            "graph.microsoft.com/v1.0",
            "localhost:8080",
            "127.0.0.1:8080/v1.0",
            "mail.contoso.com:443/EWS/Exchange.asmx",
        ] {
            let expected = format!("no scheme (write `https://{}`)", text.trim());
            assert!(refused(text).contains(&expected), "{text}: {}", refused(text));
        }
    }

    #[test]
    fn an_endpoint_with_a_query_or_a_fragment_is_refused() {
        let expected = "(write `https://contoso.example/v1.0`)";
        for (text, part) in [
            ("https://contoso.example/v1.0?sig=hunter2", "query"),
            ("https://contoso.example/v1.0?", "query"),
            ("https://contoso.example/v1.0#hunter2", "fragment"),
        ] {
            let refused = refused(text);
            assert!(refused.contains(part) && refused.contains(expected), "{refused}");
        }
    }

    #[test]
    fn a_text_that_is_not_an_endpoint_is_refused_and_not_repeated() {
        let long = format!("{}.example", "a".repeat(Endpoint::LONGEST_HOST));
        for text in [
            "",
            &long,
            "nonsense",
            "https://",
            "mailto:a@b.example",
            "ftp://a.example",
            "https://rosa:hunter2@a.example",
            "rosa:hunter2@a.example",
            "endpoint=https://a.example/;accesskey=hunter2",
            "a.example;accesskey=hunter2",
        ] {
            assert!(!refused(text).contains("write `"), "{text}: {}", refused(text));
        }
    }

    #[test]
    fn a_refusal_names_the_scheme_or_the_function_for_connection_strings() {
        assert!(refused("ftp://a.example").contains("scheme `ftp`"));
        for text in ["endpoint=https://a.example/;accesskey=hunter2", "https://a.example/;AccessKey=hunter2"]
        {
            assert!(refused(text).contains("use `from_connection_string`"), "{}", refused(text));
        }
    }

    #[test]
    fn texts_and_urls_are_endpoints() {
        let url = Url::parse("https://contoso.example/v1.0").expect("a URL");
        let text = url.to_string();
        for endpoint in [
            Endpoint::from(&url),
            Endpoint::from(url.clone()),
            Endpoint::from(&text),
            Endpoint::from(text.as_str()),
            Endpoint::from(text.clone()),
        ] {
            assert_eq!(endpoint.to_url().expect("an endpoint"), url);
        }
    }
}
