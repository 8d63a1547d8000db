//! The usual issuer, audience, claims and check.
use std::sync::Arc;
use std::time::SystemTime;

use call_http::Clock;
use call_webhook::{FixedKeys, KeySet, TokenRules, Verifier};
use serde_json::{Value, json};
use test_server::FakeClock;
use test_server::tokens::{Key, header, jwks, service_key};

pub const ISSUER: &str = "https://acscallautomation.communication.azure.com";
pub const AUDIENCE: &str = "2f6ac5a8-7a9b-4b1c-9f0e-0a9a3d1b5c11";
/// 12:00:00 on Nov 20, 2026.
pub const NOON: u64 = 20_777 * 86_400 + 12 * 3600;

/// Claims that are good at noon: five minutes, as on callbacks.
pub fn claims() -> Value {
    json!({"iss": ISSUER, "aud": AUDIENCE, "exp": NOON + 240, "nbf": NOON - 60, "iat": NOON - 60, "jti": "1"})
}

/// The good claims with one of them changed, or taken out by null.
pub fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

/// A token with this `kid`, good at noon.
pub fn good(key: &Key, kid: &str) -> String {
    key.sign(&header(kid), &claims())
}

pub fn fixed(keys: &[Value]) -> FixedKeys {
    FixedKeys::new(KeySet::from_json(jwks(keys).as_bytes()).expect("has keys"))
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

/// A check at noon by the usual rules, with our key under the id `a`.
pub fn verifier() -> Verifier {
    Verifier::new(rules(&noon()), fixed(&[service_key().jwk(Some("a"))]))
}
