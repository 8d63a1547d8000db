//! The HMAC-SHA256 signature of Azure Communication Services.
//!
//! Source: <https://learn.microsoft.com/en-us/azure/communication-services/tutorials/hmac-header-tutorial>.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::redact::REDACTED;
use crate::time::http_date;

/// The SHA-256 hash of an empty body, in base64.
const EMPTY_HASH: &str = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

/// The value of `Authorization` before the signature.
pub(crate) const SCHEME: &str = "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=";

/// The access key of an ACS resource.
///
/// [`Debug`](fmt::Debug) prints `[redacted]`. The key is stored as an initialized HMAC, to avoid initializing it for
/// each signature.
#[derive(Clone)]
pub struct AccessKey(Arc<Hmac<Sha256>>);

impl AccessKey {
    /// Parses a key in base64, as the Azure portal shows it.
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::ErrorKind::Configuration) if the text is empty or not valid base64. The error
    /// does not repeat the text.
    pub fn parse(base64: &str) -> Result<Self, Error> {
        match STANDARD.decode(base64.trim()) {
            Ok(key) if !key.is_empty() => {
                let key = Zeroizing::new(key);
                // The trait returns a `Result` for MACs that require a certain length.
                let keyed = Hmac::new_from_slice(&key).expect("HMAC accepts keys of any length");
                Ok(Self(Arc::new(keyed)))
            }
            Ok(_) => Err(Error::configuration("the access key is empty")),
            Err(_) => Err(Error::configuration("the access key is not valid base64")),
        }
    }

    /// Signs one attempt of a request.
    #[must_use]
    pub fn sign(&self, request: &StringToSign<'_>) -> Signature {
        let date = http_date(request.date);
        let content_sha256 = if request.body.is_empty() {
            EMPTY_HASH.to_owned()
        } else {
            STANDARD.encode(Sha256::digest(request.body))
        };
        let mut mac = Hmac::clone(&self.0);
        let parts = [
            request.method,
            "\n",
            request.path_and_query,
            "\n",
            &date,
            ";",
            request.host,
            ";",
            &content_sha256,
        ];
        for part in parts {
            mac.update(part.as_bytes());
        }
        let mut authorization = String::with_capacity(SCHEME.len() + 44);
        authorization.push_str(SCHEME);
        STANDARD.encode_string(mac.finalize().into_bytes(), &mut authorization);
        Signature { date, content_sha256, authorization }
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

/// The parts of a request that the signature covers.
#[derive(Clone, Copy, Debug)]
pub struct StringToSign<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The path, and `?` with the query if there is one, percent-encoded as in the request.
    pub path_and_query: &'a str,
    /// The host of the ACS endpoint, with the port unless it is the default of the scheme.
    pub host: &'a str,
    /// The time of the attempt.
    pub date: SystemTime,
    /// The body; empty if there is none.
    pub body: &'a [u8],
}

/// The values of the three headers of a signature.
#[derive(Clone, PartialEq, Eq)]
pub struct Signature {
    /// `x-ms-date`.
    pub date: String,
    /// `x-ms-content-sha256`.
    pub content_sha256: String,
    /// `Authorization`.
    pub authorization: String,
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature")
            .field("date", &self.date)
            .field("content_sha256", &self.content_sha256)
            .field("authorization", &REDACTED)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "c2VjcmV0LWtleS1mb3ItdGVzdHM=";
    const CALL: &str = "/calling/callConnections/411f0b00-aaaa";
    const VERSION: &str = "?api-version=2026-03-12";
    const CREATE: &[u8] = br#"{"targets": [{"rawId": "4:+14255550123", "phoneNumber": {"value": "+14255550123"}}], "sourceCallerIdNumber": {"value": "+18005550100"}, "operationContext": "ctx", "callbackUri": "https://app.example/cb"}"#;

    fn sign(method: &str, path_and_query: &str, body: &[u8]) -> Signature {
        let key = AccessKey::parse(KEY).expect("the key is base64");
        let date = httpdate::parse_http_date("Fri, 20 Nov 2026 12:00:00 GMT").expect("a date");
        key.sign(&StringToSign {
            method,
            path_and_query,
            host: "contoso.communication.azure.com",
            date,
            body,
        })
    }

    /// Compares with signatures of Microsoft's SDK for Python 1.6.0.
    #[test]
    fn signatures_are_those_of_microsofts_sdk() {
        let create = format!("/calling/callConnections{VERSION}");
        let cases: [(&str, String, &[u8], &str); 7] = [
            ("GET", format!("{CALL}{VERSION}"), b"", "33Zz+hwr5vENDN6WFfQuD4I8Ewq6C7pKTmscMv0woOw="),
            (
                "GET",
                format!("{CALL}/participants/4%3A%2B14255550123{VERSION}"),
                b"",
                "kfK5aOeWD3Vm4BSX914HRiTROtULLPGmqJehDrLAi88=",
            ),
            (
                "GET",
                format!("{CALL}/participants{VERSION}"),
                b"",
                "ttKDD/HfK/fvNgSXQMB5VKjsE+NEm9FxkoRx7DYUVak=",
            ),
            (
                "POST",
                format!("{CALL}:terminate{VERSION}"),
                b"",
                "lGvU1PM5M45h2r2w/nppRFn2mAlGhUTOCnlZJ+JTVzk=",
            ),
            ("DELETE", format!("{CALL}{VERSION}"), b"", "RkQKk8JlQYk/nl+7YLtDVb+J4n1J3PPGDnEGPQMvaWE="),
            (
                "GET",
                "/v1/objects/0-eus/content/video".to_owned(),
                b"",
                "AKEUQItm7V+cE8S+bLsgpSMfTIJx7rJ7q0AVIawtQJY=",
            ),
            ("POST", create, CREATE, "bUgXwv6Ws8Gz6Tj74MwsFubGWrsRiJupQjY2mBkhpvo="),
        ];
        for (method, path_and_query, body, expected) in cases {
            let signature = sign(method, &path_and_query, body);
            assert_eq!(
                signature.authorization,
                format!("HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature={expected}"),
                "{method} {path_and_query}"
            );
            assert_eq!(signature.date, "Fri, 20 Nov 2026 12:00:00 GMT");
        }
    }

    #[test]
    fn hashes_are_those_of_microsofts_sdk() {
        assert_eq!(CREATE.len(), 203);
        assert_eq!(sign("POST", "/", CREATE).content_sha256, "O2q/ufIMWwG+CS5wHtPEHchkaqI+WJx9Y4fdKZVQkyI=");
        assert_eq!(sign("GET", "/", b"").content_sha256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }

    #[test]
    fn an_invalid_key_is_refused_and_not_repeated() {
        for bad in ["", "not base64!", "c2Vj cmV0"] {
            let error = AccessKey::parse(bad).expect_err("no key");
            assert_eq!(error.kind(), crate::ErrorKind::Configuration);
            assert!(bad.is_empty() || !format!("{error} {error:?}").contains(bad));
        }
    }
}
