//! The rules that a token must satisfy.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::claim_rule::{ClaimRule, is_blank, is_one_of, list};
use super::claims::Claims;
use super::error::{TokenError, TokenErrorKind};
use crate::text::quoted;

/// The rules that a token must satisfy: issuer, audience, time and other claims.
///
/// ```
/// use std::time::Duration;
///
/// use call_webhook::TokenRules;
///
/// let rules = TokenRules::new("https://api.botframework.com", "8ad8ad1c-6e3f-4c8e-9c15-6cf7d2b4d5a0")
///     .issuer("https://graph.microsoft.com")
///     .require_claim("tid")
///     .leeway(Duration::from_secs(30));
/// ```
#[derive(Clone)]
pub struct TokenRules {
    issuers: Vec<String>,
    audiences: Vec<String>,
    leeway: Duration,
    claims: Vec<ClaimRule>,
    max_lifetime: Option<Duration>,
    pub(super) max_size: usize,
    clock: Option<Clock>,
}

type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Returns the system clock, or `None` on `wasm32-unknown-unknown`, where `SystemTime::now` panics.
fn system_clock() -> Option<Clock> {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        None
    } else {
        Some(Arc::new(SystemTime::now))
    }
}

impl TokenRules {
    /// Creates rules that accept tokens from an issuer for an audience.
    ///
    /// A blank issuer or audience matches no token. If all issuers or all audiences are blank, every check fails with
    /// [`TokenErrorKind::Rules`].
    #[must_use]
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuers: vec![issuer.into()],
            audiences: vec![audience.into()],
            leeway: Duration::from_secs(60),
            claims: Vec::new(),
            max_lifetime: None,
            max_size: 16 << 10,
            clock: system_clock(),
        }
    }

    /// Accepts an additional issuer. Issuers are compared case-sensitively. A trailing slash is ignored, since services
    /// write their issuer with or without it.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuers.push(issuer.into());
        self
    }

    /// Accepts an additional audience. A token for several audiences is accepted if one of them matches.
    ///
    /// Audiences are compared case-sensitively, except for GUIDs. Colons and slashes are compared like other
    /// characters.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// Sets the tolerated difference between the clocks of the sender and the receiver. The default is 60 s. Tokens of
    /// callbacks are valid for five minutes, so the leeway should not be much longer.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Requires a claim with a non-empty value. Empty values are null, `false`, 0, a blank string, an empty object, and
    /// an array of only empty values.
    #[must_use]
    pub fn require_claim(mut self, name: impl Into<String>) -> Self {
        self.claims.push(ClaimRule { name: name.into(), values: None });
        self
    }

    /// Requires a claim whose value is one of these texts. They are compared like audiences. An empty list accepts no
    /// token.
    #[must_use]
    pub fn expect_claim<V: Into<String>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(V::into).collect();
        self.claims.push(ClaimRule { name: name.into(), values: Some(values) });
        self
    }

    /// Sets the longest lifetime of a token. There is no limit by default, but the receivers of some services set one.
    ///
    /// The lifetime is the time from `iat`, or from `nbf` if `iat` is missing, to `exp`. If both are missing, it is the
    /// remaining time, less the leeway. Use the limit for services whose tokens for different purposes differ only in
    /// their lifetime.
    #[must_use]
    pub fn max_lifetime(mut self, lifetime: Duration) -> Self {
        self.max_lifetime = Some(lifetime);
        self
    }

    /// Sets [`max_lifetime`](Self::max_lifetime) if it is not set.
    pub(super) fn default_max_lifetime(&mut self, lifetime: Duration) {
        self.max_lifetime.get_or_insert(lifetime);
    }

    /// Sets the largest size of a token, in bytes. The default is 16 KiB.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.max_size = bytes;
        self
    }

    /// Sets the clock. The default is the system clock.
    ///
    /// On `wasm32-unknown-unknown`, the standard library has no clock. Unless a clock is set, every check fails with
    /// [`TokenErrorKind::Clock`].
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(now));
        self
    }

    /// Checks that the rules can accept a token.
    pub(super) fn check_self(&self) -> Result<(), TokenError> {
        let all_blank = |texts: &[String]| texts.iter().all(|text| is_blank(text));
        for (texts, name) in [(&self.issuers, "issuer"), (&self.audiences, "audience")] {
            if all_blank(texts) {
                let message = format!(
                    "the {name} of the token rules is blank, so no token can be accepted; set it with `TokenRules::{name}`"
                );
                return Err(TokenError::new(TokenErrorKind::Rules, message));
            }
        }
        Ok(())
    }

    /// Checks the claims of a token with a valid signature.
    pub(super) fn check(&self, claims: &Claims) -> Result<(), TokenError> {
        let refuse = |kind, message| Err(TokenError::new(kind, message));
        if !self.issuers.iter().any(|issuer| is_same_issuer(issuer, &claims.issuer)) {
            let message = format!(
                "the issuer of the token is {} (expected {})",
                quoted(&claims.issuer),
                list(&self.issuers)
            );
            return refuse(TokenErrorKind::Issuer, message);
        }
        if !claims.audience.iter().any(|audience| is_one_of(&self.audiences, audience)) {
            let (found, expected) = (list(&claims.audience), list(&self.audiences));
            return refuse(
                TokenErrorKind::Audience,
                format!("the audience of the token is {found} (expected {expected})"),
            );
        }
        self.check_time(claims)?;
        self.claims.iter().try_for_each(|rule| rule.check(claims))
    }

    fn check_time(&self, claims: &Claims) -> Result<(), TokenError> {
        let Some(clock) = &self.clock else {
            let message = "this platform has no clock; set one with `TokenRules::clock`";
            return Err(TokenError::new(TokenErrorKind::Clock, message));
        };
        let now = clock();
        let leeway = self.leeway;
        let seconds = |time: Duration| time.as_secs();
        if let Some(early) = claims.not_before.and_then(|start| start.duration_since(now).ok())
            && early > leeway
        {
            let message = format!(
                "the token becomes valid in {} s (leeway {} s); check the clocks of the sender and the receiver",
                seconds(early),
                seconds(leeway)
            );
            return Err(TokenError::new(TokenErrorKind::NotYetValid, message));
        }
        match now.duration_since(claims.expires_at) {
            Ok(late) if late >= leeway => {
                let message =
                    format!("the token expired {} s ago (leeway {} s)", seconds(late), seconds(leeway));
                Err(TokenError::new(TokenErrorKind::Expired, message))
            }
            _ => self.check_lifetime(claims, now),
        }
    }

    fn check_lifetime(&self, claims: &Claims, now: SystemTime) -> Result<(), TokenError> {
        let Some(most) = self.max_lifetime else { return Ok(()) };
        let start = claims.issued_at.or(claims.not_before).unwrap_or(now + self.leeway);
        match claims.expires_at.duration_since(start) {
            Ok(lifetime) if lifetime > most => {
                let (found, most) = (lifetime.as_secs(), most.as_secs());
                let message = format!("the lifetime of the token is {found} s (expected at most {most} s)");
                Err(TokenError::new(TokenErrorKind::Lifetime, message))
            }
            _ => Ok(()),
        }
    }
}

/// Compares two issuers, ignoring a trailing slash.
fn is_same_issuer(expected: &str, found: &str) -> bool {
    let plain = |issuer: &str| issuer.strip_suffix('/').unwrap_or(issuer).to_owned();
    !is_blank(expected) && plain(expected) == plain(found)
}

impl fmt::Debug for TokenRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims: Vec<_> = self.claims.iter().map(|rule| (&rule.name, &rule.values)).collect();
        f.debug_struct("TokenRules")
            .field("issuers", &self.issuers)
            .field("audiences", &self.audiences)
            .field("leeway", &self.leeway)
            .field("claims", &claims)
            .field("max_lifetime", &self.max_lifetime)
            .field("max_size", &self.max_size)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_without_a_clock_fails() {
        let rules = TokenRules { clock: None, ..TokenRules::new("i", "a") };
        let claims = Claims::read(br#"{"iss": "i", "aud": "a", "exp": 4000000000}"#).expect("is complete");
        let error = rules.check(&claims).expect_err("the time is not known");
        assert_eq!((error.kind(), error.status()), (TokenErrorKind::Clock, 503));
        assert!(rules.clock(SystemTime::now).check(&claims).is_ok());
    }
}
