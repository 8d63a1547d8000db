//! Claims, rules and verifiers that the tests share.

use std::sync::Arc;
use std::time::SystemTime;

use call_http::Clock;
use call_webhook::{FixedKeys, KeySet, TokenErrorKind, TokenRules, Verifier};
use serde_json::{Value, json};
use test_server::FakeClock;
use test_server::tokens::{Key, header, jwks, service_key};

pub const ISSUER: &str = "https://acscallautomation.communication.azure.com";
pub const AUDIENCE: &str = "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11";
/// 12:00:00 on Nov 20, 2026.
pub const NOON: u64 = 20_777 * 86_400 + 12 * 3600;

/// Returns claims that are valid at noon, for five minutes like those of callbacks.
pub fn claims() -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "exp": NOON + 240, "nbf": NOON - 60, "iat": NOON - 60, "jti": "1"})
}

/// Returns the valid claims with one of them changed, or removed by null.
pub fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

/// Returns a token with this `kid` that is valid at noon.
pub fn valid(key: &Key, kid: &str) -> String {
    key.sign(&header(kid), &claims())
}

pub fn fixed(keys: &[Value]) -> FixedKeys {
    FixedKeys::new(KeySet::from_json(jwks(keys).as_bytes()).expect("a key set"))
}

pub fn rules(clock: &Arc<FakeClock>) -> TokenRules {
    TokenRules::new(ISSUER, AUDIENCE).clock(now(clock))
}

pub fn now(clock: &Arc<FakeClock>) -> impl Fn() -> SystemTime + Send + Sync + 'static {
    let clock = Arc::clone(clock);
    move || clock.now()
}

pub fn noon() -> Arc<FakeClock> {
    FakeClock::at("12:00:00")
}

/// Returns a verifier at noon with the usual rules. The service's key has the id `a`.
pub fn verifier() -> Verifier {
    Verifier::new(rules(&noon()), fixed(&[service_key().jwk(Some("a"))]))
}

/// Returns the kind of the error for a token that is not accepted.
pub async fn kind(verifier: &Verifier, token: &str) -> TokenErrorKind {
    let error = verifier.check_token(token).await.expect_err("not accepted");
    assert_eq!(error.is_refusal(), error.status() == 401);
    assert!(!format!("{error} {error:?}").contains(token) || token.is_empty(), "{error:?}");
    error.kind()
}
