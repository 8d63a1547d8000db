//! Parses the compact form of a token: header, payload and signature in base64url (RFC 7515, section 3.1).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::error::{TokenError, TokenErrorKind};
use super::json;
use crate::text::quoted;

/// The parts of a token. Its signature has not been checked.
pub(super) struct Jws<'t> {
    pub(super) kid: Option<String>,
    /// The signed bytes: the header and the payload, not decoded.
    pub(super) signed: &'t [u8],
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// The members of the header that are used. Keys (`jwk`, `x5c`) and URLs of keys (`jku`, `x5u`) are ignored.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// `true` if the member is present, with any value.
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

fn present<'de, D: Deserializer<'de>>(input: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(input).map(|_| true)
}

impl<'t> Jws<'t> {
    /// Parses a token. It must name RS256 as its algorithm.
    pub(super) fn parse(token: &'t str) -> Result<Self, TokenError> {
        let malformed = |what: &str| TokenError::new(TokenErrorKind::Malformed, format!("the token {what}"));
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed("does not have three parts separated by dots"));
        };
        let decode = |part: &str, name: &str| {
            let decoded = URL_SAFE_NO_PAD.decode(part);
            decoded.map_err(|_| malformed(&format!("has a {name} that is not base64url")))
        };
        let header: Header = json::object(&decode(header, "header")?)
            .map_err(|_| malformed("has a header that is not a valid JSON object with one `alg`"))?;
        if header.alg != "RS256" {
            let alg = quoted(&header.alg);
            let message = format!("the algorithm {alg} is not supported (expected \"RS256\")");
            return Err(TokenError::new(TokenErrorKind::Algorithm, message));
        }
        if header.crit {
            return Err(malformed("has a header with `crit` (extensions are not supported)"));
        }
        let signed = &token.as_bytes()[..token.len() - signature.len() - 1];
        let payload = decode(payload, "payload")?;
        Ok(Self { kid: header.kid, signed, payload, signature: decode(signature, "signature")? })
    }
}

/// Returns the token in the value of an `Authorization` header.
pub(super) fn bearer(authorization: Option<&str>) -> Result<&str, TokenError> {
    let value = authorization.map(str::trim).filter(|value| !value.is_empty());
    let Some(value) = value else {
        return Err(TokenError::new(TokenErrorKind::Missing, "the Authorization header is missing"));
    };
    let malformed = |message| TokenError::new(TokenErrorKind::Malformed, message);
    // The errors do not repeat the value, which may be a token without its scheme, or a password.
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(malformed("the Authorization header does not begin with `Bearer `"));
    }
    let token = token.trim_start();
    if token.is_empty() {
        return Err(malformed("the Authorization header has no token after `Bearer`"));
    }
    Ok(token)
}
