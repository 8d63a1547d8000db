//! What a token must say to be accepted.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::Claims;
use crate::claims::missing;
use crate::error::{TokenError, TokenErrorKind, shown};

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
    pub(crate) max_size: usize,
    clock: Arc<dyn Fn() -> SystemTime + Send + Sync>,
}

/// What a claim must be, beside the rules for issuer, audience and time.
#[derive(Clone)]
struct Rule {
    name: String,
    /// One of these; `None` for anything that is not empty.
    values: Option<Vec<String>>,
}

impl TokenRules {
    /// Tokens of one issuer for one audience.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuers: vec![issuer.into()],
            audiences: vec![audience.into()],
            leeway: Duration::from_secs(60),
            claims: Vec::new(),
            max_size: 16 << 10,
            clock: Arc::new(SystemTime::now),
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

    /// Refuses tokens that lack a claim, or have it as an empty text.
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

    /// Sets how long a token may be, in bytes. 16 KiB unless set.
    #[must_use]
    pub fn max_size(mut self, bytes: usize) -> Self {
        self.max_size = bytes;
        self
    }

    /// Sets the clock. The system's unless set.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Checks what a token with a good signature says.
    pub(crate) fn check(&self, claims: &Claims) -> Result<(), TokenError> {
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
        let now = (self.clock)();
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
            _ => Ok(()),
        }
    }
}

impl Rule {
    fn check(&self, claims: &Claims) -> Result<(), TokenError> {
        let name = &self.name;
        let value = match claims.all.get(name) {
            None | Some(Value::Null) => return Err(missing(name)),
            Some(Value::String(text)) if text.is_empty() => return Err(missing(name)),
            Some(value) => value,
        };
        let Some(values) = &self.values else { return Ok(()) };
        if value.as_str().is_some_and(|text| one_of(values, text)) {
            return Ok(());
        }
        let came = value.as_str().map_or_else(|| shown(&value.to_string()), shown);
        let message = format!("the token's claim `{name}` is {came}, expected {}", listed(values));
        Err(TokenError::new(TokenErrorKind::Claim, message))
    }
}

fn same_issuer(expected: &str, came: &str) -> bool {
    let plain = |issuer: &str| issuer.strip_suffix('/').unwrap_or(issuer).to_owned();
    !expected.is_empty() && plain(expected) == plain(came)
}

fn one_of(expected: &[String], came: &str) -> bool {
    expected.iter().any(|expected| {
        let same_guid = || is_guid(expected) && expected.eq_ignore_ascii_case(came);
        !expected.is_empty() && (expected == came || same_guid())
    })
}

/// Whether a text is a GUID with dashes, the form of resource, app and tenant ids.
fn is_guid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn listed(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().take(8).map(|text| shown(text)).collect();
    if texts.is_empty() { "nobody".to_owned() } else { texts.join(" or ") }
}

impl fmt::Debug for TokenRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let claims: Vec<_> = self.claims.iter().map(|rule| (&rule.name, &rule.values)).collect();
        f.debug_struct("TokenRules")
            .field("issuers", &self.issuers)
            .field("audiences", &self.audiences)
            .field("leeway", &self.leeway)
            .field("claims", &claims)
            .field("max_size", &self.max_size)
            .finish_non_exhaustive()
    }
}
