//! The connection string of an ACS resource.

use std::str::FromStr;

use reqwest::Url;

use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::hmac::AccessKey;

/// `endpoint=https://NAME.communication.azure.com/;accesskey=BASE64`, as the portal shows it.
///
/// The parts come in any order, the letter case of their names does not matter, and parts of other names are
/// ignored. [`Debug`] does not print the key.
///
/// ```
/// use call_http::ConnectionString;
///
/// # fn main() -> Result<(), call_http::Error> {
/// let it: ConnectionString =
/// "accessKey=c2VjcmV0;Endpoint=https://contoso.communication.azure.com/".parse()?;
/// assert_eq!(it.endpoint.as_str(), "https://contoso.communication.azure.com/");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectionString {
    /// Where the resource is.
    pub endpoint: Url,
    /// The key that signs for it.
    pub access_key: AccessKey,
}

impl FromStr for ConnectionString {
    type Err = Error;

    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) that names the part at fault and does not repeat
    /// it.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (mut endpoint, mut access_key) = (None, None);
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            // The first `=` only: a key ends in some.
            let Some((name, value)) = part.split_once('=') else {
                return Err(Error::configuration("a part of the connection string has no `=`"));
            };
            let (name, value) = (name.trim(), value.trim());
            let known = if name.eq_ignore_ascii_case("endpoint") {
                &mut endpoint
            } else if name.eq_ignore_ascii_case("accesskey") {
                &mut access_key
            } else {
                continue;
            };
            if known.replace(value).is_some() {
                return Err(Error::configuration(format!(
                    "the connection string has `{}` twice",
                    name.to_ascii_lowercase()
                )));
            }
        }
        let missing = |name| Error::configuration(format!("the connection string has no `{name}`"));
        let endpoint = endpoint.ok_or_else(|| missing("endpoint"))?;
        let access_key = access_key.ok_or_else(|| missing("accesskey"))?;
        let endpoint = Endpoint::from(endpoint).to_url()?;
        Ok(Self { endpoint, access_key: AccessKey::parse(access_key)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_in_any_order_case_and_company() {
        for text in [
            "endpoint=https://contoso.communication.azure.com/;accesskey=c2VjcmV0LWtleQ==",
            "endpoint=https://contoso.communication.azure.com;accesskey=c2VjcmV0LWtleQ==;",
            "AccessKey=c2VjcmV0LWtleQ==;foo=bar=baz;ENDPOINT=https://contoso.communication.azure.com/",
            " ; region = eu ; accesskey = c2VjcmV0LWtleQ== ; endpoint = https://contoso.communication.azure.com/ ",
        ] {
            let it: ConnectionString = text.parse().expect(text);
            assert_eq!(it.endpoint.as_str(), "https://contoso.communication.azure.com/", "{text}");
            assert!(!format!("{it:?}").contains("secret-key"));
        }
    }

    #[test]
    fn an_emulator_on_localhost() {
        let it: ConnectionString =
            "endpoint=http://localhost:8080/;accessKey=c2VjcmV0".parse().expect("it reads");
        assert_eq!(it.endpoint.port(), Some(8080));
    }

    #[test]
    fn faults_name_the_part_and_keep_the_secret() {
        for (text, says) in [
            ("", "no `endpoint`"),
            ("endpoint=https://a.example", "no `accesskey`"),
            ("accesskey=c2VjcmV0", "no `endpoint`"),
            ("endpoint=nonsense;accesskey=c2VjcmV0", "the endpoint is not a valid URL"),
            ("endpoint=mailto:a@b;accesskey=c2VjcmV0", "the endpoint is not a valid URL"),
            ("endpoint=https://a.example;accesskey=c2VjcmV0!", "not base64"),
            ("endpoint=https://a.example;accesskey=", "empty"),
            ("endpoint=https://a.example;accesskey=c2VjcmV0;AccessKey=c2VjcmV0", "`accesskey` twice"),
            ("c2VjcmV0", "no `=`"),
        ] {
            let error = text.parse::<ConnectionString>().expect_err(text);
            assert!(error.to_string().contains(says), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("c2VjcmV0"), "{error:?}");
        }
    }
}
