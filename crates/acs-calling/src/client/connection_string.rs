//! Connection strings of Communication Services resources.

use std::str::FromStr;

use call_http::reqwest::Url;
use call_http::{AccessKey, Endpoint, Error, ErrorKind};

/// A connection string from the Azure portal: `endpoint=https://NAME.communication.azure.com/;accesskey=BASE64`.
///
/// The parts may have any order. The letter case of their names is ignored. Parts with other names are ignored too.
/// [`Debug`] does not print the key.
///
/// ```
/// use acs_calling::ConnectionString;
///
/// # fn main() -> Result<(), acs_calling::Error> {
/// let parsed: ConnectionString =
///     "accessKey=c2VjcmV0;Endpoint=https://contoso.communication.azure.com/".parse()?;
/// assert_eq!(parsed.endpoint.as_str(), "https://contoso.communication.azure.com/");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ConnectionString {
    /// The endpoint of the resource.
    pub endpoint: Url,
    /// An access key of the resource.
    pub access_key: AccessKey,
}

impl FromStr for ConnectionString {
    type Err = Error;

    /// # Errors
    ///
    /// [`Configuration`](ErrorKind::Configuration) if a part is missing, is not valid, or occurs twice. The error names
    /// the part but does not contain its value.
    fn from_str(text: &str) -> Result<Self, Error> {
        let (mut endpoint, mut access_key) = (None, None);
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            // Only the first `=` counts: a key may end in `=`.
            let Some((name, value)) = part.split_once('=') else {
                return Err(configuration("a part of the connection string has no `=`"));
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
                return Err(configuration(format!(
                    "the connection string has `{}` twice",
                    name.to_ascii_lowercase()
                )));
            }
        }
        let missing = |name| configuration(format!("the connection string has no `{name}`"));
        let endpoint = endpoint.ok_or_else(|| missing("endpoint"))?;
        let access_key = access_key.ok_or_else(|| missing("accesskey"))?;
        let endpoint = Endpoint::from(endpoint).to_url()?;
        Ok(Self { endpoint, access_key: AccessKey::parse(access_key)? })
    }
}

fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_and_case_of_parts_and_unknown_parts_are_ignored() {
        for text in [
            "endpoint=https://contoso.communication.azure.com/;accesskey=c2VjcmV0LWtleQ==",
            "endpoint=https://contoso.communication.azure.com;accesskey=c2VjcmV0LWtleQ==;",
            "AccessKey=c2VjcmV0LWtleQ==;foo=bar=baz;ENDPOINT=https://contoso.communication.azure.com/",
            " ; region = eu ; accesskey = c2VjcmV0LWtleQ== ; endpoint = https://contoso.communication.azure.com/ ",
        ] {
            let parsed: ConnectionString = text.parse().expect(text);
            assert_eq!(parsed.endpoint.as_str(), "https://contoso.communication.azure.com/", "{text}");
            assert!(!format!("{parsed:?}").contains("secret-key"));
        }
    }

    #[test]
    fn the_endpoint_may_be_an_emulator_on_localhost() {
        let parsed: ConnectionString =
            "endpoint=http://localhost:8080/;accessKey=c2VjcmV0".parse().expect("a connection string");
        assert_eq!(parsed.endpoint.port(), Some(8080));
    }

    #[test]
    fn errors_name_the_part_and_do_not_contain_the_key() {
        for (text, message) in [
            ("", "no `endpoint`"),
            ("endpoint=https://a.example", "no `accesskey`"),
            ("accesskey=c2VjcmV0", "no `endpoint`"),
            ("endpoint=nonsense;accesskey=c2VjcmV0", "the endpoint is not a valid URL"),
            ("endpoint=mailto:a@b;accesskey=c2VjcmV0", "the endpoint is not a valid URL"),
            ("endpoint=https://a.example;accesskey=c2VjcmV0!", "not valid base64"),
            ("endpoint=https://a.example;accesskey=", "empty"),
            ("endpoint=https://a.example;accesskey=c2VjcmV0;AccessKey=c2VjcmV0", "`accesskey` twice"),
            ("c2VjcmV0", "no `=`"),
        ] {
            let error = text.parse::<ConnectionString>().expect_err(text);
            assert!(error.to_string().contains(message), "{text}: {error}");
            assert!(!format!("{error} {error:?}").contains("c2VjcmV0"), "{error:?}");
        }
    }
}
