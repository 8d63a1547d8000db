//! What a token must say to be accepted.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::Claims;
use super::claims::missing;
use super::error::{TokenError, TokenErrorKind, shown};
use super::guid::is_guid;

/// What a token must say to be accepted.
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
    claims: Vec<Rule>,
    max_lifetime: Option<Duration>,
    pub(super) max_size: usize,
    clock: Option<Clock>,
}

type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// The system's clock, where there is one: `SystemTime::now` panics on `wasm32-unknown-unknown`.
fn system_clock() -> Option<Clock> {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        None
    } else {
        Some(Arc::new(SystemTime::now))
    }
}

/// What a claim must be, beside the rules for issuer, audience and time.
#[derive(Clone)]
struct Rule {
    name: String,
    /// One of these; `None` for any value that says something.
    values: Option<Vec<String>>,
}

impl TokenRules {
    /// Tokens of one issuer for one audience.
    ///
    /// A blank issuer or audience accepts no token. Rules with no other fail each check with
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

    /// Accepts another issuer too. Issuers are compared to the letter, a slash at the end apart: services write
    /// theirs with and without it.
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuers.push(issuer.into());
        self
    }

    /// Accepts tokens for another audience too. A token for several passes if one of them is accepted.
    ///
    /// Audiences are compared whole and to the letter, whatever colons or slashes they have; only two GUIDs are
    /// the same in any case of letters, since that is how GUIDs are compared.
    #[must_use]
    pub fn audience(mut self, audience: impl Into<String>) -> Self {
        self.audiences.push(audience.into());
        self
    }

    /// Sets how far the sender's clock may be from ours. 60 s unless set. Tokens on callbacks live for five
    /// minutes, so more than a minute is much.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }

    /// Refuses tokens that lack a claim, or in which it says nothing: null, `false`, 0, a blank text, an empty
    /// object, or an array of nothing but such values.
    #[must_use]
    pub fn require_claim(mut self, name: impl Into<String>) -> Self {
        self.claims.push(Rule { name: name.into(), values: None });
        self
    }

    /// Refuses tokens in which a claim is none of these texts; they are compared as audiences are. Of no texts
    /// at all, it is none.
    #[must_use]
    pub fn expect_claim<V: Into<String>>(
        mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(V::into).collect();
        self.claims.push(Rule { name: name.into(), values: Some(values) });
        self
    }

    /// Refuses tokens that live longer than this: from `iat`, or from `nbf` where that is missing, to `exp`. Of a
    /// token with neither, the time that is left counts. No limit unless set; the receivers of some services set
    /// one.
    ///
    /// This tells apart tokens of one issuer for one audience that differ in nothing else.
    #[must_use]
    pub fn max_lifetime(mut self, lifetime: Duration) -> Self {
        self.max_lifetime = Some(lifetime);
        self
    }

    /// Sets [`max_lifetime`](Self::max_lifetime) if it is not set.
    pub(super) fn default_max_lifetime(&mut self, lifetime: Duration) {
        self.max_lifetime.get_or_insert(lifetime);
    }

    /// Sets how long a token may be, in bytes. 16 KiB unless set.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.max_size = bytes;
        self
    }

    /// Sets the clock. The system's unless set.
    ///
    /// On `wasm32-unknown-unknown` the standard library has no clock: there it must be set, and until then every
    /// token fails with [`TokenErrorKind::Clock`].
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(now));
        self
    }

    /// Checks that the rules can accept a token at all.
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

    /// Checks what a token with a good signature says.
    pub(super) fn check(&self, claims: &Claims) -> Result<(), TokenError> {
        let refuse = |kind, message| Err(TokenError::new(kind, message));
        if !self.issuers.iter().any(|issuer| same_issuer(issuer, &claims.issuer)) {
            let message = format!(
                "the token is issued by {}, expected {}",
                shown(&claims.issuer),
                listed(&self.issuers)
            );
            return refuse(TokenErrorKind::Issuer, message);
        }
        if !claims.audience.iter().any(|audience| one_of(&self.audiences, audience)) {
            let (came, expected) = (listed(&claims.audience), listed(&self.audiences));
            return refuse(TokenErrorKind::Audience, format!("the token is for {came}, expected {expected}"));
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
                "the token's time comes in {} s (leeway {} s); are the clocks right?",
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
                let (came, most) = (lifetime.as_secs(), most.as_secs());
                let message = format!("the token lives {came} s (expected at most {most} s)");
                Err(TokenError::new(TokenErrorKind::Lifetime, message))
            }
            _ => Ok(()),
        }
    }
}

impl Rule {
    fn check(&self, claims: &Claims) -> Result<(), TokenError> {
        let name = &self.name;
        let value = match claims.all.get(name) {
            None | Some(Value::Null) => return Err(missing(name)),
            Some(value) => value,
        };
        let expected = match &self.values {
            None if !says_nothing(value) => return Ok(()),
            None => "a value".to_owned(),
            Some(values) if value.as_str().is_some_and(|text| one_of(values, text)) => return Ok(()),
            Some(values) => listed(values),
        };
        let came = value.as_str().map_or_else(|| shown(&value.to_string()), shown);
        let message = format!("the token's claim `{name}` is {came}, expected {expected}");
        Err(TokenError::new(TokenErrorKind::Claim, message))
    }
}

/// Whether a claim is there only in form.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(said) => !said,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.iter().all(says_nothing),
        Value::Object(members) => members.is_empty(),
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn same_issuer(expected: &str, came: &str) -> bool {
    let plain = |issuer: &str| issuer.strip_suffix('/').unwrap_or(issuer).to_owned();
    !is_blank(expected) && plain(expected) == plain(came)
}

fn one_of(expected: &[String], came: &str) -> bool {
    expected.iter().any(|expected| {
        let same_guid = || is_guid(expected) && expected.eq_ignore_ascii_case(came);
        !is_blank(expected) && (expected == came || same_guid())
    })
}

fn listed(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().take(8).map(|text| shown(text)).collect();
    if texts.is_empty() { "no value at all".to_owned() } else { texts.join(" or ") }
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
    fn without_a_clock_no_token_is_accepted() {
        let rules = TokenRules { clock: None, ..TokenRules::new("i", "a") };
        let claims = Claims::read(br#"{"iss": "i", "aud": "a", "exp": 4000000000}"#).expect("is complete");
        let error = rules.check(&claims).expect_err("the time is not known");
        assert_eq!((error.kind(), error.status()), (TokenErrorKind::Clock, 503));
        assert!(rules.clock(SystemTime::now).check(&claims).is_ok());
    }
}
