//! What a file of exchanges must not hold.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use call_wire::json::{Raw, is_secret_name};
use reqwest::header::{AUTHORIZATION, HeaderMap};

use crate::secret::{REDACTED, Scrubber};

/// Parameters of URLs that hold signatures.
const SIGNATURES: [&str; 2] = ["sig=", "signature="];

/// Replaces the secrets of one exchange.
pub(super) struct Redactor(Scrubber);

impl Redactor {
    /// For a request with these headers, whose credential a response may repeat.
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

    /// A text without the request's credential and without signatures of URLs.
    pub(super) fn text(&self, text: &str) -> String {
        signatures(&self.0.scrub(text.to_owned()))
    }

    /// A query: of parameters that are secrets by their names, the name alone is kept.
    pub(super) fn query(&self, query: &str) -> String {
        let pairs = query.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_secret_name(name) => format!("{name}={REDACTED}"),
            _ => self.text(pair),
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    /// The value of a response's header.
    pub(super) fn header(&self, name: &str, value: &str) -> String {
        let is_secret = is_secret_name(name) || name.contains("signature") || name.ends_with("cookie");
        if is_secret { REDACTED.to_owned() } else { self.text(value) }
    }

    /// A JSON value.
    pub(super) fn json(&self, value: &Raw<'_>) -> Option<Raw<'static>> {
        let text = self.text(value.without_secrets().as_str());
        Raw::parse(&text).ok().map(Raw::into_owned)
    }
}

/// The text with the signatures of URLs replaced: what follows `sig=` where a parameter can begin.
fn signatures(text: &str) -> String {
    let mut redacted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(end) = next_signature(rest) {
        let (before, signature) = rest.split_at(end);
        redacted.push_str(before);
        redacted.push_str(REDACTED);
        let is_end = |c: char| c.is_whitespace() || "&\"'<>\\,;".contains(c);
        rest = signature.find(is_end).map_or("", |end| &signature[end..]);
    }
    redacted + rest
}

/// Where the first signature begins.
fn next_signature(text: &str) -> Option<usize> {
    let lower = text.to_ascii_lowercase();
    let found = SIGNATURES.iter().flat_map(|name| lower.match_indices(name));
    let begins_parameter = |before: &str| {
        // JSON may spell `&` as `\u0026`.
        before.ends_with("\\u0026") || !before.ends_with(|c: char| c.is_ascii_alphanumeric())
    };
    found
        .filter(|(start, _)| begins_parameter(&lower[..*start]))
        .map(|(start, name)| start + name.len())
        .min()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn signatures_of_urls_are_replaced_and_nothing_else() {
        for (text, redacted) in [
            ("https://a.example/x?sv=1&sig=a%2Bb&se=2", "https://a.example/x?sv=1&sig=[redacted]&se=2"),
            (r#"{"url":"https://a.example/x?sig=hush"}"#, r#"{"url":"https://a.example/x?sig=[redacted]"}"#),
            (r#""x?sv=1\u0026SIG=hush\u0026se=2""#, r#""x?sv=1\u0026SIG=[redacted]\u0026se=2""#),
            ("sig=one&Signature=two", "sig=[redacted]&Signature=[redacted]"),
            ("the design=plain", "the design=plain"),
            ("sig=", "sig=[redacted]"),
        ] {
            assert_eq!(signatures(text), redacted);
        }
    }

    #[test]
    fn a_credential_that_a_response_repeats_is_replaced() {
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
