//! The claims of a token.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::error::{TokenError, TokenErrorKind};

/// The claims of a valid token. The registered claims are typed (RFC 7519, section 4.1).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Claims {
    /// `iss`: the issuer.
    pub issuer: String,
    /// `aud`: the audiences, one or several.
    pub audience: Vec<String>,
    /// `exp`: the time at which the token expires.
    pub expires_at: SystemTime,
    /// `nbf`: the time from which the token is valid.
    pub not_before: Option<SystemTime>,
    /// `iat`: the time at which the token was issued.
    pub issued_at: Option<SystemTime>,
    /// `sub`: the subject.
    pub subject: Option<String>,
    /// `jti`: the id of the token.
    pub token_id: Option<String>,
    /// All claims, including the registered ones.
    pub all: Map<String, Value>,
}

impl Claims {
    /// Returns the value of a claim that is a string, such as `tid`.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all.get(name).and_then(Value::as_str)
    }

    /// Parses a payload with a valid signature.
    pub(super) fn read(payload: &[u8]) -> Result<Self, TokenError> {
        let all: Map<String, Value> = serde_json::from_slice(payload).map_err(|_| {
            TokenError::new(TokenErrorKind::Malformed, "the token has a payload that is not a JSON object")
        })?;
        let get = |name: &str| all.get(name).filter(|value| !value.is_null());
        Ok(Self {
            issuer: get("iss").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| {
                TokenError::new(
                    TokenErrorKind::Issuer,
                    "the token has no valid issuer (expected a string in `iss`)",
                )
            })?,
            audience: audience(get("aud"))?,
            expires_at: get("exp").map_or_else(|| Err(missing("exp")), |value| time("exp", value))?,
            not_before: get("nbf").map(|value| time("nbf", value)).transpose()?,
            issued_at: get("iat").map(|value| time("iat", value)).transpose()?,
            subject: get("sub").map(|value| text("sub", value)).transpose()?,
            token_id: get("jti").map(|value| text("jti", value)).transpose()?,
            all,
        })
    }
}

/// Parses a string or a list of strings.
fn audience(value: Option<&Value>) -> Result<Vec<String>, TokenError> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let texts = match value {
        Some(Value::Array(items)) => items.iter().map(text).collect(),
        Some(alone) => text(alone).map(|text| vec![text]),
        None => None,
    };
    texts.ok_or_else(|| {
        TokenError::new(
            TokenErrorKind::Audience,
            "the token has no valid audience (expected a string or a list of strings in `aud`)",
        )
    })
}

/// Parses seconds since 1970, with or without a fraction.
fn time(name: &str, value: &Value) -> Result<SystemTime, TokenError> {
    let since = value.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let time = since.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
    time.ok_or_else(|| {
        let message = format!("the token's claim `{name}` is not a valid time (expected seconds since 1970)");
        TokenError::new(TokenErrorKind::Claim, message)
    })
}

/// Parses a string.
fn text(name: &str, value: &Value) -> Result<String, TokenError> {
    let fault = || {
        TokenError::new(TokenErrorKind::Claim, format!("the token's claim `{name}` is not a valid string"))
    };
    value.as_str().map(str::to_owned).ok_or_else(fault)
}

/// Returns the error for a missing claim.
pub(super) fn missing(name: &str) -> TokenError {
    TokenError::new(TokenErrorKind::Claim, format!("the token has no claim `{name}`"))
}
