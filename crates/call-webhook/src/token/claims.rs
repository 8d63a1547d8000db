//! What a token says.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value};

use super::error::{TokenError, TokenErrorKind};

/// What a token says, after its check. The registered claims are typed (RFC 7519, section 4.1).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Claims {
    /// `iss`: who issued the token.
    pub issuer: String,
    /// `aud`: for whom; one or several.
    pub audience: Vec<String>,
    /// `exp`: when the token's time is over.
    pub expires_at: SystemTime,
    /// `nbf`: when the token's time comes.
    pub not_before: Option<SystemTime>,
    /// `iat`: when the token was issued.
    pub issued_at: Option<SystemTime>,
    /// `sub`: whom it is about.
    pub subject: Option<String>,
    /// `jti`: the token's own id.
    pub token_id: Option<String>,
    /// Every claim as it came, these and all others.
    pub all: Map<String, Value>,
}

impl Claims {
    /// Any claim, if it is a text: `tid`, say.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.all.get(name).and_then(Value::as_str)
    }

    /// Reads a payload whose signature is good.
    pub(super) fn read(payload: &[u8]) -> Result<Self, TokenError> {
        let all: Map<String, Value> = serde_json::from_slice(payload).map_err(|_| {
            TokenError::new(TokenErrorKind::Malformed, "the token has a payload that is no JSON object")
        })?;
        let get = |name: &str| all.get(name).filter(|value| !value.is_null());
        Ok(Self {
            issuer: get("iss").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| {
                TokenError::new(TokenErrorKind::Issuer, "the token has no issuer (`iss`, a text)")
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

/// One text or several.
fn audience(value: Option<&Value>) -> Result<Vec<String>, TokenError> {
    let own = |value: &Value| value.as_str().map(str::to_owned);
    let listed = match value {
        Some(Value::Array(items)) => items.iter().map(own).collect(),
        Some(alone) => own(alone).map(|text| vec![text]),
        None => None,
    };
    listed.ok_or_else(|| {
        TokenError::new(TokenErrorKind::Audience, "the token has no audience (`aud`, a text or several)")
    })
}

/// Seconds since 1970, perhaps with a fraction.
fn time(name: &str, value: &Value) -> Result<SystemTime, TokenError> {
    let since = value.as_f64().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let time = since.and_then(|since| SystemTime::UNIX_EPOCH.checked_add(since));
    time.ok_or_else(|| {
        let message = format!("the token's claim `{name}` is no time (seconds since 1970)");
        TokenError::new(TokenErrorKind::Claim, message)
    })
}

fn text(name: &str, value: &Value) -> Result<String, TokenError> {
    let fault = || TokenError::new(TokenErrorKind::Claim, format!("the token's claim `{name}` is no text"));
    value.as_str().map(str::to_owned).ok_or_else(fault)
}

pub(super) fn missing(name: &str) -> TokenError {
    TokenError::new(TokenErrorKind::Claim, format!("the token has no claim `{name}`"))
}
