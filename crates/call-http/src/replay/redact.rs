//! Redacts the secrets of exchanges.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::json::{Raw, is_secret_name};
use call_wire::without_secret_parameters;
use reqwest::header::{AUTHORIZATION, HeaderMap};

use crate::redact::{REDACTED, Scrubber};

/// Redacts the secrets of one exchange. The default has no credential.
#[derive(Default)]
pub(super) struct Redactor(Scrubber);

impl Redactor {
    /// Creates a redactor for a request with these headers. The response may repeat its credential.
    pub(super) fn new(headers: &HeaderMap) -> Self {
        let mut scrubber = Scrubber::default();
        let authorization = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Some((scheme, credential)) = authorization.and_then(|value| value.split_once(' ')) {
            scrubber.add(credential);
            if let Some((_, signature)) = credential.split_once("Signature=") {
                scrubber.add(signature);
            }
            let pair =
                scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(credential).ok()).flatten();
            let pair = pair.and_then(|pair| String::from_utf8(pair).ok());
            if let Some((_, password)) = pair.as_deref().and_then(|pair| pair.split_once(':')) {
                scrubber.add(password);
            }
        }
        Self(scrubber)
    }

    /// Redacts the credential of the request and the secrets of URLs in a text or a query.
    pub(super) fn text(&self, text: &str) -> String {
        without_secret_parameters(&self.0.scrub(text.to_owned())).into_owned()
    }

    /// Redacts the value of a response header.
    pub(super) fn header(&self, name: &str, value: &str) -> String {
        let is_secret = is_secret_name(name) || name.contains("signature") || name.ends_with("cookie");
        if is_secret { REDACTED.to_owned() } else { self.text(value) }
    }

    /// Redacts a JSON value. Returns `None` if the result is not valid JSON.
    pub(super) fn json(&self, value: &Raw<'_>) -> Option<Raw<'static>> {
        let text = self.0.scrub(value.without_secrets().as_str().to_owned());
        Raw::parse(&text).ok().map(Raw::into_owned)
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_credential_that_a_response_repeats_is_redacted() {
        for (authorization, text) in [
            ("Bearer eyJhbGciOi.hush", "got eyJhbGciOi.hush"),
            ("Basic dXNlcjpjb3JyZWN0LWhvcnNl", "got correct-horse and dXNlcjpjb3JyZWN0LWhvcnNl"),
            ("HMAC-SHA256 SignedHeaders=host&Signature=c2lnbmF0dXJl", "expected c2lnbmF0dXJl"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_static(authorization));
            let redacted = Redactor::new(&headers).text(text);
            for secret in ["hush", "correct-horse", "dXNl", "c2ln"] {
                assert!(!redacted.contains(secret), "{redacted}");
            }
            assert!(redacted.contains("[redacted]"), "{redacted}");
        }
    }
}
