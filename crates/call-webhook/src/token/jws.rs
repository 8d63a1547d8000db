//! The shape of a token: three parts in base64url, the first of them a header (RFC 7515, compact form).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use super::error::{TokenError, TokenErrorKind, shown};
use super::json;

/// A token taken apart; nothing in it is believed yet.
pub(super) struct Jws<'t> {
    pub(super) kid: Option<String>,
    /// What is signed: header and payload as they came.
    pub(super) signed: &'t [u8],
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// The members of the header that mean something here. A key in it (`jwk`, `x5c`), or the address of one
/// (`jku`, `x5u`), does not.
#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    /// Whether the member is there, whatever its value.
    #[serde(default, deserialize_with = "present")]
    crit: bool,
}

fn present<'de, D: Deserializer<'de>>(input: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(input).map(|_| true)
}

impl<'t> Jws<'t> {
    /// Takes a token apart, if it is signed by RS256.
    pub(super) fn parse(token: &'t str) -> Result<Self, TokenError> {
        let malformed = |what: &str| TokenError::new(TokenErrorKind::Malformed, format!("the token {what}"));
        let mut parts = token.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(malformed("does not have three parts with a dot between"));
        };
        let decode = |part: &str, name: &str| {
            let decoded = URL_SAFE_NO_PAD.decode(part);
            decoded.map_err(|_| malformed(&format!("has a {name} that is not base64url")))
        };
        let header: Header = json::object(&decode(header, "header")?)
            .map_err(|_| malformed("has a header that is not a valid JSON object with one `alg`"))?;
        if header.alg != "RS256" {
            let came = shown(&header.alg);
            let message = format!("the token is signed by {came}, expected \"RS256\"");
            return Err(TokenError::new(TokenErrorKind::Algorithm, message));
        }
        if header.crit {
            return Err(malformed("has a header with `crit`: extensions are not supported"));
        }
        let signed = &token.as_bytes()[..token.len() - signature.len() - 1];
        let payload = decode(payload, "payload")?;
        Ok(Self { kid: header.kid, signed, payload, signature: decode(signature, "signature")? })
    }
}

/// The token in the value of an `Authorization` header.
pub(super) fn bearer(authorization: Option<&str>) -> Result<&str, TokenError> {
    let value = authorization.map(str::trim).filter(|value| !value.is_empty());
    let Some(value) = value else {
        return Err(TokenError::new(TokenErrorKind::Missing, "there is no Authorization header"));
    };
    let malformed = |message| TokenError::new(TokenErrorKind::Malformed, message);
    // What came is not repeated: it may be a bare token, or a password.
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
